-- Which forms fit a record, and which of them is meant where nobody names one.

create or replace function forms_for(p_record text) returns table (form text, type text, is_usual boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  -- the form that is called as its type is the usual one, and of people the call report
  return query
    select distinct form_name, entity_type_hid, coalesce(record_type(form_name) = entity_type_hid, false)
      or entity_type_hid = 'person' and form_name = 'call-report'
    from entity join entity_type on entity_type_id = entity.entity_type
    left join form on form_type = entity_type_id and form_active
      -- a person's own form is for them alone
      and not exists (select from form_field where form_field_form = form_id and form_field_table = 'own_consent')
    where entity_id = entity_survivor(find_entity(p_record))
    order by 3 desc, 1;
end $$;
comment on function forms_for(text) is $$The forms that fit a record, the usual one of its type first; no row where there is no such record
@query forms/for-record @call formsFor @param record Human id or uuid @column form null None fits @column type checked @column is_usual checked$$;
