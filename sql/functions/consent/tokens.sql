-- Whom an unsubscribe or confirmation token is about.

create or replace function token_people(p_token text) returns table (id bigint, mark text, mailto text)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ticket token;
  sent packet;
begin
  -- locked, so that an erasure is either seen here or sees what is written here
  select * into ticket from token where token_hid = p_token for update;
  if ticket.token_purpose in ('unsubscribe', 'yes') then
    mark := ticket.token_mark;
    mailto := ticket.token_mailto;
    id := ticket.token_entity;
  elsif ticket.token_purpose in ('reply', 'form') then
    select * into sent from packet where packet_id = ticket.token_packet and packet_kind = 'self-update' and packet_status <> 'erased';
    mailto := sent.packet_mailto;
    id := sent.packet_entity;
  end if;
  if id is null then
    if mark is not null then
      return next;
    end if;
    return;
  end if;
  -- a letter that was made while records were one belongs to each of them, also when they are taken apart again
  return query
    with recursive members as (
      select token_people.id as member
      union select record_merge_lost from members join record_merge on record_merge_kept = member
      where ticket.token_made is null or ticket.token_made between record_merge_at and coalesce(record_merge_undone, 'infinity'))
    select member, token_people.mark, token_people.mailto from members order by member <> token_people.id, member;
end $$;
comment on function token_people(text) is
  'Whose letter a token came with: the record, and those that were one with it then; mark where the token has it, address. No row '
    'for one that is no person''s';

create or replace function people_at(p_mailto text) returns bigint[]
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(array_agg(distinct entity_id), '{}') from contact_point join entity on entity_id = entity_survivor(contact_point_entity)
  join person on person_id = entity_id
  where contact_point_kind = lookup_find('contact-kind', 'email') and contact_point_normal = normal_mail(p_mailto)
    and entity_deleted is null
$$;
