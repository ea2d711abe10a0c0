-- How the letters of a colleague are protected, and their phrase. An administrator says it; a colleague may make their own letters safer.

create or replace function staff_protecting(p_hid text, p_safer boolean) returns staff
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was staff;
begin
  -- a dispatch holds the row, too: a packet leaves either before the change or as it says
  select * into was from staff where staff_hid = lower(p_hid) for update;
  if not is_admin() and not (p_safer and was.staff_id is not null and was.staff_id is not distinct from my_staff()) then
    raise exception 'how letters are protected is for an administrator to say; a colleague may make their own safer'
      using errcode = '42501', constraint = 'staff_admin';
  end if;
  return was;
end $$;
comment on function staff_protecting(text, boolean) is
  'The row of a staff member whose protection changes, locked; null where there is none. Refused to who may not';

create or replace function staff_protected_keep() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
begin
  new.staff_protected := clock_timestamp();
  return new;
end $$;
comment on function staff_protected_keep() is 'Dates a change of protection, whatever makes it';

create or replace function staff_secrets(p_staff bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_build_object('protection', staff_protection, 'restored', staff_protection_restored,
    'packet_file', staff_packet_file, 'answer_links', staff_answer_links,
    'pgp_key', case staff_protection when 'pgp' then staff_pgp_key end,
    'phrase', case staff_protection when 'passphrase' then jsonb_build_object('key', encode(staff_phrase_key, 'base64'),
      'salt', encode(staff_phrase_salt, 'hex'), 'rounds', staff_phrase_rounds) end)
  from staff left join staff_phrase on staff_phrase_id = staff_id where staff_id = p_staff
$$;
comment on function staff_secrets(bigint) is
  'What seals the letters of a staff member, and what travels with them: {protection, pgp_key, phrase ...}';

create or replace function letter_guard(p_packet bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select jsonb_build_object('protection', how, 'pgp_key', case how when 'pgp' then staff_pgp_key end, 'packet', packet_hid,
    'language', packet_language)
  from packet left join staff on staff_id = packet_recipient, lateral (
    -- as it left, or as its recipient wants letters by now where it left plain; while nobody has chosen for them, numbers alone are told
    select case when coalesce(packet_protection, 'plain') <> 'plain' then packet_protection
      when staff_id is not null then coalesce(staff_protection, 'passphrase')
      else coalesce(packet_protection, 'passphrase') end as wanted) w, lateral (
    select case when wanted = 'pgp' and staff_pgp_confirmed is null then 'passphrase' else wanted end as how) h
  where packet_id = p_packet
$$;
comment on function letter_guard(bigint) is 'How letters about a packet are protected: {protection, pgp_key}';
