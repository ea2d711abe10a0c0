-- The part of a search that reads types and fields of one's own. One function of them all is made on a migrate: planned once a session,
-- while a search's own statement is planned each time, and would take the longer the more types there are.

create or replace function phone_digits(p_text text) returns text
language sql immutable parallel safe
-- a regular expression takes several times as long
return translate(p_text, translate(p_text, '0123456789', ''), '');
comment on function phone_digits(text) is 'The digits of a telephone number as it was typed';

create or replace function own_phones() returns table (type bigint, source name, attribute name)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select entity_type_id, entity_type_table, meta_fields_field::name
  from entity_type join meta_fields on meta_fields_table = entity_type_table
  where meta_fields_attribute = 'kind' and meta_fields_value = 'phone' and is_own(meta_fields_field::name) order by 1, 3
$$;
comment on function own_phones() is 'Fields of records, of one''s own, that hold a telephone number';

create or replace function own_digits(p_contacts text[]) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- the number is on file as it was typed, with the country's code or without: only what both have is looked for
  select '%' || digits || '%' from phone_digits(coalesce(replace(p_contacts[2],
    coalesce((select instance_calling_code from instance), ''), ''), p_contacts[1])) digits where length(digits) > 2
$$;
comment on function own_digits(text[]) is
  'A pattern of the digits of a number that is searched for, from its patterns among contacts; null for fewer than three';

-- made anew on a migrate where there are types or telephone numbers of one's own
create or replace function own_hits(p_id text, p_query tsquery, p_digits text) returns table (id bigint, score integer)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$ begin return; end $$;
comment on function own_hits(text, tsquery, text) is
  'Records of one''s own with a human id or with words, and records with a telephone number of one''s own that has these digits';

create or replace function make_own_hits() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  named text;
  reached text;
  may text := 'has_table_privilege(acting_role(), %L, ''select'')';
begin
  select string_agg(format('select %1$I, case when id_folded(%2$I) = p_id then 200 else 20 end from %3$I '
      'where (id_folded(%2$I) = p_id%4$s) and ' || may, source || '_id', source || '_hid', source,
      -- not every type has a field of words
      case when expression is not null then format(' or %s and %s @@ p_query', filled, expression) end, source), ' union all ')
  into named from record_tables() r, search_text(r.source) where part = 'subtype' and source like 'own\_%';
  select string_agg(format('select %I, 50 from %I where phone_digits(%I) like p_digits and ' || may, source || '_id', source, attribute,
    source), ' union all ')
  into reached from own_phones();
  if coalesce(named, reached) is not null then
    execute format('create or replace function own_hits(p_id text, p_query tsquery, p_digits text) '
      'returns table (id bigint, score integer) language plpgsql stable security invoker set search_path = public, pg_temp '
      -- by the indexes, also where the tables are small now
      'set plan_cache_mode = force_generic_plan set enable_seqscan = off as %L', format('begin %s %s end',
        'return query ' || named || ';', 'if p_digits is not null then return query ' || reached || '; end if;'));
  end if;
end $$;
comment on function make_own_hits() is 'Makes own_hits() of the types and fields that there are';

create or replace function own_shown(p_type bigint, p_id bigint, p_query tsquery, p_digits text[]) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name := (select entity_type_table from entity_type where entity_type_id = p_type);
  asked record;
  shown text;
begin
  if not has_table_privilege(acting_role(), source::text, 'select') then
    return null;
  end if;
  -- the number itself, rather than the words around it
  for asked in select p.attribute from own_phones() p where p.type = p_type and p_digits <> '{}' and shown is null loop
    execute format('select %1$I from %2$I where %3$I = $1 and phone_digits(%1$I) like any ($2)', asked.attribute, source, source || '_id')
    into shown using p_id, p_digits;
  end loop;
  if shown is null and is_own(source) and p_query is not null then
    select * into asked from search_text(source);
    if asked.expression is not null then
      execute format('select %s from %I where %I = $1 and %s and %s @@ $2', search_headline(asked.words, '$2'), source, source || '_id',
        asked.filled, asked.expression) into shown using p_id, p_query;
    end if;
  end if;
  return shown;
end $$;
comment on function own_shown(bigint, bigint, tsquery, text[]) is 'What a record was found by in a field of one''s own';
