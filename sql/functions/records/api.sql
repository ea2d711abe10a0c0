-- Records of every type: what may be said of them.

create or replace function record_fields(p_type text) returns table (
  type text, field text, label text, kind text, domain text, choices text[], refers name, required boolean, may_read boolean,
  may_write boolean, source name, attribute name, sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select entity_type_hid, f.* from entity_type, lateral table_fields(entity_type_table) f
  where entity_type_hid = (select record_type(p_type))
  order by f.sort
$$;
comment on function record_fields(text) is $$The fields of a type of record, as the caller may read and write them
@query records/fields @call recordFields @param type person, organisation, deal ... @column type checked @column field checked
@column label checked @column kind checked @column domain null @column choices null @column refers null @column required checked
@column may_read checked @column may_write checked @column source checked @column attribute checked @column sort checked$$;

create or replace function seen_entity(p_key text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  source name;
  hit bigint;
begin
  if has_table_privilege('deal', 'select') and has_table_privilege('ticket', 'select') then
    return find_entity(p_key);
  end if;
  -- some roles read records, and not those of every type
  select entity_id into hit from entity where entity_uuid = lower(p_key);
  for source in select r.source from record_tables() r where part = 'subtype' and has_table_privilege(r.source::text, 'select') loop
    exit when hit is not null;
    execute format('select %I from %I where lower(%I) = lower(btrim($1)) order by %3$I <> $1 limit 1', source || '_id', source,
      source || '_hid') into hit using p_key;
  end loop;
  return hit;
end $$;
comment on function seen_entity(text) is 'The record with this human id or uuid, of the types that the caller reads; as find_entity';

create or replace function named_records(p_key text) returns table (entity bigint, hid text, name text, type text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  exact bigint := seen_entity(p_key);
begin
  -- with the caller's rights: an id, else each record of that very name
  return query
    select e.entity_id, record_hid(e.entity_id), e.entity_name, entity_type_hid
    from entity e join entity_type on entity_type_id = entity_type
    where case when exact is not null then e.entity_id = exact else e.entity_name = one_spaced(p_key) and e.entity_deleted is null end
      and has_table_privilege(entity_type_table::text, 'select')
    order by e.entity_id limit 20;
end $$;
comment on function named_records(text) is $$The records that somebody means, by human id or uuid, else by exact name
@query records/named @call namedRecords @column entity checked @column hid null @column name checked @column type checked$$;

create or replace function record_slots(p_entity bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  form bigint := (select record_form(entity_type_hid) from entity join entity_type on entity_type_id = entity_type
    where entity_id = p_entity);
begin
  return read_slots(form, p_entity);
end $$;
comment on function record_slots(bigint) is $$The slots of a record as a command states them, with the caller's rights
@query records/slots @call recordSlots @column slots null @shape Record<string, unknown>$$;

create or replace function read_value(p_source name, p_field text, p_text text, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  said text := normal_text(p_text);
  f record;
  kept text;
  shown text;
begin
  select * into f from table_fields(p_source) t where t.field = p_field;
  if said is null then
    return '{"value": null}';
  elsif f.kind = 'choice' then
    shown := read_word(f.domain, f.choices, said);
    return case when shown is null then '{"fault": "not-a-choice"}' else jsonb_build_object('value', shown) end;
  elsif f.refers is not null then
    return read_reference(f.refers, said);
  elsif f.kind = 'boolean' and said !~* '^(yes|no|true|false)$' then
    return '{"fault": "not-a-choice"}';
  elsif f.kind in ('integer', 'number', 'money') and said !~ (case f.kind when 'integer' then '^-?[0-9]{1,15}$'
    else '^-?[0-9]{1,14}(\.[0-9]+)?$' end) then
    return '{"fault": "not-a-number"}';
  elsif f.kind = 'date' and (said !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' or not pg_input_is_date(said)) then
    return '{"fault": "not-a-date"}';
  elsif f.kind = 'time' and said !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:]{5,8}(Z|[+-][0-9:]{2,5})?)?$' then
    return '{"fault": "not-a-time"}';
  elsif is_own(f.attribute) and f.kind = 'web' then
    said := web_text(said);
  elsif is_own(f.attribute) and f.kind = 'place' then
    said := coalesce(place_text(said), said);
  elsif is_own(f.attribute) and f.attribute like '%\_currency' then
    said := upper(said);
  end if;
  kept := case when f.attribute like '%\_currency' then 'currency' else f.kind end;
  if is_own(f.attribute) and own_value_fault(kept, said) is not null then
    return jsonb_build_object('fault', own_value_fault(kept, said));
  elsif length(said) > 20000 then
    return '{"fault": "too-long"}';
  elsif f.kind = 'text' and said ~ E'[\n\r]' then
    return '{"fault": "one-line"}';
  elsif f.kind = 'text' and length(said) > 254 then
    -- as in files of people; names and contacts are indexed, and an index takes no longer ones
    return '{"fault": "line-too-long"}';
  end if;
  begin
    if f.kind = 'time' and said !~ '(Z|[+-][0-9:]{2,5})$' then
      said := (said::timestamp at time zone p_zone)::text;
    end if;
    execute format('select %s from (select $1::%s as %I) v', column_text(p_source, f.attribute, null, form_type_of(f.kind)), (
      select format_type(atttypid, atttypmod) from pg_attribute where attrelid = format('public.%I', p_source)::regclass
        and attname = f.attribute), f.attribute) into shown using said;
  exception when data_exception then
    return jsonb_build_object('fault', case f.kind when 'date' then 'not-a-date' when 'time' then 'not-a-time' else 'not-a-number' end);
  end;
  if f.kind in ('number', 'money') and shown::numeric <> said::numeric then
    return '{"fault": "too-many-decimals"}';
  end if;
  return jsonb_build_object('value', shown);
end $$;
comment on function read_value(name, text, text, text) is
  $$Reads one typed value for a field of a table: {value} as a form shows it, or {fault}
@query records/read-value @call readValue @param source Table @param field Name in commands @param text As typed
@param zone Time zone of times without one @column read checked @shape ReadValue$$;

create or replace function contact_fault(p_kind text, p_value text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select case when contact_valid(p_kind, p_value) then null when p_kind = 'phone' then phone_misfit(p_value) else 'not-an-email' end
$$;
comment on function contact_fault(text, text) is $$Why a contact point of a kind cannot hold a value; null where it can
@query records/contact-fault @call contactFault @column fault null$$;

create or replace function record_catalog(p_type text) returns table (
  type text, name text, label text, kind text, choices text[], refers name, required boolean, may_write boolean, source name, field text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  with meant as materialized (select record_type(p_type) as type),
  said as (
    select f.field as name, f.label, f.kind, f.choices, f.refers, f.required,
      f.may_write and (f.kind <> 'file' or is_own(f.attribute))
        and has_column_privilege(f.source::text, f.attribute::text, 'select') as may_write,
      f.source, f.field, 1 as part, f.sort
    from record_fields(p_type) f
    union all
    select f.field, f.label, f.kind, null, f.refers, f.required, f.may_write, 'entity', f.field, 1, 1000 + f.sort from place_fields() f
    union all
    -- each kind of a list is a name of its own: phone, email, web
    select choice, choice_label(lookup_name, lookup_labels), 'contact', null, null, false,
      kinds.may_write, 'contact_point', 'value', 2, nth::integer
    from table_fields('contact_point') kinds cross join lateral unnest(kinds.choices) with ordinality c (choice, nth)
    join lookup on lookup_domain = kinds.domain and lookup_value = choice where kinds.field = 'kind'
    union all
    select 'address.' || f.field, f.label, f.kind, f.choices, f.refers, false, f.may_write, 'address', f.field, 3, f.sort
    from table_fields('address') f where f.kind in ('text', 'choice', 'date') and f.attribute <> 'address_entity'
    union all
    -- rows that only this type has, such as the lines of a deal: line.quantity, and the row as a whole
    select rows.name || coalesce('.' || f.field, ''), coalesce(f.label, rows.name), coalesce(f.kind, 'rows'), f.choices, f.refers,
      coalesce(f.required, false), coalesce(f.may_write, has_table_privilege(rows.source, 'delete')), rows.source,
      coalesce(f.field, ''), 4, coalesce(f.sort, 0)
    from (select t.source, case when is_own(t.source) then own_word(t.source)
        else replace(substr(t.source, length(t.record) + 2), '_', '-') end as name from record_tables() t
      where (t.record = (select meant.type from meant) or t.record is null and is_own(t.source))
        and t.source in (select listed_tables(meant.type) from meant)) rows
    left join lateral (select * from table_fields(rows.source) f
      where (f.kind <> 'file' or is_own(f.attribute)) and f.attribute <> owner_column(f.source)
      union all select null, null, null, null, null, null, null, null, null, null, null, null) f on true)
  -- a column that is called as a kind of contact is: the column
  select meant.type, given.name, given.label, given.kind, given.choices, given.refers, given.required, given.may_write,
    given.source, given.field
  from meant cross join (select distinct on (said.name) * from said order by said.name, said.part) given where meant.type is not null
  order by given.part, given.sort
$$;
comment on function record_catalog(text) is $$What commands say of a record of a type, and whether the caller may write each
@query records/catalog @call recordCatalog @param type person, organisation, deal ... @column type checked @column name checked
@column label checked @column kind checked @column choices null @column refers null @column required checked @column may_write checked
@column source checked @column field checked$$;

create or replace function record_doubles(p_type text, p_name text, p_contacts text[]) returns table (hid text, name text, why text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- among those that the caller sees; a family shares its number, so a number alone makes no double
  with named as (
    select entity_id as id, 'same name' as why from entity join entity_type on entity_type_id = entity_type
    where entity_type_hid = record_type(p_type) and entity_deleted is null
      and entity_name ilike regexp_replace(p_name, '([\\%_])', '\\\1', 'g')),
  reached as (
    select distinct entity_id as id, 'same number or address' as why
    from unnest(p_contacts) given
    join contact_point on contact_point_normal = given
    join entity on entity_id = contact_point_entity and entity_deleted is null
    join entity_type on entity_type_id = entity_type and entity_type_hid = record_type(p_type)
    where string_to_array(same_words(entity_name), ' ') && string_to_array(same_words(p_name), ' '))
  select record_hid(id), entity_name, string_agg(found.why, ', ' order by found.why)
  from (select * from named union select * from reached) found join entity on entity_id = id group by id, entity_name order by id limit 10
$$;
comment on function record_doubles(text, text, text[]) is $$Records that may be the one that somebody is about to add
@query records/doubles @call recordDoubles @param contacts Numbers and addresses in normal form @column hid null @column name checked
@column why checked$$;

create or replace function normal_contact(p_kind text, p_value text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(normal_value('contact', p_kind, p_value, coalesce((select instance_calling_code from instance), '')), '')
$$;
comment on function normal_contact(text, text) is $$A number or address in normal form, as it is compared
@query records/normal-contact @call normalContact @column normal checked$$;

create or replace function record_hangs(p_entity bigint) returns table (what text, number bigint)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- with the caller's rights
  select what, count(*) from (
    select 'records that stand under it' as what from entity where entity_parent = p_entity and entity_deleted is null
    union all
    select 'open tasks' from activity where activity_entity = p_entity and activity_status in ('open', 'active')
    union all
    select 'deals that name it' from deal join entity on entity_id = deal_id and entity_deleted is null
    where p_entity in (deal_party, deal_contact, deal_campaign)
    union all
    select 'tickets that name it' from ticket join entity on entity_id = ticket_id and entity_deleted is null
    where p_entity in (ticket_party, ticket_contact)
    union all
    select 'members' from member where member_grp = p_entity) hung
  group by what order by what
$$;
comment on function record_hangs(bigint) is $$What hangs on a record that somebody is about to remove
@query records/hangs @call recordHangs @column what checked @column number checked$$;

create or replace function records_along(p_entity bigint) returns table (entity bigint, hid text, name text, type text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- as hand_over takes them
  select below.entity_id, record_hid(below.entity_id), below.entity_name, entity_type_hid
  from entity own join entity below on below.entity_path like own.entity_path || '_%'
    and below.entity_owner is not distinct from own.entity_owner
  join entity_type on entity_type_id = below.entity_type
  where own.entity_id = p_entity order by below.entity_id
$$;
comment on function records_along(bigint) is $$Records under a record that have the same owner: they are handed over with it
@query records/along @call recordsAlong @param entity Entity @column entity checked @column hid null Human id @column name checked
@column type checked$$;

-- Choices of the lists that fields take their values from. Nothing deletes one: records keep the word that they have.

create or replace function add_choice(p_list text, p_word text, p_name text) returns text
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  is_new boolean := not exists (select from lookup where lookup_domain = p_list);
begin
  -- a list of one's own begins with its first word; other interfaces take a list that is called as a table for that table
  if is_new and not (p_list ~ '^own-[a-z][a-z0-9-]{0,55}$' and p_list !~ '--|-$'
      and to_regclass(format('public.%I', replace(p_list, '-', '_'))) is null) then
    return 'no list';
  end if;
  insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_sort)
  select p_list || '/' || p_word, p_list, p_word, p_name, coalesce(max(lookup_sort), 0) + 1 from lookup where lookup_domain = p_list
  on conflict (lookup_hid) do nothing;
  return case when not found then 'there already' when is_new then 'new list' else 'added' end;
end $$;
comment on function add_choice(text, text, text) is $$Adds a choice to the end of a list, or begins a list of one's own with it: added, new list, there already, or no list
@query lookups/add @call addChoice @param list List @param word Word, small letters @param name Title @column result null
@shape 'added' | 'new list' | 'there already' | 'no list'$$;

create or replace function change_choice(p_choice text, p_was jsonb, p_wanted jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  found_row lookup;
  stands jsonb;
  kept jsonb;
  wanted jsonb;
begin
  select * into found_row from lookup where lookup_hid = p_choice for update;
  if found_row.lookup_id is null then
    return null;
  end if;
  stands := jsonb_build_object('name', found_row.lookup_name, 'sort', found_row.lookup_sort, 'active', found_row.lookup_active);
  -- what somebody else changed since the writer saw it stays as they left it
  select coalesce(jsonb_object_agg(key, stands -> key), '{}') into kept from jsonb_each(p_wanted)
  where stands -> key is distinct from p_was -> key and stands -> key is distinct from value;
  select coalesce(jsonb_object_agg(key, value), '{}') into wanted from jsonb_each(p_wanted)
  where not kept ? key and stands -> key is distinct from value;
  if wanted <> '{}' then
    update lookup set lookup_name = coalesce(wanted ->> 'name', lookup_name),
      lookup_sort = coalesce((wanted ->> 'sort')::integer, lookup_sort),
      lookup_active = coalesce((wanted ->> 'active')::boolean, lookup_active)
    where lookup_id = found_row.lookup_id;
  end if;
  return jsonb_build_object('changed', to_jsonb(array(select jsonb_object_keys(wanted))), 'kept', kept);
end $$;
comment on function change_choice(text, jsonb, jsonb) is $$Changes a choice of a list: name, sort and active, those that are named. A value that somebody else changed since is kept and told; null where there is none
@query lookups/change @call changeChoice @param choice Id, like outcome/busy @param was What the writer saw @shape ChoiceFields
@param wanted What shall be @shape ChoiceFields @column outcome null @shape { changed: string[], kept: ChoiceFields }$$;
