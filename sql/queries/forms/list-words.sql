-- @name forms/list-words
-- @call formListWords
-- @about The words of lists, with their labels in each language.
-- @param domains text[] Names of the lists
-- @returns many
-- @column domain text not-null
-- @column word text not-null
-- @column label text not-null In English
-- @column labels jsonb not-null In other languages, by language
-- @shape Record<string, string>
select lookup_domain as domain, lookup_value as word, lookup_name as label, lookup_labels as labels from lookup
where lookup_domain = any ($1::text[]) and lookup_active order by lookup_domain, lookup_sort, lookup_id
