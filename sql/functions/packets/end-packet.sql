-- Second half of open_packet: the packet and its letter are written down.

create or replace function packet_end(
  p_begin jsonb, p_read jsonb, p_entity bigint, p_packet text, p_reply_token text, p_bounce_token text, p_address_token text,
  p_days integer, p_again boolean)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  made packet;
begin
  perform must_be_login('satchel_dispatch');
  if not p_again then
    -- held until this packet is committed: of two dispatches at once the second one sees what the first one sent
    perform lock_latch('dispatch');
    select * into made from packet
    where packet_id = packet_still_open(p_entity, (p_begin ->> 'staff')::bigint, p_begin ->> 'form_name');
    if found then
      return jsonb_build_object('open', made.packet_hid, 'mailto', made.packet_mailto,
        'issued', to_char(made.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'expires', to_char(made.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    end if;
  end if;
  insert into packet (packet_hid, packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form,
    packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator,
    packet_protection)
  select p_packet, coalesce(p_begin ->> 'kind', 'work'), p_entity, (p_begin ->> 'staff')::bigint, p_begin ->> 'role', p_begin ->> 'mailto',
    (p_begin ->> 'form')::bigint, p_begin ->> 'language', instance_epoch, (p_read ->> 'version')::integer, p_read -> 'slots',
    -- not cut to seconds: whether a letter left before or after a report decides which number it offered
    clock_timestamp(), date_trunc('second', clock_timestamp()) + make_interval(days => p_days), session_user,
    p_begin ->> 'protection'
  from instance
  returning * into made;
  if has_related(array[made.packet_form]) then
    perform fix_related(made.packet_id, made.packet_form, made.packet_snapshot);
  end if;
  insert into token (token_hid, token_purpose, token_packet, token_expires, token_limit) values
    (p_reply_token, 'reply', made.packet_id, made.packet_expires, 50),
    (p_bounce_token, 'bounce', made.packet_id, null, null);
  -- what answers a protected packet stands inside alone
  if made.packet_protection in ('pgp', 'passphrase') then
    insert into token (token_hid, token_purpose, token_packet, token_expires)
    values (p_address_token, 'address', made.packet_id, made.packet_expires);
  end if;
  return p_begin || p_read || jsonb_build_object('id', made.packet_id, 'epoch', made.packet_epoch,
    'issued', to_char(made.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'expires', to_char(made.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    -- one for all packets of a record to one recipient: a later letter moves the day in their calendar. It tells nothing.
    'calendar', (select left(encode(sha256(convert_to(entity_uuid || ' ' || made.packet_recipient, 'UTF8')), 'hex'), 32)
      from entity where entity_id = made.packet_entity));
end $$;
