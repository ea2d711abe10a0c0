-- From replies to statements: one row per slot with the value that the sender wants there, or the fault that line 1 of the
-- merge table refuses. The reply has the shape that core/import/read/reply-data.ts documents; nothing in it is believed.

create or replace function state_fields(p_replies batch_reply[])
returns table (place integer, turn integer, slot text, value jsonb, fault text, for_digest boolean, counts boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
    select r.place, nth::integer, 'field/' || name, v.value, case
        when f.form_field_id is null or not f.form_field_change then 'not-in-form'
        else kept_fault(coalesce(r.said -> 'doubts' ->> ('field/' || name), value_fault(f, v.value #>> '{}')), v.value <> 'null') end,
      true, true
    from unnest(p_replies) r
    cross join lateral jsonb_each(coalesce(r.said -> 'set', '{}')) with ordinality g (name, given, nth)
    cross join lateral (select coalesce(to_jsonb(normal_text(given #>> '{}')), 'null') as value offset 0) v
    left join form_field f on form_field_form = r.form and form_field_place = 'field' and form_field_name = name
    where r.outcome is null;
end $$;
comment on function state_fields(batch_reply[]) is
  'What replies state of single fields; fault: null, why it is refused, or "held" and why it waits';

create or replace function state_rows(p_replies batch_reply[])
returns table (place integer, turn integer, slot text, value jsonb, fault text, for_digest boolean, counts boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
    select r.place, 1000 + nth::integer, s.slot, v.value, case
        when f.form_field_id is null then 'not-in-form'
        when not is_shown and g.key !~ '^new-[a-z0-9-]{1,40}$' then 'other-record'
        when fields is null then case
          when is_shown and not f.form_field_drop or not is_shown and not f.form_field_add then 'not-allowed'
          -- a new record may be taken back as long as nobody has made it
          when f.form_field_through is not null and related_record(r.packet, s.slot) is not null then 'not-allowed' end
        when is_shown and not f.form_field_change or not is_shown and not f.form_field_add then 'not-allowed'
        when not names_only(r.form, 'row', collection, fields) then 'not-in-form'
        when unfit is not null then kept_fault(unfit,
          -- a choice alone, such as the kind of a number that was not written, is nothing to keep
          exists (select from jsonb_each_text(fields) w (name, written) join form_field on form_field_form = r.form
            and form_field_place = 'row' and form_field_collection = collection and form_field_name = w.name and form_field_choices = ''
            where normal_text(written) is not null)) end,
      true, true
    from unnest(p_replies) r
    join lateral (select * from packet where packet_id = r.packet offset 0) packet on true
    cross join lateral (
      select one ->> 'collection' as collection, one ->> 'row' as key, one -> 'fields' as fields, nth
      from jsonb_array_elements(coalesce(r.said -> 'rows', '[]')) with ordinality w (one, nth)
      union all
      select one ->> 'collection', one ->> 'row', null, 1000 + nth
      from jsonb_array_elements(coalesce(r.said -> 'drops', '[]')) with ordinality w (one, nth)) g
    -- a new row's key lives in its draft: the "new-1" of another copy of the form is another row
    cross join lateral (select concat_ws('/', 'row', collection, g.key)
      || case when g.key like 'new-%' then '/' || r.draft else '' end as slot offset 0) s
    left join form_field f on form_field_form = r.form and form_field_place = 'rows' and form_field_collection = collection
    cross join lateral (select packet_snapshot ? s.slot as is_shown, case when fields is null then 'null' else coalesce(nullif((
        select jsonb_object_agg(name, becomes) from jsonb_each_text(coalesce(packet_snapshot -> s.slot, '{}') || fields) w (name, written),
          lateral (select normal_text(written) as becomes offset 0) n where becomes is not null), '{}'), 'null') end as bare offset 0) b
    cross join lateral (select case when bare = 'null' or f.form_field_id is null then bare
      when f.form_field_table in ('contact_point', 'address') then with_kind(f, bare, packet_snapshot)
      else with_defaults(f, bare) end as value offset 0) v
    cross join lateral (select case when f.form_field_id is not null and fields is not null
      then coalesce(r.said -> 'doubts' ->> slot_name(s.slot), row_fault(r.form, collection, v.value)) end as unfit offset 0) u
    where r.outcome is null;
end $$;
comment on function state_rows(batch_reply[]) is 'What replies state of rows: the whole row as it is to be, null where it goes';

create or replace function state_reports(p_replies batch_reply[])
returns table (place integer, turn integer, slot text, value jsonb, fault text, for_digest boolean, counts boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  return query
    with told as materialized (
      select r.place, r.form, 'report/' || r.draft as slot, w.written, r.said -> 'doubts' as doubts, case when dated then r.day end as day,
        not dated or always as for_digest, dated as counts
      from unnest(p_replies) r
      cross join lateral (select jsonb_object_agg(name, becomes) as written from jsonb_each_text(r.said -> 'report') t (name, given),
        lateral (select normal_text(given) as becomes offset 0) n where becomes is not null offset 0) w
      -- With an id, the day of a receipt is no part of what makes two replies one.
      cross join lateral (select r.is_plain or w.written ? 'when' as always offset 0) a
      cross join lateral (select true as dated union all select false where not always) d
      where r.outcome is null and jsonb_typeof(r.said -> 'report') = 'object' and w.written is not null),
    given as materialized (
      select told.*, parts.fit, parts.unfit, parts.names from told cross join lateral (
        select jsonb_object_agg(name, case when type = 'place' then place_text(given) else given end)
            filter (where fault is null and given is not null) as fit,
          jsonb_object_agg(name, jsonb_build_array(given, fault)) filter (where fault is not null) as unfit,
          array_agg(name) as names
        from (
          select name, type, given, coalesce(unfit, case when to_column = 'activity_due' and given < max(given)
            filter (where to_column = 'activity_start' and unfit is null) over () then 'before-the-contact' end) as fault
          from form_field f cross join lateral (select form_field_name as name, form_field_type as type, form_field_column as to_column,
              coalesce(written ->> form_field_name, case when form_field_name = 'when' then day end) as given offset 0) s
          cross join lateral (select coalesce(doubts ->> ('report/' || name), value_fault(f, given)) as unfit offset 0) v
          where form_field_form = told.form and form_field_place = 'report' and form_field_change) checked offset 0) parts)
    -- the report itself holds what fits; what does not waits beside it under its own name, and never takes the rest with it
    select g.place, 3000, g.slot, coalesce(fit, '{}'), null, for_digest, g.counts from given g
    union all
    select g.place, 3001, g.slot || '/' || name, one -> 0, 'held ' || (one ->> 1), for_digest, g.counts
    from given g, jsonb_each(unfit) w (name, one)
    union all
    select g.place, 3002, g.slot || '/' || name, to_jsonb(said), 'not-in-form', for_digest, g.counts
    from given g, jsonb_each_text(written) w (name, said) where name <> all (coalesce(names, '{}'));
end $$;
comment on function state_reports(batch_reply[]) is 'What replies report: what fits, and each value that does not';

create or replace function wave_statements(p_replies batch_reply[]) returns batch_statement[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  result batch_statement[];
begin
  with types as materialized (
    select form, form_types(form) as types from (select distinct form from unnest(p_replies) where form is not null) f),
  said as materialized (
    select * from state_fields(p_replies) union all select * from state_rows(p_replies) union all select * from state_reports(p_replies))
  -- a value that the form showed says nothing new, so nothing is wrong with it either
  select coalesce(array_agg(row(r.place, turn, slot, value, wrong, case when wrong is null then normal else value end, shown,
    packet_snapshot -> slot, for_digest, counts, null, null, null, null, null)::batch_statement order by r.place, turn, slot), '{}')
  into result
  from unnest(p_replies) r join said on said.place = r.place join types on types.form = r.form
  join lateral (select * from packet where packet_id = r.packet offset 0) packet on true
  cross join lateral (select normal_slot(types, slot, value) as normal, normal_slot(types, slot, packet_snapshot -> slot) as shown
    offset 0) n
  cross join lateral (select case when not (packet_snapshot ? slot and normal = shown) then fault end as wrong offset 0) w;
  return result;
end $$;
comment on function wave_statements(batch_reply[]) is
  'What replies state, with the values in normal form beside those that their packets showed; fault: null, why a slot is refused, or '
    '"held" and why it waits as it was written';

create or replace function stated_of(p_sent packet, p_said jsonb, p_draft text) returns reply_statement[]
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(array_agg(row(slot, value, fault, said, shown)::reply_statement order by turn, slot), '{}')
  from unnest(wave_statements(array[jsonb_populate_record(null::batch_reply, jsonb_build_object('place', 1, 'said', p_said,
    'day', p_said ->> 'day', 'packet', p_sent.packet_id, 'form', p_sent.packet_form, 'draft', p_draft, 'is_plain', true))]))
$$;
comment on function stated_of(packet, jsonb, text) is 'What one reply to a packet would state';
