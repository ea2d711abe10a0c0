-- Several copies of one form in one item: an untouched one beside a filled one, the form twice in one text. Only the packet's
-- snapshot tells which copy says something. Decides nothing about a slot: what is chosen goes through apply_reply.

create or replace function copy_says(p_sent packet, p_copy jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(jsonb_object_agg(case when slot like 'report/%' then regexp_replace(slot, '^report/[^/]+', 'report')
    else slot_name(slot) end, said)
    filter (where fault is not null or said is distinct from shown), '{}')
  from unnest(stated_of(p_sent, p_copy, coalesce(p_copy ->> 'draft', 'copy')))
  -- a line that has to be filled in and is not says nothing
  where not (value = 'null' and fault is not distinct from 'held required')
$$;
comment on function copy_says(packet, jsonb) is 'What a copy says beyond what its packet showed, by slot, in normal form';

create or replace function says_in_quotes(p_sent packet, p_reply jsonb) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce((p_reply -> 'quoted' ->> 'confirms')::boolean, false)
    or p_reply ? 'quoted' and copy_says(p_sent, p_reply -> 'quoted') <> '{}'
$$;
comment on function says_in_quotes(packet, jsonb) is
  'Whether what a reply says in quoted lines is more than its packet showed: others may have written it';

create or replace function copies_differ(p_shown jsonb, p_one jsonb, p_other jsonb) returns boolean
language sql immutable set search_path = public, pg_temp
as $$
  select exists (
    select from jsonb_each(p_one) one where p_other ? one.key and p_other -> one.key <> one.value
      -- a report or a new row may be filled in here and there, as long as no line of it says two things
      and not coalesce(jsonb_typeof(one.value) = 'object' and jsonb_typeof(p_other -> one.key) = 'object' and not p_shown ? one.key
        and one.value || (p_other -> one.key) = (p_other -> one.key) || one.value, false))
    -- a line of the report that fits in one, and not in the other
    or exists (select from jsonb_object_keys(p_one) name where name like 'report/%' and p_other -> 'report' ? substr(name, 8))
    or exists (select from jsonb_object_keys(p_other) name where name like 'report/%' and p_one -> 'report' ? substr(name, 8))
$$;
comment on function copies_differ(jsonb, jsonb, jsonb) is 'Whether two copies say different things of one slot';

create or replace function copies_together(p_filled jsonb) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- all that copies say which do not differ, as one reply without an id; what a copy only shows again is left out
  with filled as (
    select one -> 'copy' as copy, one -> 'says' as says, at from jsonb_array_elements(p_filled) with ordinality f (one, at)
  )
  select (select copy from filled order by at limit 1) || jsonb_build_object('id', null, 'draft', null, 'sequence', null,
    -- what proves one of them proves what they say together only where it proves the others, too
    'signer', (select case when bool_and(copy ? 'signer' and not copy ? 'quoted') and count(distinct copy ->> 'signer') = 1
      then min(copy ->> 'signer') end from filled),
    'sealed', (select bool_and(coalesce((copy ->> 'sealed')::boolean, false)) from filled),
    'set', coalesce((select jsonb_object_agg(key, value) from filled, jsonb_each(copy -> 'set') where says ? ('field/' || key)), '{}'),
    'rows', coalesce((select jsonb_agg(jsonb_build_object('collection', collection, 'row', row_name, 'fields', fields)) from (
      select line ->> 'collection' as collection, line ->> 'row' as row_name, jsonb_object_agg(field.key, field.value) as fields
      from filled, jsonb_array_elements(copy -> 'rows') line, jsonb_each(line -> 'fields') field
      where says ? concat_ws('/', 'row', line ->> 'collection', line ->> 'row') group by 1, 2) rows), '[]'),
    'drops', (select coalesce(jsonb_agg(distinct line), '[]') from filled, jsonb_array_elements(copy -> 'drops') line
      where says ? concat_ws('/', 'row', line ->> 'collection', line ->> 'row')),
    'report', (select jsonb_object_agg(key, value) from filled, jsonb_each(nullif(copy -> 'report', 'null'))),
    'doubts', (select coalesce(jsonb_object_agg(key, value), '{}') from filled, jsonb_each(copy -> 'doubts') where says ? key))
$$;
comment on function copies_together(jsonb) is 'One reply of several copies that do not differ: [{copy, says}]';
