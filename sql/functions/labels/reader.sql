-- The language of who reads.

create or replace function reader_language() returns text
language sql stable
return coalesce(nullif(current_setting('satchel.language', true), ''), 'en');
comment on function reader_language() is 'The language of who reads, as its interface said for the transaction; English where it said none';
