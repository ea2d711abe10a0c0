-- Generated from the function own_form_addresses() and its comment by npm run generate. Do not edit.
-- @name packets/own-addresses
-- @call ownAddresses
-- @about The addresses on file for a person's own form, the best one first.
-- @param entity text
-- @param mailto text null Only this one
-- @returns many
-- @column mailto text null
select mailto from own_form_addresses($1::text, $2::text)
