-- Generated from the function my_data_address() and its comment by npm run generate. Do not edit.
-- @name privacy/my-data-address
-- @call myDataAddress
-- @about The address to which a person's data may be mailed, {mailto, language}: the best of their addresses, or this one; or {problem}.
-- @param entity bigint Record
-- @param mailto text null One of their addresses; null: the best of them
-- @returns one
-- @column address jsonb null
-- @shape { mailto: string, language: string } | Refusal
select my_data_address($1::bigint, $2::text) as address
