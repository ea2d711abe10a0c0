-- The outcome of a reply, as the program and the letters report it.

create or replace function result_of(p_held bigint, p_taken bigint, p_refused bigint) returns text
language sql immutable
return case
  when p_held > 0 and (p_taken > 0 or p_refused > 0) then 'partly-held'
  when p_held > 0 then 'held'
  when p_refused > 0 and p_taken = 0 then 'refused'
  else 'imported' end;
comment on function result_of(bigint, bigint, bigint) is 'What became of a reply as a whole, from the numbers of its slots';

create or replace function reply_result(p_reply bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select result_of(count(*) filter (where change_outcome = 'held'), count(*) filter (where change_outcome in ('applied', 'same')),
      count(*) filter (where change_outcome = 'refused'))
    from change where change_reply = p_reply);
end $$;
comment on function reply_result(bigint) is 'What became of a reply as a whole, from its slots';

create or replace function reply_outcomes(p_replies bigint[]) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (with kinds as materialized (
    select * from slot_kinds(array(select distinct packet_form from reply
      join lateral (select * from packet where packet_id = reply_packet offset 0) packet on true where reply_id = any (p_replies))))
  select jsonb_object_agg(reply_id, jsonb_build_object('reply', reply_hid, 'reply_id', reply_id, 'packet', packet_hid,
    'packet_id', packet_id, 'epoch', packet_epoch, 'status', reply_status, 'mailto', packet_mailto, 'language', packet_language,
    'form_name', form_name, 'form_version', form_version, 'kind', packet_kind, 'later', reply_told is not null,
    'confirms', reply_confirms, 'guard', guard, 'about', case when tells then reply_about(reply_id, repeats) end,
    -- what a reply changes of its sender's language counts for the letter about it
    'speaks', case when packet_kind = 'self-update' then (select change_new #>> '{}' from change
      join form_field on form_field_form = packet_form and form_field_place = 'field' and form_field_column = 'person_language'
      where change_reply = reply_id and change_slot = 'field/' || form_field_name and change_outcome in ('applied', 'same')) end,
    'slots', coalesce((
      select jsonb_agg(jsonb_build_object('slot', slot_name(change_slot), 'reason', change_reason,
          -- a statement that says no more than the form was left as it was, also where a later reply counts
          'outcome', case when shown
            and normal_slot(types, change_slot, change_new) = normal_slot(types, change_slot, packet_snapshot -> change_slot)
            then 'untouched' else change_outcome end)
          || case when is_row then slot_entry(packet_snapshot, change_slot) || slot_purpose(packet_snapshot, change_slot) else '{}' end
          || slot_becomes(change_slot, change_new)
          || case when not is_row then '{}'
            when tells and (repeats or packet_snapshot ? change_slot) then jsonb_build_object('row', named)
            when tells or packet_kind = 'self-update' then slot_hint(packet_form, change_slot, named)
            else '{}' end
          -- by an earlier letter, or by the one about the reply that replaced it
          || case when change_slot = any (reply_told) or reply_told is not null
            and change_outcome = 'superseded' then '{"told": true}'::jsonb else '{}' end
          || case when change_outcome in ('held', 'refused')
            and change_reason in ('invalid', 'required', 'not-a-date', 'not-a-choice', 'too-long',
              'not-a-number', 'not-a-phone', 'two-phones', 'not-an-email', 'not-a-place', 'not-a-web-address', 'not-a-time',
              'not-a-decimal', 'not-a-currency', 'not-a-record')
              then slot_misfit(packet_form, change_slot, change_new) else '{}' end
          || case when change_outcome = 'held' and change_reason = 'lines-differ' and tells and repeats
            then deal_figures(reply_id, change_entity) else '{}' end
        order by coalesce(sort, 1000000), change_slot)
      from change left join kinds on of_form = packet_form and of_kind = slot_kind(change_slot),
        lateral (select change_slot like 'row/%' as is_row, change_outcome in ('superseded', 'refused') and change_decision is null
          and packet_snapshot ? change_slot as shown offset 0) s,
        lateral (select case when shown then form_types(packet_form) end as types offset 0) t,
        -- as the packet showed an entry, or as it was saved: what was typed and does not count is told nowhere
        lateral (select coalesce(nullif(packet_snapshot -> change_slot, 'null'),
          case when change_outcome in ('applied', 'same') then change_new end) as named) n
      where change_reply = reply_id), '[]')))
  from reply join lateral (select * from packet where packet_id = reply_packet offset 0) packet on true
  join form on form_id = packet_form,
    lateral (select letter_guard(packet_id) as guard offset 0) g,
    -- to a colleague whose letters are encrypted, or who gets them in the clear by choice
    lateral (select packet_kind <> 'self-update' and guard ->> 'protection' in ('pgp', 'plain') as tells offset 0) t,
    -- a word of a reply that came sealed travels in no letter that is in the clear
    lateral (select not reply_sealed or guard ->> 'protection' = 'pgp' as repeats) r
  where reply_id = any (p_replies));
end $$;
comment on function reply_outcomes(bigint[]) is
  'What acknowledgements tell, {reply: outcome}: slots, outcomes, reasons. Of values only how entries of lists are named and, about, '
    'whom and what a report was about, where the letter may tell it; to the person concerned a hint';

create or replace function reply_outcome(p_reply bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$ select reply_outcomes(array[p_reply]) -> p_reply::text $$;
comment on function reply_outcome(bigint) is 'What the acknowledgement of one reply tells';

create or replace function reply_about(p_reply bigint, p_report boolean) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- as the packet showed it: what the reply says of the name is told nowhere
  select jsonb_build_object('name', coalesce(nullif(record_name(of_table, shown), of_table), entity_name)) || coalesce((
    select jsonb_strip_nulls(jsonb_build_object(
      'outcome', max(change_new ->> form_field_name) filter (where form_field_column = 'activity_outcome'),
      'next', max(change_new ->> form_field_name) filter (where form_field_column = 'activity_next'),
      'due', max(change_new ->> form_field_name) filter (where form_field_column = 'activity_due')))
    from change join form_field on form_field_form = packet_form and form_field_place = 'report'
    where p_report and change_reply = reply_id and change_slot like 'report/%' and not is_part(change_slot)
      and change_outcome in ('applied', 'same', 'held')), '{}')
  from reply join packet on packet_id = reply_packet join entity on entity_id = entity_survivor(packet_entity), lateral (
    select coalesce(max(form_field_table::text), '') as of_table,
      jsonb_object_agg(form_field_column, packet_snapshot -> ('field/' || form_field_name)) as shown
    from form_field where form_field_form = packet_form and form_field_place = 'field') f
  where reply_id = p_reply and entity_deleted is null and not exists (select from change
    where change_reply = reply_id and change_reason in ('access-lost', 'record-deleted') and entity_survivor(change_entity) = entity_id)
$$;
comment on function reply_about(bigint, boolean) is
  'Whom a reply is about, and what its report says, where that may be repeated: {name, outcome, next, due}; null where its '
    'sender may not know it any more';

create or replace function slot_becomes(p_slot text, p_value jsonb) returns jsonb
language sql stable -- and no more, as jsonb_build_object is: so it becomes part of the statement that asks
return case when p_slot like 'report/%' then '{}'::jsonb
  else jsonb_build_object('becomes', case when p_value = 'null' then 'removed'
    when p_slot like 'row/%/new-%' then 'new' else 'changed' end) end;
comment on function slot_becomes(text, jsonb) is
  'What becomes of a slot that a reply states: {becomes: new | changed | removed}; of a report nothing';

create or replace function slot_entry(p_snapshot jsonb, p_slot text) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- in the order in which a form shows them: by the number of the row
  select coalesce((
    select jsonb_build_object('entry', entry) from (
      select key, row_number() over (order by substring(key from '[0-9]+$')::bigint) as entry
      from jsonb_object_keys(p_snapshot) key where p_slot like 'row/%' and key like 'row/%'
        and split_part(key, '/', 2) = split_part(p_slot, '/', 2)) shown
    where key = p_slot), '{}')
$$;
comment on function slot_entry(jsonb, text) is 'Which of the entries that a packet showed a slot is, counted from one: {entry}, or nothing';

create or replace function slot_purpose(p_snapshot jsonb, p_slot text) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- a purpose is a word of ours, and no value of the person
  select case when p_slot ~ '^row/[^/]+/o[0-9]+$' and p_snapshot -> p_slot ? 'purpose'
    then jsonb_build_object('purpose', p_snapshot -> p_slot ->> 'purpose') else '{}' end
$$;
comment on function slot_purpose(jsonb, text) is 'What an answer of an own form is about, as its packet showed it: {purpose}, or nothing';

create or replace function slot_misfit(p_form bigint, p_slot text, p_value jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce((
    select jsonb_build_object('misfit', jsonb_build_object('field', f.form_field_name, 'fault',
      case when said is null then 'empty' when value_fault(f, said) = 'too-long' then 'too-long' else 'form' end))
    from slot_fields(p_form, p_slot) f, lateral (
      select normal_text(case when p_slot like 'field/%' or is_part(p_slot) then p_value #>> '{}'
        else p_value ->> f.form_field_name end) as said) v
    -- of a report only a value by itself can be the one that does not fit
    where f.form_field_place <> 'rows' and (f.form_field_place <> 'report' or is_part(p_slot))
      and (value_fault(f, said) is not null or f.form_field_type = 'contact' and said is not null
        and not contact_valid(p_value ->> 'kind', said))
    order by f.form_field_sort limit 1), '{}')
$$;
comment on function slot_misfit(bigint, text, jsonb) is
  'Which field of a slot holds a value that does not fit, and how: {misfit: {field, fault}}, fault empty, '
  'too-long or form; never the value';

create or replace function slot_place(p_form bigint, p_slot text) returns integer
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(min(form_field_sort), 1000000) from slot_fields(p_form, regexp_replace(p_slot, '^(report/[^/]+)/.*$', '\1'))
  where form_field_place <> 'row'
$$;
comment on function slot_place(bigint, text) is 'Where a slot stands in its form, so that letters tell it in that order';
