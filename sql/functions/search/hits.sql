-- A search as one statement: for each word the records that have it, then the records that have all of them, then those of them that the
-- acting role sees. Only api.sql runs it, as owner of the tables. The typed words
-- are bound as $1, and are never in the text of the statement.

create or replace function search_value(inout p_values text[], p_value text, out place text)
language sql immutable
as $$ select p_values || p_value, format('$1[%s]', cardinality(p_values) + 1) $$;
comment on function search_value(text[], text) is 'Adds a value to those of a statement, and names its place there';

create or replace function search_name(p_form text, p_place text, p_near boolean) returns text
language sql immutable
as $$
  -- three letters are found anywhere in a name; fewer begin a word of it, or they would be in every second name
  select case when p_near then format('search_form(entity_name) %%> %s', p_place)
    else format('search_form(entity_name) like %L || %s || ''%%''', case when length(p_form) > 2 then '%' else '% ' end, p_place) end
$$;
comment on function search_name(text, text, boolean) is 'SQL for whether a name has a word, or one that is near it';

create or replace function search_rows(p_word record, inout p_values text[], out sources text[], out query text, out digits text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  place text;
  form_place text;
  words text;
  t record;
begin
  sources := '{}';
  select v.p_values, v.place into p_values, place from search_value(p_values, id_folded(p_word.word)) v;
  if p_word.word ~* '^[0-9a-f]{8}-[0-9a-f-]{27}$' then
    p_values := p_values || lower(p_word.word);
    sources := sources || format('select entity_id, 200 from entity where entity_uuid = $1[%s]', cardinality(p_values));
  end if;
  for t in select * from search_types() where not is_own(source) loop
    sources := sources || format('select %I, 200 from %I where id_folded(%I) = %s', t.source || '_id', t.source, t.source || '_hid', place);
  end loop;
  -- the names of files in fields; a type has such fields seldom
  for t in select s.source, meta_fields_field as field, form from meta_fields join search_types() s on s.source = meta_fields_table,
      unnest(p_word.forms) form
    where meta_fields_attribute = 'kind' and meta_fields_value = 'file' and is_own(meta_fields_field::name) and length(form) > 2 loop
    select v.p_values, v.place into p_values, form_place from search_value(p_values, t.form) v;
    sources := sources || format('select %1$I, 20 from attachment join %2$I on %3$I = attachment_id where attachment_field = %4$L '
      'and search_form(attachment_filename) like ''%%'' || %5$s || ''%%''', t.source || '_id', t.source, t.field,
      t.source || '.' || t.field, form_place);
  end loop;
  words := (select string_agg((select string_agg(format('''%s'':*', w), ' & ')
      from regexp_split_to_table(f, '[ -/:-@\[-`{-~]+') w where length(w) > 1), ' | ') from unnest(p_word.forms) f where length(f) > 1);
  if words is not null then
    select v.p_values, v.place || '::tsquery' into p_values, query from search_value(p_values, words) v;
    for t in select s.source, expression, filled from search_types() s, search_text(s.source)
      where not is_own(s.source) and expression is not null loop
      sources := sources || format('select %I, 20 from %I where %s and %s @@ %s', t.source || '_id', t.source, t.filled, t.expression,
        query);
    end loop;
  end if;
  if p_word.is_number then
    select v.p_values, v.place into p_values, digits from search_value(p_values, own_digits(p_word.contacts)) v;
  end if;
  sources := sources || format('select id, score from own_hits(%s, %s, %s)', place, coalesce(query, 'null'), coalesce(digits, 'null'));
end $$;
comment on function search_rows(record, text[]) is 'SQL for the records whose id a word is, or whose own fields or files have it';

create or replace function search_word(
  p_word record, p_near boolean, inout p_values text[], out hits text, out contacts text[], out cities text[], out query text,
  out digits text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  form text;
  pattern text;
  place text;
  forms text[] := '{}';
  names text[] := '{}';
  parts text[] := '{}';
begin
  contacts := '{}';
  cities := '{}';
  foreach form in array p_word.forms loop
    select v.p_values, v.place into p_values, place from search_value(p_values, form) v;
    forms := forms || place;
    names := names || search_name(form, place, p_near);
    if length(form) > 2 and has_table_privilege(acting_role(), 'address', 'select') then
      cities := cities || format('search_form(address_city) like ''%%'' || %s || ''%%''', place);
    end if;
  end loop;
  if forms <> '{}' then
    -- the form of a name is worked out once for its weight
    parts := parts || format('select id, %s as score from (select entity_id as id, search_form(entity_name) as form from entity '
      'where %s offset 0) named', case when p_near then format('(50 * word_similarity(%s, form))::integer', forms[1])
      else format('case when form || '' '' like ''%% '' || %1$s || '' %%'' then 90 when form like ''%% '' || %1$s || ''%%'' then 80 '
        'else 60 end + case when form like '' '' || %1$s || ''%%'' then 5 else 0 end', forms[1]) end, array_to_string(names, ' or '));
  end if;
  foreach pattern in array p_word.contacts loop
    if length(pattern) > 4 and has_table_privilege(acting_role(), 'contact_point', 'select') then
      select v.p_values, v.place into p_values, place from search_value(p_values, pattern) v;
      contacts := contacts || format('contact_point_normal like %s', place);
      -- the last digits of a number, rather than some in its middle
      parts := parts || format('select contact_point_entity, '
        'case when contact_point_normal like rtrim(%1$s, ''%%'') then 75 else 50 end from contact_point '
        'where contact_point_normal like %1$s', place);
    end if;
  end loop;
  if cities <> '{}' then
    parts := parts || format('select address_entity, 40 from address where address_city is not null and (%s)',
      array_to_string(cities, ' or '));
  end if;
  select v.p_values, parts || v.sources, v.query, v.digits into p_values, parts, query, digits from search_rows(p_word, p_values) v;
  hits := format('select id, max(score) as score from (%s) found group by id', array_to_string(parts, ' union all '));
end $$;
comment on function search_word(record, boolean, text[]) is
  'SQL for the records that have a word, with the weight of the best place where they have it, and for what shows it';

create or replace function search_statement(p_words text, p_near boolean, inout p_values text[],
  out opening text, out contact text, out city text, out query text, out digits text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  word record;
  said record;
  parts text[] := '{}';
  contacts text[] := '{}';
  cities text[] := '{}';
  queries text[] := '{}';
  numbers text[] := '{}';
  whole text;
begin
  for word in select * from search_words(p_words) loop
    select * into said from search_word(word, p_near, p_values);
    p_values := said.p_values;
    parts := parts || format('h%s as materialized (%s)', cardinality(parts) + 1, said.hits);
    contacts := contacts || said.contacts;
    cities := cities || said.cities;
    queries := array_remove(queries || said.query, null);
    numbers := array_remove(numbers || said.digits, null);
    -- each word is looked up in every type
    if cardinality(parts) > 10 then
      raise exception 'a search has ten words at most' using errcode = '22023', constraint = 'search_name', hint = 'leave some out';
    end if;
  end loop;
  if parts = '{}' then
    raise exception 'no words to look for' using errcode = '22023', constraint = 'search_name', hint = 'name one';
  end if;
  select v.p_values, v.place into p_values, whole from search_value(p_values, search_form(p_words)) v;
  -- the records by their keys, one by one: the planner does not know how many have all words
  opening := format('with %s, hits as materialized (select h1.id, %s as score from %s), found as materialized (
    select e.entity_id as id, e.entity_name as name, e.entity_type as type, e.entity_owner as owner, e.entity_deleted as removed,
      hits.score + case when search_form(e.entity_name) = %s then 100 else 0 end as score
    from hits cross join lateral (select * from entity where entity_id = hits.id and %s offset 0) e
    where e.entity_merged is null
      and (e.entity_deleted is null or $2 and (e.entity_type <> $3 or exists (select from person where person_id = e.entity_id)))
      and ($4 is null or e.entity_type = $4) and ($5 is null or e.entity_owner = $5)
      and ($6 is null or exists (select from member where member_grp = $6 and member_entity = e.entity_id))
      and ($7 is null or exists (select from development_tracking where development_tracking_entity = e.entity_id
        and development_tracking_stage = any ($7) and development_tracking_finished is null)))',
    array_to_string(parts, ', '), (select string_agg(format('h%s.score', n), ' + ') from generate_series(1, cardinality(parts)) n),
    'h1' || coalesce((select string_agg(format(' join h%1$s on h%1$s.id = h1.id', n), '' order by n)
      from generate_series(2, cardinality(parts)) n), ''), whole, seen_rule());
  contact := coalesce(nullif(array_to_string(contacts, ' or '), ''), 'false');
  city := coalesce(nullif(array_to_string(cities, ' or '), ''), 'false');
  query := coalesce(array_to_string(queries, ' || '), '');
  digits := format('array_remove(array[%s]::text[], null)', array_to_string(numbers, ', '));
end $$;
comment on function search_statement(text, boolean, text[]) is
  'The beginning of a statement that finds records; $2 removed ones too, $3 people, $4 type, $5 owner, $6 group, $7 stages';

create or replace function search_shown(p_contact text, p_city text, p_query text, p_digits text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- what was found elsewhere than in a name; the words of a text are cut out around the hit
  select format('(select string_agg(what, '', '') from (
      (select contact_point_value as what from contact_point where contact_point_entity = f.id and (%s) order by contact_point_id limit 2)
      union all (select address_city from address where address_entity = f.id and (%s) order by address_id limit 1)%s
      union all select own_shown(f.type, f.id, %s, %s)) shown)',
    p_contact, p_city, case when p_query <> '' then (
      select string_agg(format(' union all (select %s from %I where f.type = %s and %I = f.id and %s and %s @@ (%s))',
        search_headline(words, p_query), source, type, source || '_id', filled, expression, p_query), '')
      from search_types() t, search_text(source) where not is_own(source) and expression is not null) end,
    coalesce(nullif(p_query, ''), 'null'), p_digits)
$$;
comment on function search_shown(text, text, text, text) is 'SQL for what a record f was found by, other than its name';

create or replace function search_headline(p_words text, p_query text) returns text
language sql immutable
return format('ts_headline(''pg_catalog.simple'', %s, %s, ''StartSel="", StopSel="", MaxWords=12, MinWords=6'')', p_words, p_query);
comment on function search_headline(text, text) is 'SQL for the words of a text around a hit';
