-- Generated from the function held_doubles() and its comment by npm run generate. Do not edit.
-- @name changes/doubles
-- @call heldDoubles
-- @about Records that may be the one that a held change asks for, and other changes that ask for it.
-- @param change bigint
-- @returns many
-- @column hid text null
-- @column name text checked
-- @column why text checked
select hid, name, why from held_doubles($1::bigint)
