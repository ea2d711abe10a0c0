-- Items and runs. All for the login satchel_import; each function is one step of an item's life:
-- (file in the spool) -> receive_items: waiting -> try_items counts the attempt -> end_item(s): one final state, with the effect.
-- An item in quarantine waits until somebody of the office has seen it. Nothing is removed.

create or replace function begin_run(p_source text) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  perform must_be_login('satchel_import');
  -- a run that was killed is closed by the next one, with what it got done
  perform close_run(import_run_id, 'run/killed') from import_run where import_run_finished is null order by import_run_id;
  insert into import_run (import_run_started, import_run_source, import_run_by, import_run_before)
  select clock_timestamp(), p_source, acting_role(), count(*) from item where item_state = 'waiting'
  returning import_run_id into made;
  return made;
end $$;
comment on function begin_run(text) is $$Starts an import run; the caller holds the import lock
@query runs/begin @call beginRun @column run checked$$;

create or replace function receive_items(p_run bigint, p_channel text, p_trust text, p_items jsonb) returns table (hash text, state text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  perform must_be_login('satchel_import');
  insert into item (item_hid, item_channel, item_trust, item_size, item_received, item_pulled_run)
  select i.hash, p_channel, p_trust, i.size, least(coalesce(i.received, clock_timestamp()), clock_timestamp()), p_run
  from jsonb_to_recordset(p_items) i (hash text, size bigint, received timestamptz) order by i.received, i.hash
  on conflict (item_hid) do nothing;
  get diagnostics made = row_count;
  update import_run set import_run_pulled = import_run_pulled + made where import_run_id = p_run and made > 0;
  return query select item_hid, item_state from item
    where item_hid = any (array(select value ->> 'hash' from jsonb_array_elements(p_items)));
end $$;
comment on function receive_items(bigint, text, text, jsonb) is $$Records files of the spool as items, once each: [{hash, size, received}]; returns their states
@query items/receive-many @call receiveItems @param items @shape { hash: string, size: number, received: Date | null }[] @column hash checked
@column state checked @shape ItemState$$;

create or replace function waiting_items(p_after_received timestamptz, p_after bigint, p_limit integer)
returns table (item bigint, hash text, channel text, trust text, received timestamptz, attempts integer)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    select item_id, item_hid, item_channel, item_trust, item_received, item_attempts from item
    where item_state = 'waiting' and (p_after_received is null or (item_received, item_id) > (p_after_received, p_after))
    order by item_received, item_id limit p_limit;
end $$;
comment on function waiting_items(timestamptz, bigint, integer) is $$Waiting items by receipt, a page at a time
@query items/waiting @call waitingItems @param after_received null @param after null @column item checked @column hash checked
@column channel checked @shape Channel @column trust checked @column received checked @column attempts checked$$;

create or replace function try_items(p_items jsonb) returns table (item bigint, attempts integer)
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    update item set item_attempts = item_attempts + 1
    where item_id = any (array(select value::bigint from jsonb_array_elements(p_items))) and item_state = 'waiting'
    returning item_id, item_attempts;
end $$;
comment on function try_items(jsonb) is $$Counts an attempt before the work, so that an item that kills the program is detected; leaves out items that no longer wait
@query items/try-many @call tryItems @param items Their numbers @shape number[] @column item checked @column attempts checked$$;

create or replace function release_attempt(p_item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update item set item_attempts = item_attempts - 1 where item_id = p_item and item_state = 'waiting' and item_attempts > 0;
end $$;
comment on function release_attempt(bigint) is $$Uncounts an attempt that failed without a fault of the item
@query items/release-attempt @call releaseAttempt$$;

create or replace function end_item(p_item bigint, p_run bigint, p_state text, p_problem text, p_message text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update item set item_state = p_state, item_problem = p_problem, item_message = without_tokens(p_message),
    item_ended = clock_timestamp(), item_ended_run = p_run
  where item_id = p_item and item_state = 'waiting';
  return found;
end $$;
comment on function end_item(bigint, bigint, text, text, text) is $$Gives an item its final state, in the transaction that has its effect
@query items/end @call endItem @param state @shape ItemState @param problem null @param message null @column ended$$;

create or replace function note_part(p_item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update item set item_part = true where item_id = p_item and item_state = 'waiting';
end $$;
comment on function note_part(bigint) is $$Records that a part of an item is imported, in the transaction that puts the rest into quarantine
@query items/part @call notePart$$;

create or replace function end_items(p_run bigint, p_ends jsonb) returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ended bigint;
begin
  perform must_be_login('satchel_import');
  update item set item_state = e.state, item_problem = e.problem, item_message = without_tokens(e.message),
    item_ended = clock_timestamp(), item_ended_run = p_run
  from jsonb_to_recordset(p_ends) e (item bigint, state text, problem text, message text)
  where item_id = e.item and item_id = any (array(select (value ->> 'item')::bigint from jsonb_array_elements(p_ends)))
    and item_state = 'waiting';
  get diagnostics ended = row_count;
  return ended;
end $$;
comment on function end_items(bigint, jsonb) is $$Gives items their final state
@query items/end-many @call endItems @param ends @shape { item: number, state: ItemState, problem: string | null, message: string | null }[]
@column ended checked$$;

create or replace function retry_item(p_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- the caller holds the import lock, so a run that is still open was killed
  perform close_run(import_run_id, 'run/killed') from import_run where import_run_finished is null order by import_run_id;
  -- a new wait of the same item: it counts as waiting before the next run
  update item set item_state = 'waiting', item_attempts = 0, item_problem = null, item_message = null,
    item_ended = null, item_ended_run = null, item_seen = null, item_seer = null, item_waits = null
  where item_hid = p_hash and item_state = 'quarantined';
  return found;
end $$;
comment on function retry_item(text) is $$Sets a quarantined item to waiting again; false if it is not in quarantine
@query items/retry @call retryItem @column waiting$$;

create or replace function end_run(p_run bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  perform close_run(p_run, null);
end $$;
comment on function end_run(bigint) is $$Closes a run
@query runs/end @call endRun$$;

create or replace function run_balance(p_run bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- waiting before + pulled = ended in each state + waiting after
  select jsonb_build_object('run', import_run_id, 'source', import_run_source, 'started', import_run_started,
      'finished', import_run_finished, 'problem', import_run_problem,
      'before', import_run_before, 'pulled', import_run_pulled, 'after', import_run_after,
      'balanced', import_run_before + import_run_pulled = import_run_after
        + (select coalesce(sum(value::integer), 0) from jsonb_each_text(import_run_result)))
    || (select jsonb_object_agg(state, coalesce((import_run_result ->> state)::integer, 0))
      from unnest(array['imported', 'partly-held', 'held', 'repeat', 'refused', 'quarantined', 'noted', 'attached']) state)
  from import_run where import_run_id = p_run
$$;
comment on function run_balance(bigint) is $$The conservation line of a run: nothing lost, nothing counted twice
@query runs/balance @call runBalance @column balance checked @shape Balance$$;

create or replace function run_waits(p_run bigint) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select import_run_before + import_run_pulled from import_run where import_run_id = p_run);
end $$;
comment on function run_waits(bigint) is $$Items that a run has before it when all files are in
@query runs/waits @call runWaits @column items null Items$$;

create or replace function item_state(p_hash text) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select item_state from item where item_hid = p_hash);
end $$;
comment on function item_state(text) is $$State of an item by the hash of its bytes; null for an unknown one
@query items/state @call itemState @column state @shape ItemState$$;

create or replace function see_item(p_hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'the quarantine is for the office' using errcode = '42501';
  end if;
  update item set item_seen = clock_timestamp(), item_seer = acting_role()
  where item_hid = p_hash and item_state = 'quarantined' and item_seen is null;
  return found;
end $$;
comment on function see_item(text) is $$Removes an item in quarantine from the list of open work; false if it is not on the list
@query items/see @call seeItem @column seen$$;

create or replace function await_files(p_item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update item set item_waits = true where item_id = p_item and item_state = 'waiting' and item_waits is null;
end $$;
comment on function await_files(bigint) is $$Records that an item waits for its files: until they arrive, or for a day, there is nothing to import
@query items/await-files @call awaitFiles$$;

create or replace function files_missing(p_files jsonb) returns integer
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return (select count(*)::integer from jsonb_array_elements(p_files)
    where not exists (select from item where item_hid = value ->> 'item'));
end $$;
comment on function files_missing(jsonb) is $$The number of a submission's files that have not arrived yet
@query items/files-missing @call filesMissing @param files @shape Files @column missing$$;

create or replace function attach_files(p_item bigint, p_run bigint, p_files jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  named jsonb;
  upload bigint;
begin
  perform must_be_login('satchel_import');
  for named in select value from jsonb_array_elements(p_files) loop
    -- only what waits: nobody can claim a file that another submission has; that it is an upload the import has seen
    -- one that came alone is in quarantine, where it ended in its own run
    update item set item_state = 'attached', item_problem = null, item_message = null,
      item_ended = case when item_state = 'waiting' then clock_timestamp() else item_ended end,
      item_ended_run = case when item_state = 'waiting' then p_run else item_ended_run end
    where item_hid = named ->> 'item' and item_id <> p_item
      and (item_state = 'waiting' or item_state = 'quarantined' and item_problem = 'upload/alone')
    returning item_id into upload;
    if found then
      insert into item_file (item_file_item, item_file_upload, item_file_name, item_file_type, item_file_reply)
      values (p_item, upload, left(named ->> 'name', 255), left(named ->> 'type', 100),
        (select reply_id from reply where reply_item = p_item and reply_hid = named ->> 'reply'));
    end if;
  end loop;
end $$;
comment on function attach_files(bigint, bigint, jsonb) is $$Attaches waiting uploads to the submission that names them: [{item, name, type, reply}]
@query items/attach @call attachFiles @param files @shape Files$$;

create or replace function live_tokens(p_after text, p_limit integer) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query
    select token_hid from token left join packet on packet_id = token_packet
    where token_hid > p_after and (token_expires is null or token_expires > clock_timestamp())
      and token_purpose in ('reply', 'unsubscribe', 'form') and packet_status is distinct from 'erased'
    order by token_hid limit p_limit;
end $$;
comment on function live_tokens(text, integer) is $$Hashes of the live tokens, a page at a time, so that the intake can recognise them
@query tokens/live @call liveTokens @column hash checked$$;

create or replace function ended_items(p_hashes jsonb) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- quarantined ones too: their bytes are in the core's spool, and a person looks at them there
  return query select item_hid from item
    where item_hid in (select jsonb_array_elements_text(p_hashes)) and item_state <> 'waiting';
end $$;
comment on function ended_items(jsonb) is $$Those of these items that have their final state, and may be acknowledged to the intake
@query items/ended @call endedItems @param hashes @shape string[] @column hash checked$$;

create or replace function known_items(p_hashes jsonb) returns table (hash text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return query select item_hid from item where item_hid in (select jsonb_array_elements_text(p_hashes));
end $$;
comment on function known_items(jsonb) is $$Those of these items that the database knows
@query items/known @call knownItems @param hashes @shape string[] @column hash checked$$;

create or replace function next_pull() returns bigint
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  return nextval('pull_number');
end $$;
comment on function next_pull() is $$The number of the next pull; it only rises, so that an intake can recognise a copy of the core that was started by mistake
@query items/next-pull @call nextPull @column run$$;
