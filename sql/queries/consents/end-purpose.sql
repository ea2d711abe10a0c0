-- Generated from the function end_purpose() and its comment by npm run generate. Do not edit.
-- @name consents/end-purpose
-- @call endPurpose
-- @about Asks nobody about a purpose any more; what was said stays. False where there is none.
-- @param name text
-- @returns one
-- @column ended boolean checked
select end_purpose($1::text) as ended
