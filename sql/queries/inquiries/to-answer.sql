-- Generated from the function inquiry_to_answer() and its comment by npm run generate. Do not edit.
-- @name inquiries/to-answer
-- @call inquiryToAnswer
-- @about Where an answer to an inquiry goes, how it is protected, in which language, and which answer it is: {mailto, packet, guard, language, number}, or {problem}.
-- @param inquiry text
-- @returns one
-- @column way jsonb checked
-- @shape AnswerWay | Refusal
select inquiry_to_answer($1::text) as way
