-- The work that waits for a person: held and refused changes, letters that could not be sent. Of refused changes those that
-- nobody has seen: the sender was told, and the office sees it until somebody says so.

create or replace function held_changes(p_reason text default null, p_change bigint default null, p_after bigint default null,
  p_limit integer default null)
returns table (change bigint, stamp text, entity bigint, entity_name text, slot text, believed jsonb, now jsonb, wanted jsonb,
  reason text, sender text, received timestamptz, packet text, doubt text, form_name text, form_version integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  return query
    select (c).change_id, change_stamp((c).change_id, state -> 'value'), (c).change_entity, e.entity_name, slot_name((c).change_slot),
      case when open then (c).change_believed end, case when open then state -> 'value' end, case when open then counted_value(c) end,
        (c).change_reason, s.entity_name, reply_received, coalesce(load_run_file, packet_hid),
      (c).change_doubt, f.form_name, f.form_version
    -- the state of a slot is read for the rows of the page alone
    from (select held as c from change held
      where held.change_outcome = 'held' and (coalesce(p_reason, '') = '' or held.change_reason = p_reason)
        and (coalesce(p_change, 0) = 0 or held.change_id = p_change) and held.change_id > coalesce(p_after, 0)
      order by held.change_id limit p_limit) picked
    join reply on reply_id = (c).change_reply
    join packet on packet_id = (c).change_packet join form f on f.form_id = packet_form
    join entity e on e.entity_id = (c).change_entity join entity s on s.entity_id = packet_recipient
    left join load_run on load_run_id = reply_load,
    -- a report whose note its writer made private since can be refused unread
    lateral (select slot_state(c) as state, (c).change_table is distinct from 'activity' or (c).change_row is null
      or activity_open((c).change_row) as open offset 0) t
    order by (c).change_id;
end $$;
comment on function held_changes(text, bigint, bigint, integer) is $$Held changes, oldest first
@query changes/held @call heldChanges @use people @param reason = Only with this reason @param change =0 Only this one
@param after =0 Only after this one @param limit =1000 How many @column change checked Change @column stamp checked Stamp
@column entity checked Entity @column entity_name checked Record @column slot checked Slot @column believed null The sender saw
@shape unknown @column now null Current value @shape unknown @column wanted null Wanted @shape unknown @column reason null Reason
@column sender checked Sender @column received checked Received @column packet checked Packet @column doubt null Reason why it cannot be stored
@column form_name checked Form @column form_version checked Version of the form$$;

create or replace function held_doubles(p_change bigint) returns table (hid text, name text, why text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  asked jsonb := record_asked(p_change);
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  return query
    select d.hid, d.name, d.why from record_doubles(asked ->> 'type', asked ->> 'name', '{}') d
    union all
    -- two forms, or two copies of one, that ask for the same
    select null, other ->> 'name', 'waits, too, as ' || change_id
    from change cross join lateral (select record_asked(change_id) as other offset 0) o
    where change_outcome = 'held' and change_table = asked ->> 'type' and change_slot like 'row/%/new-%' and change_id <> p_change
      and same_words(other ->> 'name') = same_words(asked ->> 'name');
end $$;
comment on function held_doubles(bigint) is $$Records that may be the one that a held change asks for, and other changes that ask for it
@query changes/doubles @call heldDoubles @column hid null @column name checked @column why checked$$;

create or replace function resolve_change(p_change bigint, p_decision text, p_stamp text, p_note text, p_mended jsonb default null)
  returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  planned jsonb;
  written jsonb;
  broken text;
begin
  if p_decision is null or p_decision not in ('accepted', 'refused') or p_decision = 'refused' and p_mended is not null then
    raise exception 'a held change is accepted or refused' using errcode = '22023';
  end if;
  begin
    planned := resolve_begin(p_change, p_stamp, p_decision = 'accepted', p_mended);
    if planned ? 'problem' then
      return planned;
    elsif p_decision = 'accepted' then
      -- under the deciding person's own role: it counts as their edit
      written := case when planned ? 'asked' then make_asked(planned) else write_rows(jsonb_build_array(planned)) end -> p_change::text;
      if jsonb_typeof(written) <> 'number' then
        raise exception 'the role may not change this row' using errcode = '42501';
      end if;
    end if;
  exception
    when unique_violation then
      get stacked diagnostics broken = constraint_name;
      if is_key(broken) then
        raise;
      end if;
      -- another row has come to hold the same: which of the two goes is for a person to say
      return '{"problem": "change/already-there"}';
    when data_exception or integrity_constraint_violation or no_data_found then
      return jsonb_build_object('problem', case when p_mended is null then 'change/value-needed' else 'change/value-wrong' end);
  end;
  return resolve_end(p_change, p_decision, p_note, written::bigint);
end $$;
comment on function resolve_change(bigint, text, text, text, jsonb) is $$Resolves a held change: id, accepted | refused, stamp from held_changes(), note, the corrected value. {problem: change/...} if nothing was changed: stale, already-there, no-report, value-needed, value-wrong
@query changes/resolve @call resolveChange @param decision accepted or refused @shape 'accepted' | 'refused'
@param mended the corrected value; null accepts it as it was written @shape unknown @column outcome checked @shape Refusal | ReplyOutcome$$;

create or replace function accepted_report(p_change bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'held changes are for the office' using errcode = '42501';
  end if;
  return (select jsonb_build_object('entity', activity_entity, 'activity', activity_id, 'files', (
      select coalesce(jsonb_agg(jsonb_build_object('item', item_hid, 'name', item_file_name, 'type', item_file_type)
        order by item_file_id), '[]')
      from item_file join item on item_id = item_file_upload where item_file_reply = change_reply))
    from change join activity on activity_id = change_row
    where change_id = p_change and change_table = 'activity' and change_slot like 'report/%' and not is_part(change_slot)
      and change_outcome = 'applied' and change_decision = 'accepted');
end $$;
comment on function accepted_report(bigint) is $$The activity that an accepted report became, and the files that its reply announces: {entity, activity, files}; null for any other change
@query changes/report-files @call acceptedReport @column report null Activity and files @shape AcceptedReport$$;

create or replace function keep_accepted_file(p_change bigint, p_name text, p_type text, p_data bytea) returns void
language sql security invoker set search_path = public, pg_temp
as $$
  -- as the report itself, under the deciding person's own role
  insert into attachment (attachment_entity, attachment_activity, attachment_filename, attachment_type, attachment_data)
  select (report ->> 'entity')::bigint, (report ->> 'activity')::bigint, file_name(p_name), left(p_type, 100), p_data
  from accepted_report(p_change) report where report is not null
$$;
comment on function keep_accepted_file(bigint, text, text, bytea) is $$Adds a file to the activity that an accepted report became
@query changes/keep-file @call keepAcceptedFile @param data The bytes of the file$$;

create or replace function refused_changes()
returns table (change bigint, entity_name text, slot text, wanted jsonb, reason text, sender text, received timestamptz, packet text,
  form_name text, form_version integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'refused changes are for the office' using errcode = '42501';
  end if;
  return query
    select c.change_id, e.entity_name, slot_name(c.change_slot),
      case when c.change_table is distinct from 'activity' or c.change_row is null or activity_open(c.change_row) then c.change_new end,
      c.change_reason, s.entity_name, reply_received, packet_hid, f.form_name, f.form_version
    from change c
    join reply on reply_id = c.change_reply
    join packet on packet_id = c.change_packet
    join form f on f.form_id = packet_form
    join entity e on e.entity_id = c.change_entity
    join entity s on s.entity_id = packet_recipient
    where c.change_outcome = 'refused' and c.change_decision is null and c.change_reason <> 'refused-by-office' and c.change_seen is null
      -- an editor or loader is told on the screen; and a value as the form showed it is not missing
      and packet_kind not in ('edit', 'load') and not (packet_snapshot ? c.change_slot and c.change_new = packet_snapshot -> c.change_slot)
    order by c.change_id;
end $$;
comment on function refused_changes() is $$Refused changes that nobody has seen yet, oldest first
@query changes/refused @call refusedChanges @use people @column change checked Change @column entity_name checked Record
@column slot checked Slot @column wanted null Wanted @shape unknown @column reason null Reason @column sender checked Sender
@column received checked Received @column packet checked Packet @column form_name checked Form @column form_version checked Version of the form$$;

create or replace function see_refused(p_changes bigint[]) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'refused changes are for the office' using errcode = '42501';
  end if;
  update change set change_seen = clock_timestamp(), change_seer = acting_role()
  where change_id = any (p_changes) and change_outcome = 'refused' and change_seen is null;
  return (select count(*) from change where change_id = any (p_changes) and change_outcome = 'refused');
end $$;
comment on function see_refused(bigint[]) is
  'Notes that these refused changes were seen; again changes nothing. Gives how many of them are refused changes';

create or replace function failed_letters()
  returns table (letter text, queued timestamptz, mailto text, kind text, packet text, problem text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  return query select 'letter-' || letter_id, letter_queued, letter_to, letter_kind, packet_hid, letter_problem
    from letter l left join packet on packet_id = letter_packet where letter_stuck(l) order by letter_id;
end $$;
comment on function failed_letters() is $$Failed letters that nobody has seen yet, oldest first
@query letters/failed @call failedLetters @use people @column letter checked Letter @column queued checked Queued @column mailto checked To
@column kind checked Kind @column packet null Packet @column problem null Problem$$;

create or replace function see_letter(p_letter bigint, p_again boolean) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  stuck letter;
begin
  if not is_office() then
    raise exception 'the outbox is for the office' using errcode = '42501';
  end if;
  select * into stuck from letter where letter_id = p_letter for update;
  if stuck.letter_id is null or not letter_stuck(stuck) then
    return 'not-stuck';
  elsif p_again and stuck.letter_bytes is null then
    return 'gone';
  elsif p_again then
    update letter set letter_status = 'queued', letter_problem = null, letter_attempts = 0,
      letter_next = null, letter_queued = clock_timestamp()
    where letter_id = p_letter;
  else
    update letter set letter_seen = clock_timestamp(), letter_seer = acting_role() where letter_id = p_letter;
  end if;
  return 'done';
end $$;
comment on function see_letter(bigint, boolean) is $$Closes a letter that could not be sent: it is retried, or a person has seen it. done, not-stuck, or gone (no bytes are left to send)
@query letters/see @call seeLetter @column became checked done, not-stuck, gone @shape 'done' | 'not-stuck' | 'gone'$$;
