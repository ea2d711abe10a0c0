-- Several copies of one form in one item: an untouched one beside a filled one, the form twice in one text. Only the packet's
-- snapshot tells which copy says something. Decides nothing about a slot: what is chosen goes through apply_reply.

create or replace function choose_copies(p_copies jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  sent packet;
  filled jsonb;
begin
  perform must_be_login('satchel_import');
  select p.* into sent from token join packet p on packet_id = token_packet
  where token_hid = p_copies -> 0 ->> 'token' and token_purpose = 'reply'
    and packet_hid = p_copies -> 0 ->> 'packet' and packet_snapshot is not null;
  if sent.packet_id is null then
    -- apply_reply says what is wrong with it
    return jsonb_build_object('states', true, 'replies', jsonb_build_array(p_copies -> 0));
  end if;
  -- what each copy says beyond its packet; of those that say the same the one with an id, of one draft the latest sending
  with said as (
    select at, copy, copy_says(sent, copy) as says from jsonb_array_elements(p_copies) with ordinality c (copy, at)
  ), once as (
    select distinct on (says) at, copy, says from said where says <> '{}' order by says, copy ->> 'id' is null, at
  )
  select coalesce(jsonb_agg(jsonb_build_object('copy', copy, 'says', says) order by at), '[]') into filled
  from once where not exists (
    select from said later where later.copy ->> 'draft' = once.copy ->> 'draft'
      and (later.copy ->> 'sequence')::integer > (once.copy ->> 'sequence')::integer);
  if jsonb_array_length(filled) = 0 then
    return jsonb_build_object('states', false, 'replies', (
      select jsonb_agg(copy) from (
        select copy from jsonb_array_elements(p_copies) with ordinality c (copy, at)
        where copy_says(sent, copy) = '{}' order by at limit 1) untouched));
  end if;
  if exists (
    select from jsonb_array_elements(filled) with ordinality a (one, at), jsonb_array_elements(filled) with ordinality b (one, at)
    where a.at < b.at and copies_differ(sent.packet_snapshot, a.one -> 'says', b.one -> 'says')
  ) then
    return jsonb_build_object('states', true, 'replies', (
      select jsonb_agg(one -> 'copy' || jsonb_build_object('copy', at) order by at)
      from jsonb_array_elements(filled) with ordinality f (one, at)));
  end if;
  return jsonb_build_object('states', true, 'replies', jsonb_build_array(coalesce((
      -- one that says all that the others say
      select one -> 'copy' from jsonb_array_elements(filled) with ordinality f (one, at)
      where not exists (select from jsonb_array_elements(filled) other where not one -> 'says' @> (other -> 'says'))
      order by at limit 1), copies_together(filled))));
end $$;
comment on function choose_copies(jsonb) is
  'Which of several copies of one packet count: {states, replies}. states: false where all came back as they were. replies: one; or those that disagree, each with its number as "copy", to be held';

create or replace function copy_says(p_sent packet, p_copy jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(jsonb_object_agg(case when slot like 'report/%' then regexp_replace(slot, '^report/[^/]+', 'report') else slot_name(slot) end, said)
    filter (where fault is not null or said is distinct from shown), '{}')
  from unnest(stated_of(p_sent, p_copy, coalesce(p_copy ->> 'draft', 'copy')))
  -- a line that has to be filled in and is not says nothing
  where not (value = 'null' and fault is not distinct from 'held required')
$$;
comment on function copy_says(packet, jsonb) is 'What a copy says beyond what its packet showed, by slot, in normal form';

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
