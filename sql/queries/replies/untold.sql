-- Generated from the function untold_replies() and its comment by npm run generate. Do not edit.
-- @name replies/untold
-- @call untoldReplies
-- @about Replies with a hold that ended by itself, and whose sender does not know yet: as reply_outcome.
-- @param limit integer
-- @returns many
-- @column outcome jsonb checked What became of the reply, as apply_reply gives it
-- @shape ReplyOutcome
select outcome from untold_replies($1::integer)
