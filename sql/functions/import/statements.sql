-- From a reply to statements: one row per slot with the value that the sender wants there, or the fault that line 1 of the
-- merge table refuses. The reply has the shape that core/import/read/reply-data.ts documents; nothing in it is believed.

create or replace function reply_statements(p_form bigint, p_snapshot jsonb, p_reply jsonb, p_draft text)
returns table (slot text, value jsonb, fault text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  stated record;
  field form_field;
  doubts jsonb := coalesce(p_reply -> 'doubts', '{}');
begin
  for stated in select key as name, s.value as said from jsonb_each(coalesce(p_reply -> 'set', '{}')) s loop
    select * into field from form_field
    where form_field_form = p_form and form_field_place = 'field' and form_field_name = stated.name;
    slot := 'field/' || stated.name;
    value := coalesce(to_jsonb(normal_text(stated.said #>> '{}')), 'null');
    fault := case
      when field.form_field_id is null or not field.form_field_change then 'not-in-form'
      else kept_fault(coalesce(doubts ->> slot, value_fault(field, value #>> '{}')), value <> 'null') end;
    return next;
  end loop;
  for stated in
    select s.said ->> 'collection' as collection, s.said ->> 'row' as key, s.said -> 'fields' as fields
    from jsonb_array_elements(coalesce(p_reply -> 'rows', '[]')) s (said)
    union all
    select s.said ->> 'collection', s.said ->> 'row', null
    from jsonb_array_elements(coalesce(p_reply -> 'drops', '[]')) s (said)
  loop
    select * into field from form_field
    where form_field_form = p_form and form_field_place = 'rows' and form_field_collection = stated.collection;
    -- a new row's key lives in its draft: the "new-1" of another copy of the form is another row
    slot := 'row/' || stated.collection || '/' || stated.key || case when stated.key like 'new-%' then '/' || p_draft else '' end;
    value := case when stated.fields is null then 'null' else coalesce(nullif(
      (select jsonb_object_agg(key, normal_text(v)) from jsonb_each_text(coalesce(p_snapshot -> slot, '{}') || stated.fields) as g (key, v)
        where normal_text(v) is not null), '{}'), 'null') end;
    value := case when value = 'null' or field.form_field_id is null then value else with_kind(field, value, p_snapshot) end;
    fault := case
      when field.form_field_id is null then 'not-in-form'
      when not p_snapshot ? slot and stated.key !~ '^new-[a-z0-9-]{1,40}$' then 'other-record'
      when stated.fields is null then case
        when p_snapshot ? slot and not field.form_field_drop then 'not-allowed'
        when not p_snapshot ? slot and not field.form_field_add then 'not-allowed' end
      when p_snapshot ? slot and not field.form_field_change or not p_snapshot ? slot and not field.form_field_add then 'not-allowed'
      when not names_only(p_form, 'row', stated.collection, stated.fields) then 'not-in-form'
      else kept_fault(coalesce(doubts ->> slot_name(slot), row_fault(p_form, stated.collection, value)),
        -- a choice alone, such as the kind of a number that was not written, is nothing to keep
        exists (select from jsonb_each_text(stated.fields) s (name, said) join form_field on form_field_form = p_form
          and form_field_place = 'row'
          and form_field_collection = stated.collection and form_field_name = s.name and form_field_choices = ''
            where normal_text(s.said) is not null)) end;
    return next;
  end loop;
  if jsonb_typeof(p_reply -> 'report') = 'object' then
    return query select * from report_statements(p_form, p_reply, 'report/' || p_draft);
  end if;
end $$;
comment on function reply_statements(bigint, jsonb, jsonb, text) is
  'Statements of a reply to a packet with this form and snapshot; fault: null, why it is refused, or "held" and '
    'why it waits as it was written';

create or replace function report_statements(p_form bigint, p_reply jsonb, p_slot text) returns table (slot text, value jsonb, fault text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  said jsonb;
  fits jsonb := '{}';
  beside reply_statement[] := '{}';
  field form_field;
  given text;
begin
  select jsonb_object_agg(key, normal_text(v)) into said from jsonb_each_text(p_reply -> 'report') as g (key, v)
  where normal_text(v) is not null;
  if said is null then
    return;
  end if;
  for field in
    select * from form_field where form_field_form = p_form and form_field_place = 'report' and form_field_change
    order by form_field_column = 'activity_due', form_field_sort
  loop
    given := said ->> field.form_field_name;
    if field.form_field_name = 'when' and given is null then
      given := p_reply ->> 'day';
    end if;
    fault := coalesce(p_reply -> 'doubts' ->> ('report/' || field.form_field_name), value_fault(field, given),
      case when field.form_field_column = 'activity_due' and given < (select fits ->> form_field_name from form_field
        where form_field_form = p_form and form_field_place = 'report' and form_field_column = 'activity_start')
          then 'before-the-contact' end);
    if field.form_field_type = 'place' and fault is null then
      given := place_text(given);
    end if;
    if fault is not null then
      beside := beside || row(p_slot || '/' || field.form_field_name, to_jsonb(given), 'held ' || fault, null, null)::reply_statement;
    elsif given is not null then
      fits := fits || jsonb_build_object(field.form_field_name, given);
    end if;
  end loop;
  -- the report itself holds what fits; what does not waits beside it under its own name, and never takes the rest with it
  return query
    select p_slot, fits, null
    union all
    select s.slot, coalesce(s.value, 'null'), s.fault from unnest(beside) s
    union all
    select p_slot || '/' || key, to_jsonb(v), 'not-in-form' from jsonb_each_text(said) g (key, v)
    where not names_only(p_form, 'report', null, jsonb_build_object(key, v));
end $$;
comment on function report_statements(bigint, jsonb, text) is 'Statements of a report: what fits, and each value that does not';
