-- What a cell names, to the record that it means, and back: by its id, `type:id`, uuid, the key of another program, or a name that one
-- record alone has, all among what the acting role sees. A page's names are asked together.

create or replace function file_references(p_refers name, p_texts text[]) returns table (said text, id bigint, fault text)
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  sources name[] := array(select t.source from record_tables() t where t.part = 'subtype' and p_refers in (t.source, 'entity') order by 1);
  found text;
begin
  if sources = '{}' then
    -- a list with words of its own; a row without an id is named by nobody
    return query execute case when not exists (select from pg_attribute where attrelid = p_refers::text::regclass
      and attname = p_refers || '_hid') then 'select t, null::bigint, ''unknown'' from unnest($1) t'
      else format('select t, r.id, case when r.id is null then ''unknown'' end from unnest($1) t
        left join lateral (select %1$I as id from %2$I where %3$I = t offset 0) r on true',
        p_refers || '_id', p_refers, p_refers || '_hid') end
    using p_texts;
    return;
  end if;
  select string_agg(format('select t, 1, s.id from unnest($1) t cross join lateral (select %1$I as id from %2$I '
    'where %3$I = case when starts_with(t, %4$L) then substr(t, %5$s) else t end offset 0) s',
    source || '_id', source, source || '_hid', source || ':', length(source) + 2), ' union all ') into found from unnest(sources) source;
  return query execute 'with found (said, rank, id) as materialized (' || found || '
    union all select t, 2, s.entity_id from unnest($1) t
      cross join lateral (select entity_id from entity where entity_uuid = lower(t) offset 0) s
    union all select t, 3, s.stands from unnest($1) t cross join lateral load_known(''uid'', t, null) s
    union all select t, 4, s.entity_id from unnest($1) t cross join lateral (select entity_id from entity
      where entity_name = t and entity_deleted is null and entity_merged is null offset 0) s),
  stands as materialized (
    select f.said, f.rank, f.id, e.entity_deleted is not null as gone,
      case when e.entity_merged is null then e.entity_id else load_survivor(e.entity_id) end as stands
    from found f cross join lateral (select * from entity where entity_id = f.id offset 0) e
    where $2 = ''entity'' or exists (select from entity_type where entity_type_id = e.entity_type and entity_type_table = $2)),
  first as (select said, stands, id, gone, rank = min(rank) over (partition by said) as counts from stands where stands is not null)
  select t, case when count(distinct s.stands) = 1 and not bool_or(s.gone and s.id = s.stands) then min(s.stands) end,
    case when count(s.stands) = 0 then ''unknown'' when count(distinct s.stands) > 1 then ''ambiguous''
      when bool_or(s.gone and s.id = s.stands) then ''deleted'' end
  from (select t, null::bigint as stands, null::bigint as id, null::boolean as gone from unnest($1) t
    union all select said, stands, id, gone from first where counts) s
  group by t' using p_texts, p_refers;
end $$;
comment on function file_references(name, text[]) is
  'The records that texts of a file name, or why none is meant: unknown, ambiguous, deleted; p_refers: the table of the column';

create or replace function file_names(p_ids bigint[]) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  hids text;
  twins text;
  names jsonb;
begin
  -- by its key in each type, in one statement for a page of rows
  select string_agg(format('select s.id, s.hid, %1$L as type from unnest($1) i cross join lateral (
      select %2$I as id, %3$I as hid from %1$I where %2$I = i offset 0) s', source, source || '_id', source || '_hid'), ' union all '),
    string_agg(format('select s.hid from (select distinct hid from found) f cross join lateral (
      select %2$I as hid from %1$I where %2$I = f.hid offset 0) s', source, source || '_hid'), ' union all ')
  into hids, twins from record_tables() where part = 'subtype';
  execute format('with found as materialized (select f.* from (%s) f
      -- one that was removed is named by nobody
      cross join lateral (select from entity where entity_id = f.id and entity_deleted is null offset 0) e),
    -- the same number in two lists, as orders and goods often have, is told with its type
    shared as materialized (select hid from (%s) t group by hid having count(*) > 1)
    select coalesce(jsonb_object_agg(id, jsonb_build_object(''hid'', hid, ''typed'', case when shared.hid is null then found.hid
      else found.type || '':'' || found.hid end)), ''{}'') from found left join shared using (hid)', hids, twins)
  into names using p_ids;
  return names;
end $$;
comment on function file_names(bigint[]) is
  'What a file writes for records: {record: {hid, typed}}, typed with the type before it where two types have the human id; without those '
    'that are not seen or were removed';
