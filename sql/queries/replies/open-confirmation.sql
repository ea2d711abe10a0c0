-- @name replies/open-confirmation
-- @about Makes the one token that confirms what of a reply waits for stronger evidence.
-- @param reply bigint
-- @param token text
-- @param days integer
-- @returns one
-- @column mailto text null Whom to ask
select open_confirmation($1::bigint, $2::text, $3::integer) as mailto
