-- @name replies/open-confirmation
-- @about Makes the one token that confirms what of a reply waits for stronger evidence.
-- @param reply bigint
-- @param token text
-- @param days integer
-- @returns one
-- @column opened jsonb null Whom to ask and what: {mailto, asked}
select open_confirmation($1::bigint, $2::text, $3::integer) as opened
