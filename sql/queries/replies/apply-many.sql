-- @name replies/apply-many
-- @call applyReplies
-- @about Merges replies one after the other, each under its sender's role.
-- @param replies jsonb
-- @shape { item: number, reply: unknown, evidence: 'weak' | 'strong', received: Date }[]
-- @returns many
-- @column item bigint checked
-- @column outcome jsonb null As apply_reply; null: it failed, and has to be tried alone
-- @shape Applied
select item, outcome from apply_replies($1::jsonb)
