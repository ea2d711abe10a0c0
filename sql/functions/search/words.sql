-- Words as they are searched for, and texts as they are searched in: one spelling for both.

create or replace function search_signs(p_text text) returns text
language sql immutable parallel safe
-- a handful of quick steps: translate() and regular expressions take ten times as long
return replace(replace(replace(replace(replace(replace(replace(replace(p_text, '''', ''), '-', ' '), '.', ' '), '/', ' '), '@', ' '),
  ',', ' '), '(', ' '), ')', ' ');
comment on function search_signs(text) is 'Signs within a name or a word are spaces, apostrophes nothing';

create or replace function search_letters(p_text text) returns text
language plpgsql immutable parallel safe
as $$
begin
  -- in any database alike: one of the locale C knows the case of ASCII alone
  return lower(public.letters_folded(translate(lower(p_text collate "und-x-icu"), U&'\2010\2011\2012\2013\2014\2015\00A0', '       '))
    collate "und-x-icu");
end $$;
comment on function search_letters(text) is 'Small letters without accents, of a text with other letters than ASCII';

create or replace function search_form(p_text text) returns text
language sql immutable parallel safe
-- Nearly every name is ASCII, and then no function of ours is called: a search works this out again for each record that it may find.
return ' ' || search_signs(case when octet_length(p_text) = length(p_text) then lower(p_text) else search_letters(p_text) end);
comment on function search_form(text) is 'A text in small letters without accents, each word after a space';

create or replace function search_vector(p_text text) returns tsvector
language sql immutable parallel safe
-- letters of some scripts become several, and an index takes a megabyte of words: so no text is too long to be written down
return to_tsvector('pg_catalog.simple'::regconfig, search_form(left(p_text, 50000)));
comment on function search_vector(text) is 'The words of a text, as they are searched for';

create or replace function search_spellings(p_word text) returns text[]
language sql immutable set search_path = public, pg_temp
as $$
  -- "Müller" is found as Mueller, and the other way round; of a short word too little would be left
  select array_agg(regexp_replace(form, '([\\%_])', '\\\1', 'g') order by place) from (
    select form, min(place) as place from (
      select 1 as place, btrim(search_form(p_word)) as form
      union all select 2, btrim(search_form(replace(replace(replace(replace(replace(
        lower(normalize(p_word, nfc) collate "und-x-icu"), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa')))
      union all select 3, form from (select regexp_replace(btrim(search_form(p_word)), '([aou])e', '\1', 'g') as form) short
        where length(form) > 3) written
    where form <> '' group by form) forms
$$;
comment on function search_spellings(text) is 'A word in the spellings in which it may be on file, the nearest first';

create or replace function search_words(p_words text)
returns table (place integer, word text, forms text[], contacts text[], is_number boolean)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  calling_code text := coalesce((select instance_calling_code from instance), '');
begin
  return query
  with typed as (
    select n, t, t ~ '^[+(]?[0-9][0-9()./-]*$' as digits from regexp_split_to_table(btrim(p_words), '\s+') with ordinality w (t, n)
    where t <> ''),
  -- a telephone number is typed in groups of digits
  grouped as (
    select n, t, digits, sum(case when digits and before then 0 else 1 end) over (order by n) as part
    from (select n, t, digits, lag(digits) over (order by n) as before from typed) neighbours),
  parts as (
    select part, string_agg(t, '' order by n) as t, bool_and(digits) as digits from grouped group by part)
  select row_number() over (order by part)::integer, t, search_spellings(t), case
      when digits then array_remove(array[
        '%' || nullif(ltrim(regexp_replace(t, '\D', '', 'g'), '0'), '') || '%',
        case when normal_phone(t, calling_code) like '+%' then normal_phone(t, calling_code) || '%' end], null)
      when length(t) > 2 then array['%' || regexp_replace(normal_mail(t), '([\\%_])', '\\\1', 'g') || '%'] else '{}' end, digits
  from parts where search_spellings(t) is not null order by part; -- a dash alone is no word
end $$;
comment on function search_words(text) is 'What somebody typed, word by word: its spellings, and patterns of contacts';
