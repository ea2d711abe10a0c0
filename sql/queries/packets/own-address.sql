-- @name packets/own-address
-- @about The address on file that a person's own form goes to.
-- @param entity text
-- @param mailto text
-- @returns one
-- @column mailto text null
select own_form_address($1::text, $2::text) as mailto
