-- @name replies/apply-many
-- @about Merges replies one after the other, each under its sender's role.
-- @param replies jsonb [{item, reply, evidence, received}]
-- @returns many
-- @column item bigint null
-- @column outcome jsonb null As apply_reply; null: it failed, and has to be tried alone
select item, outcome from apply_replies($1::jsonb)
