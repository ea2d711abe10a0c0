-- Generated from the function inquiry_done() and its comment by npm run generate. Do not edit.
-- @name inquiries/done
-- @call endInquiry
-- @about Closes an inquiry; false if it is not open.
-- @param inquiry text
-- @param note text
-- @returns one
-- @column done boolean null
select inquiry_done($1::text, $2::text) as done
