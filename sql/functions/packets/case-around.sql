-- The case of a packet: what belongs to the record. In plpgsql, which keeps its plans.

create or replace function case_relations(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('name', entity_name, 'kind', kind, 'since', since,
      'phone', (select contact_point_value from contact_point
        where contact_point_entity = entity_id and lookup_value(contact_point_kind) = 'phone'
        order by contact_point_primary desc, contact_point_id limit 1)) order by kind, entity_name, entity_id)
    from (
      select entity_id, entity_name, relationship_start as since,
        case when relationship_left = p_entity then relationship_type_forward else relationship_type_backward end as kind
      from relationship
      join relationship_type on relationship_type_id = relationship_kind
      -- one that the role does not see drops out here
      join entity on entity_id = case when relationship_left = p_entity then relationship_right else relationship_left end
      where (relationship_left = p_entity or relationship_right = p_entity) and entity_deleted is null
        and (relationship_end is null or relationship_end >= day_in(now(), p_zone))
      order by kind, entity_name, entity_id limit 20) related);
end $$;
comment on function case_relations(bigint, text) is 'Records that belong to a record, with a telephone number of theirs';

create or replace function case_stage(p_entity bigint) returns text
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (select string_agg(development_stage_name, ', ' order by development_stage_name)
    from development_tracking join development_stage on development_stage_id = development_tracking_stage
    where development_tracking_entity = p_entity and development_tracking_finished is null);
end $$;
comment on function case_stage(bigint) is 'The stages that a record is in';

create or replace function case_deals(p_entity bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('id', deal_hid, 'name', deal_name, 'stage', case_stage(deal_id),
      'amount', trim_scale(deal_worth(deal_id, deal_amount, deal_currency)) || ' ' || deal_currency,
      'expected', deal_expected) order by deal_expected, deal_id)
    from (
      select deal.* from deal join entity on entity_id = deal_id
      where (deal_party = p_entity or deal_contact = p_entity) and deal_closed is null and entity_deleted is null
      order by deal_expected, deal_id limit 20) open);
end $$;
comment on function case_deals(bigint) is 'Open deals with a record';

create or replace function case_tickets(p_entity bigint, p_zone text) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('id', ticket_hid, 'name', ticket_name, 'priority', lookup_value(ticket_priority),
      'stage', case_stage(ticket_id), 'opened', day_in(entity_created, p_zone)) order by ticket_id)
    from (
      select ticket.*, entity_created from ticket join entity on entity_id = ticket_id
      where (ticket_party = p_entity or ticket_contact = p_entity) and ticket_closed is null and entity_deleted is null
      order by ticket_id limit 20) open);
end $$;
comment on function case_tickets(bigint, text) is 'Open tickets of a record';

create or replace function case_files(p_entity bigint, p_bytes bigint) returns jsonb
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  file record;
  room bigint := p_bytes;
  result jsonb := '[]';
begin
  for file in
    select attachment_id, attachment_filename, coalesce(nullif(attachment_type, ''), 'application/octet-stream') as type,
      length(attachment_data) as size
    -- of a file in a field they get the name, with the field
    from attachment where attachment_entity = p_entity and attachment_field is null
    order by attachment_created desc, attachment_id desc limit 20
  loop
    -- the newest first; one that has no room left goes by its name alone
    result := result || jsonb_build_array(jsonb_build_object('name', file.attachment_filename, 'type', file.type,
      'size', file.size, 'data', case when file.size <= room then (
        select replace(encode(attachment_data, 'base64'), e'\n', '') from attachment where attachment_id = file.attachment_id) end));
    room := case when file.size <= room then room - file.size else room end;
  end loop;
  return result;
end $$;
comment on function case_files(bigint, bigint) is
  'Files of a record: with their bytes as far as these have room, the others by name and size';
