-- @name replies/untold
-- @call untoldReplies
-- @about Replies with a hold that ended by itself, and whose sender does not know yet.
-- @param limit integer
-- @returns many
-- @column outcome jsonb checked What became of the reply, as apply_reply gives it
-- @shape ReplyOutcome
select outcome from untold_replies($1::integer)
