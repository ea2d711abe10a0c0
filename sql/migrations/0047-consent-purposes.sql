-- Purposes that people may say yes or no to: a list, with the words of each language.
alter table lookup add lookup_labels jsonb not null default '{}' check (jsonb_typeof(lookup_labels) = 'object');
comment on column lookup.lookup_labels is 'Name in other languages, by language';
