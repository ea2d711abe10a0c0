-- Whose question an inquiry is.

create or replace function inquiry_is_of(p_inquiry text, p_record bigint) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  asked inquiry;
  made_ticket boolean := exists (select from ticket where ticket_id = p_record);
begin
  -- said once: of two that press at once, the second one finds that it is said
  update inquiry set inquiry_entity = case when made_ticket then inquiry_entity else p_record end,
    inquiry_ticket = case when made_ticket then p_record else inquiry_ticket end
  where inquiry_hid = p_inquiry and inquiry_message <> 'erased'
    and case when made_ticket then inquiry_ticket is null else inquiry_entity is null end;
  if found then
    return 'done';
  end if;
  select * into asked from inquiry where inquiry_hid = p_inquiry;
  return case when asked.inquiry_id is null then 'inquiry/not-known'
    when entity_survivor(case when made_ticket then asked.inquiry_ticket else asked.inquiry_entity end) = p_record then 'done'
    else 'inquiry/linked' end;
end $$;
comment on function inquiry_is_of(text, bigint) is 'Says that an inquiry is of a record, or became a ticket; done, or a problem';

create or replace function same_record(p_entity bigint) returns setof bigint
language sql stable security definer rows 2 set search_path = public, pg_temp
as $$
  with recursive same as (select p_entity as id union select entity_id from entity join same on entity_merged = id)
  select id from same
$$;
comment on function same_record(bigint) is 'A record, and those that were merged into it';
