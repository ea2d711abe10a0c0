-- Generated from the function untold_replies() and its comment by npm run generate. Do not edit.
-- @name replies/untold
-- @call untoldReplies
-- @about Replies with a hold that ended by itself, whose sender has not been informed yet: as reply_outcome.
-- @param limit integer
-- @returns many
-- @column outcome jsonb checked The outcome of the reply, as apply_reply returns it
-- @shape ReplyOutcome
select outcome from untold_replies($1::integer)
