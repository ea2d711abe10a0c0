-- @name changes/settle
-- @about Accepts or refuses a held change.
-- @param change bigint
-- @param decision text accepted or refused
-- @param stamp text
-- @param note text
-- @param mended jsonb the value put right; null takes it as it was written
-- @returns one
-- @column outcome jsonb null
select settle_change($1::bigint, $2::text, $3::text, $4::text, $5::jsonb) as outcome
