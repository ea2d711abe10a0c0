-- Generated from the function forms_for() and its comment by npm run generate. Do not edit.
-- @name forms/for-record
-- @call formsFor
-- @about The forms that fit a record, the usual one of its type first; no row where there is no such record.
-- @param record text Human id or uuid
-- @returns many
-- @column form text null None fits
-- @column type text checked
-- @column is_usual boolean checked
select form, type, is_usual from forms_for($1::text)
