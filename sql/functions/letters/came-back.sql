-- News of a letter after it went out: it came back, it is late, or its address was refused when it was handed over.

create or replace function is_bad_address(p_status text) returns boolean
language sql immutable
-- RFC 3463 and its registry: no such mailbox or domain, no address at all, ambiguous, moved away, a domain that takes no mail,
-- a mailbox that was closed. 5.1.7 and 5.1.8 speak of the sender, 5.1.0 says neither; a full mailbox or a filter, nothing.
return coalesce(p_status ~ '^5\.(1\.(1|2|3|4|6|10)|2\.1)$', false);
comment on function is_bad_address(text) is 'Whether a status (RFC 3463) says that the address of the recipient is no good';

create or replace function mark_address(p_mailto text, p_status text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if is_bad_address(p_status) then
    update contact_point set contact_point_bounced = clock_timestamp()
    where contact_point_normal = normal_mail(p_mailto) and contact_point_kind = lookup_find('contact-kind', 'email')
      and contact_point_bounced is null;
  end if;
end $$;
comment on function mark_address(text, text) is 'Marks an address as one that letters come back from, where the status says so';

create or replace function letter_came_back(p_packet bigint, p_status text, p_fate text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if p_fate = 'failed' then
    update letter set letter_bounced = clock_timestamp(), letter_bounce = p_status
    where letter_id = any (array(select packet_letters(array[p_packet])))
      -- a second report adds something only where it says more of the address
      and (letter_bounced is null or is_bad_address(p_status) and not is_bad_address(letter_bounce));
    perform mark_address((select packet_mailto from packet where packet_id = p_packet), p_status);
  elsif p_fate = 'delayed' then
    update letter set letter_delayed = clock_timestamp(), letter_delay = p_status
    where letter_id = any (array(select packet_letters(array[p_packet])));
  end if;
end $$;
comment on function letter_came_back(bigint, text, text) is
  'Notes what a report says of the letter of a packet: failed, delayed or delivered';

create or replace function answer_came_back(p_letter text, p_status text, p_fate text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if p_fate = 'failed' then
    update letter set letter_bounced = coalesce(letter_bounced, clock_timestamp()), letter_bounce = p_status where letter_hid = p_letter;
    perform mark_address((select letter_to from letter where letter_hid = p_letter), p_status);
  elsif p_fate = 'delayed' then
    update letter set letter_delayed = clock_timestamp(), letter_delay = p_status where letter_hid = p_letter;
  end if;
end $$;
comment on function answer_came_back(text, text, text) is 'Notes what a report says of the answer to an inquiry: failed or delayed';
