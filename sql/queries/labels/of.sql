-- Generated from the function labels_of() and its comment by npm run generate. Do not edit.
-- @name labels/of
-- @call labelsOf
-- @about The labels of a type, a field or a choice, by language.
-- @param name text deal, deal.amount or source/visit
-- @returns many
-- @column language text checked
-- @column label text checked
-- @column own boolean checked
select language, label, own from labels_of($1::text)
