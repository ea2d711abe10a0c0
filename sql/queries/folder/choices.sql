-- @name folder/choices
-- @call choicesOf
-- @about The words of the lists that columns of these tables take, in their order.
-- @param tables text[]
-- @returns many
-- @column source name not-null
-- @column field text checked Name in commands
-- @column word text not-null
-- @column label text checked In the language of the reader
-- @column labels jsonb not-null In other languages, by language
-- @shape Record<string, string>
select meta_fields_table as source, replace(substr(meta_fields_field, length(meta_fields_table) + 2), '_', '-') as field,
  lookup_value as word, choice_label(lookup_name, lookup_labels) as label, lookup_labels as labels
from meta_fields join lookup on lookup_domain = meta_fields_value
where meta_fields_attribute = 'domain' and lookup_active and meta_fields_table = any ($1::text[])
order by meta_fields_table, meta_fields_field, lookup_sort, lookup_id
