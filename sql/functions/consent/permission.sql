-- Whether an address may be written to, and a person; packets whose recipient said no are ended.

create or replace function may_write(p_mark text, p_purpose text) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  -- a no within ten minutes of the last yes wins: clocks and channels differ by that much
  select not exists (
    select from consent
    where consent_mark = p_mark and consent_purpose in ('all', p_purpose) and not consent_given
      and consent_received >= coalesce((
        select max(consent_received) - interval '10 minutes' from consent
        where consent_mark = p_mark and consent_purpose in ('all', p_purpose) and consent_evidence = 'strong'), '-infinity'))
$$;
comment on function may_write(text, text) is 'Half of the gate: whether the address with this mark is open, whoever has it';

create or replace function person_no(p_entity bigint, p_purpose text) returns timestamptz
language sql stable security definer set search_path = public, pg_temp
as $$
  with family as materialized (select * from record_family(p_entity)),
  said as materialized (
    select consent.* from consent
    where consent_entity in (select id from family) and consent_person and consent_purpose in ('all', p_purpose))
  select max(no.consent_received) from said no
  where not no.consent_given and not exists (
    -- a yes from before the merge was said for its own record: a merge ends no no
    select from said yes join family y on y.id = yes.consent_entity join family n on n.id = no.consent_entity and n.within = y.within
    where yes.consent_evidence = 'strong' and yes.consent_received - interval '10 minutes' > no.consent_received
      and yes.consent_received > greatest(y.since, n.since))
$$;
comment on function person_no(bigint, text) is
  'The other half: when a person said a no that still stands, at every address; null where none does';

create or replace function may_send(p_entity bigint, p_mark text, p_purpose text) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$ select coalesce(p_mark is not null and may_write(p_mark, p_purpose) and person_no(p_entity, p_purpose) is null, false) $$;
comment on function may_send(bigint, text, text) is
  'The gate that every letter goes through which nobody asked for: whether this person may be written to at the address with this mark';

create or replace function is_closed(p_mark text, p_entity bigint, p_purposes text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select bool_and(not may_write(p_mark, said) and (p_entity is null or person_no(p_entity, said) is not null)) from unnest(p_purposes) said
$$;
comment on function is_closed(text, bigint, text[]) is
  'Whether a no to each of these purposes holds already: at the address with this mark, and of the person where one is named';

create or replace function end_refused(p_limit integer) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  loop
    with due as (
      select letter_id, letter_packet from letter
      -- what answers somebody is no letter that nobody asked for
      where letter_status = 'queued' and letter_kind = 'packet'
        and (letter_next is null or letter_next <= clock_timestamp()) order by letter_id
      limit p_limit for update skip locked)
    update letter set letter_status = 'failed', letter_problem = 'consent/withdrawn'
    from due join packet on packet_id = due.letter_packet
    where letter.letter_id = due.letter_id and packet_gate is not null and not may_send(packet_entity, packet_gate, 'all');
    exit when not found;
  end loop;
end $$;
comment on function end_refused(integer) is
  'Ends those of the next letters to be sent that nobody asked for and somebody has said no to since they were queued';
