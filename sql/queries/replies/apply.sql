-- @name replies/apply
-- @about Merges a reply under its sender's role.
-- @param item bigint
-- @param reply jsonb
-- @param evidence text weak or strong
-- @param received timestamptz
-- @returns one
-- @column outcome jsonb null {case, reply_id, status, slots} or {problem}
select apply_reply($1::bigint, $2::jsonb, $3::text, $4::timestamptz) as outcome
