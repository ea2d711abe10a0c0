-- @name replies/untold
-- @about Replies with a hold that ended by itself, and whose sender does not know yet.
-- @param limit integer
-- @returns many
-- @column outcome jsonb null What became of the reply, as apply_reply gives it
select outcome from untold_replies($1::integer)
