-- Records of every type, and their rows, in and out of files: the catalog of what files hold, pages of rows, and what is written of them.
-- All under the acting role. Types and fields come from the catalogs of records, so that a new table or column is in every file without
-- a further line.

create or replace function file_types()
returns table (type text, source name, part text, record_key name, entity_type text, columns text[], natural_key text[], sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- columns: what makes two rows without an id the same. Of a table with a natural key in the catalog it is that one, to the letter
  select case t.source when 'grp' then 'group' when 'contact_point' then 'contact' else own_word(t.source) end, t.source,
    t.part, case t.part when 'subtype' then t.source || '_id' else t.key end::name, case t.part when 'subtype' then t.source::text end,
    k.columns, case when t.natural_key = '{}' then null else t.natural_key end,
    -- a record comes before what names it, and its rows come last
    row_number() over (order by t.part = 'row', array_position('{product,grp,organization,person,deal,ticket}', t.source::text),
      array_position('{contact_point,address,deal_line,relationship,member,activity,participant}', t.source::text), t.source)::integer
  from record_tables() t
  left join (values ('organization'::name, '{entity_parent}'::text[]), ('product', '{}'), ('grp', '{grp_kind}'),
    ('deal', '{deal_party,deal_kind}'), ('ticket', '{ticket_party,ticket_contact}'),
    ('deal_line', '{deal_line_product,deal_line_text,deal_line_sort}'),
    ('relationship', '{relationship_right,relationship_kind,relationship_start}'), ('member', '{member_grp}'),
    ('activity', '{activity_kind,activity_subject,activity_start,activity_due,activity_parent}'), ('participant', '{participant_activity}'),
    ('address', '{address_line1,address_line2,address_city,address_region,address_postcode,address_country}'))
    k (source, columns) using (source)
  where t.part <> 'end' and t.is_loaded
$$;
comment on function file_types() is $$The types that files hold, in the order in which they are loaded: word, table, record or row of one, and what makes two of them the same
@query files/types @call fileTypes @column type checked @column source checked @column part checked @shape 'subtype' | 'row'
@column record_key checked @column sort checked$$;

create or replace function file_fields(p_type text) returns table (
  field text, label text, kind text, domain text, choices text[], refers name, required boolean, may_read boolean, may_write boolean,
  source name, attribute name, is_key boolean, sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  with about as (select * from file_types() t where t.type = p_type)
  select case f.field when 'grp' then 'group' else f.field end, f.label, f.kind, f.domain, f.choices, f.refers, f.required, f.may_read,
    f.may_write and f.kind <> 'file', f.source, f.attribute,
    f.attribute::text = any (about.columns), f.sort
  from about cross join lateral table_fields(about.source) f
  -- what the database keeps by itself is in no file
  where (f.kind <> 'file' or is_own(f.attribute))
    and f.attribute not in ('contact_point_verified', 'contact_point_bounced') and not exists (
    select from meta_fields where meta_fields_table = f.source and meta_fields_field = f.attribute
      and meta_fields_attribute = 'widget' and meta_fields_value = 'readonly')
  union all
  -- what every record has: its own number everywhere, the record above it, and whose it is
  select e.field, e.label, e.kind, null, null, e.refers, false, has_column_privilege('entity', e.attribute, 'select'),
    has_column_privilege('entity', e.attribute, 'insert'), 'entity', e.attribute, e.attribute::text = any (about.columns), e.sort
  from about cross join (values ('uuid', 'Uuid', 'text', null::name, 'entity_uuid'::name, 900),
    ('parent', 'Parent', 'record', 'entity', 'entity_parent', 901), ('owner', 'Owner', 'record', 'staff', 'entity_owner', 902))
    e (field, label, kind, refers, attribute, sort)
  where about.part = 'subtype'
  order by 13
$$;
comment on function file_fields(text) is $$The fields of a type of file, as the caller may read and write them; is_key: part of what makes two rows without an id the same
@query files/fields @call fileFields @param type A word of file_types() @column field checked @column label checked @column kind checked
@column required checked @column may_read checked @column may_write checked @column source checked @column attribute checked
@column is_key null @column sort checked$$;

create or replace function export_ids(p_type text) returns table (id bigint)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  about record;
begin
  select * into about from file_types() t where t.type = p_type;
  if about.part = 'subtype' then
    return query execute format('select %2$I from %1$I join entity on entity_id = %2$I '
      'where entity_deleted is null and entity_merged is null order by %3$I collate "C"',
      about.source, about.source || '_id', about.source || '_hid');
    return;
  end if;
  -- by their record, then in the order in which they came: the first number of a person stays the first. An activity may stand under a
  -- later one and comes in after it, so these go by what they say. A row whose other end was removed is in no file
  return query execute format('select %2$I from %1$I t join entity e on e.entity_id = t.%3$I
    where e.entity_deleted is null and e.entity_merged is null %4$s
    order by record_hid(e.entity_id) collate "C", e.entity_type, %5$s %2$I',
    about.source, about.source || '_id', about.record_key, coalesce((
      select string_agg(format('and exists (select from entity o where o.entity_id = t.%I and o.entity_deleted is null '
        'and o.entity_merged is null)', r.key), ' ') from record_tables() r where r.source = about.source and r.part = 'end'), '')
      || case when about.source = 'participant'
        then ' and exists (select from activity a join entity o on o.entity_id = a.activity_entity '
          'where a.activity_id = t.participant_activity and o.entity_deleted is null and o.entity_merged is null)' else '' end,
    case when about.source = 'activity' then '(select string_agg(f.value, chr(1) order by f.key) from jsonb_each_text(to_jsonb(t) '
      '- array[''activity_id'', ''activity_entity'', ''activity_with'', ''activity_staff'', ''activity_parent'', ''activity_kind'',
        ''activity_outcome'', ''activity_priority'', ''activity_created'', ''activity_creator'']) f) collate "C",
        activity_parent is not null,' else '' end);
end $$;
comment on function export_ids(text) is $$The rows of a type that the caller sees, in the order in which a file has them
@query files/ids @call exportIds @param type A word of file_types() @column id checked$$;

create or replace function export_rows(p_type text, p_ids jsonb) returns table (id bigint, said jsonb, addresses integer)
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  about record;
  content text;
  named text;
  ids bigint[];
begin
  select * into about from file_types() t where t.type = p_type;
  select string_agg(format('%L, %s', f.field, export_column(f.kind, f.domain, f.refers, f.attribute)), ', ' order by f.sort),
    string_agg(format('%s.%I', case when f.attribute like 'entity\_%' then 'e' else 't' end, f.attribute), ', ')
      filter (where f.kind = 'record')
  into content, named from file_fields(p_type) f where f.may_read;
  if named is not null then
    execute format('select array(select distinct named from jsonb_array_elements_text($1) j (value)
      cross join lateral (select * from %1$I where %2$I = value::bigint offset 0) t
      cross join lateral (select entity_parent, entity_owner from entity where entity_id = t.%3$I offset 0) e
      cross join lateral unnest(array[%4$s]::bigint[]) named where named is not null)',
      about.source, about.source || '_id', about.record_key, named) into ids using p_ids;
  end if;
  return query execute format('select i.id, jsonb_strip_nulls(jsonb_build_object(%1$s)), (select count(*)::integer from address
      where %5$L = ''subtype'' and address_entity = e.entity_id and (address_end is null or address_end >= current_date))
    from jsonb_array_elements_text($1) with ordinality j (value, place) cross join lateral (select value::bigint as id) i
    cross join lateral (select * from %2$I where %3$I = i.id offset 0) t
    cross join lateral (
      select entity_id, entity_uuid, entity_parent, entity_owner from entity where entity_id = t.%4$I offset 0) e order by j.place',
    content, about.source, about.source || '_id', about.record_key, about.part) using p_ids, file_names(coalesce(ids, '{}'));
end $$;
comment on function export_rows(text, jsonb) is $$Rows as a file has them: what they say by field, and how many addresses their record has
@query files/rows @call exportRows @param type A word of file_types() @param ids @shape number[] @column id checked
@column said checked @shape Record<string, string> @column addresses checked$$;

create or replace function export_reach(p_ids jsonb) returns table (id bigint, said jsonb)
language sql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  select i.id, jsonb_strip_nulls(jsonb_build_object('phone', phone, 'email', email, 'web', web, 'line1', a.address_line1,
    'line2', a.address_line2, 'postcode', a.address_postcode, 'city', a.address_city, 'region', a.address_region,
    'country', a.address_country))
  from jsonb_array_elements_text(p_ids) j (value) cross join lateral (select value::bigint as id) i
  left join lateral (
    select string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id)
        filter (where kind = 'phone') as phone,
      string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id) filter (where kind = 'email') as email,
      string_agg(contact_point_value, E'\n' order by contact_point_primary desc, contact_point_id) filter (where kind = 'web') as web
    from contact_point, lateral (select lookup_value(contact_point_kind) as kind offset 0) k where contact_point_entity = i.id) c on true
  left join lateral (
    select * from address where address_entity = i.id and (address_end is null or address_end >= current_date)
    order by lookup_value(address_kind) <> 'home', address_id limit 1) a on true
$$;
comment on function export_reach(jsonb) is $$How records are reached, in one row of a file: telephone numbers, e-mail and web addresses in lines, and the first address
@query files/reach @call exportReach @param ids @shape number[] @column id checked @column said checked @shape Record<string, string>$$;

create or replace function export_beside() returns table (what text, rows bigint)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  left_out record;
begin
  -- what the caller sees, and no file holds
  for left_out in select t.source, replace(t.source::text, '_', ' ') as words from record_tables() t
    where t.part = 'row' and not t.is_loaded and has_table_privilege(t.source::text, 'select') order by t.source
  loop
    return query execute format('select %L, count(*) from %I having count(*) > 0', left_out.words, left_out.source);
  end loop;
end $$;
comment on function export_beside() is $$What is in the database and in no file of an export of everything: what it is, and how many rows the caller sees
@query files/beside @call exportBeside @column what checked @column rows checked$$;

create or replace function load_rows(p_type text, p_rows jsonb, p_conflict text default 'keep')
returns table (line integer, outcome text, id bigint, record bigint, kept text[], held text[], faults jsonb, told text[])
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  page file_row[];
  asked jsonb := '{}';
begin
  if p_conflict is null or p_conflict not in ('hold', 'overwrite', 'keep') then
    raise exception 'on a conflict a load of rows holds, overwrites, or keeps' using errcode = '22023';
  end if;
  perform lock_load();
  page := file_read(p_type, p_rows);
  page := case when (select t.part from file_types() t where t.type = p_type) = 'subtype' then file_match_records(p_type, page)
    else file_match_rows(p_type, page) end;
  page := file_write(p_type, page, p_conflict = 'overwrite');
  perform file_remember(p_type, page);
  if p_conflict = 'hold' then
    asked := file_ask(p_type, page);
  end if;
  return query select r.line, r.outcome, r.id, r.record,
      array(select f from unnest(r.kept) f where not coalesce(asked -> r.line::text ? f, false)),
      array(select jsonb_array_elements_text(asked -> r.line::text)), r.faults, array_remove(r.told, 'due')
    from unnest(page) r order by r.line;
end $$;
comment on function load_rows(text, jsonb, text) is $$Loads a page of rows of any type; a value that differs from the current one is held for the office (fields of records), overwritten or kept. Per line new, filled, same, gone (removed here), unknown (names what is not there, or not yet), wait (an earlier row of the page is the same), fault
@query load/rows @call loadRows @param type A word of file_types() @param rows line, said and ids by field, uid, digest, place, taken, alone
@shape FileRows @param conflict @shape 'hold' | 'overwrite' | 'keep' @column outcome @shape 'new' | 'filled' | 'same' | 'gone' | 'unknown' | 'wait' | 'fault'
@column faults @shape { field?: string | null, fault: string, rule?: string | null }[] @column told @shape ('gone' | 'namesake' | 'alone')[]$$;

create or replace function file_disagreements(p_deals jsonb) returns table (deal bigint)
language sql stable security invoker set search_path = public, pg_temp
as $$ select id::bigint from jsonb_array_elements_text(p_deals) id where deal_disagreement(id::bigint) is not null $$;
comment on function file_disagreements(jsonb) is $$Those of some deals whose amount and lines do not agree, as they would be at the end of the transaction
@query load/disagreements @call disagreements @param deals @shape number[] @column deal checked$$;
