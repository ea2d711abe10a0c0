-- People from a file, a page of rows at a time: matched with the people who are there, what is empty is filled, nothing that
-- stands is overwritten unless that is asked for (conflicts.sql). All under the acting role, so row security and grants
-- decide. One statement per step, never one per row. A page is small beside tables that have grown since they were counted, perhaps by
-- this very file: no step reads a table through (enable_seqscan).
-- A load is undone as a whole, while nothing of it was changed, sent or pointed at since: from the audit, under its transaction.

create or replace function load_people(p_rows jsonb, p_conflict text default 'keep')
returns table (line integer, outcome text, kept text[], held text[], faults jsonb, told text[])
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  page load_row[] := '{}';
  same integer[];
  entities bigint[];
  hids text[];
  names text[];
  borns date[];
  overwrite boolean := p_conflict = 'overwrite';
begin
  if p_conflict is null or p_conflict not in ('hold', 'overwrite', 'keep') then
    raise exception 'on a conflict a load holds, overwrites, or keeps' using errcode = '22023';
  end if;
  -- two loads at once would each add the person that the other is adding
  perform lock_load();
  select array_agg(u.line), array_agg(u.entity), array_agg(u.hid), array_agg(u.name), array_agg(u.born)
  into same, entities, hids, names, borns from load_unchanged(p_rows) u;
  if cardinality(same) is distinct from jsonb_array_length(p_rows) then
    page := load_read(case when same is null then p_rows else load_others(p_rows, same) end);
    page := load_match(page, load_namesakes(page, same, names, borns));
    page := load_addresses(load_contacts(load_fill(load_add(page), overwrite)), overwrite);
    if p_conflict = 'hold' then
      page := load_hold(page);
    end if;
    perform load_remember(page);
  end if;
  return query
    with waiting as materialized (select r.line, r.hid, r.name from unnest(page) r where r.outcome = 'wait')
    select r.line, r.outcome, r.kept, r.held, r.faults, r.told from unnest(page) r
    union all
    -- an earlier row of the page may be about the same person, and write: then this one comes again, as any second row does
    select u.line, case when u.line > earlier.line or exists (
      select from waiting w where w.line < u.line and (w.hid = u.hid or w.name = u.name)) then 'wait' else 'same' end,
      '{}', null, '[]', null
    from unnest(same, entities, hids, names) u (line, entity, hid, name)
    left join (select r.entity, min(r.line) as line from unnest(page) r where r.entity is not null group by r.entity) earlier using (entity)
    order by 1;
end $$;
comment on function load_people(jsonb, text) is $$Loads a page of rows; a value that differs from the current one is held, overwritten or kept. Per line new, filled, same, gone (its record was removed), fault, or wait (an earlier row of the page is about the same person)
@query load/people @call loadPeople @param rows As load_row: line, hid, given, family ... contacts, address @shape LoadRows
@param conflict The treatment of values that differ from the current ones: hold, overwrite or keep @shape 'hold' | 'overwrite' | 'keep' @column outcome
@shape 'new' | 'filled' | 'same' | 'gone' | 'fault' | 'wait' @column faults
@shape { field?: string, column?: number, contact?: number, fault: string }[] @column told @shape ('gone' | 'namesake')[]$$;

create or replace function begin_load(p_file text, p_digest text, p_rows text[] default '{}') returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
  alike bigint[];
begin
  if my_staff() is null then
    raise exception 'only a staff member loads files' using errcode = '42501';
  end if;
  -- the same bytes, or the half of its rows at least: in another format, or with other rows beside them
  select array_agg(load_run_id) into alike from load_run
  where (load_run_by = acting_role() or is_office()) and (load_run_digest = p_digest or load_run_id in (
    select load_key_load from load_key where load_key_kind = 'row' and load_key_value = any (p_rows) group by load_key_load
    having 2 * count(*) >= cardinality(p_rows)
      and 2 * count(*) >= (select count(*) from load_key k where k.load_key_load = load_key.load_key_load and k.load_key_kind = 'row')));
  insert into load_run (load_run_tx, load_run_at, load_run_by, load_run_file, load_run_digest, load_run_new,
    load_run_filled, load_run_same, load_run_like)
  values (current_work(), clock_timestamp(), acting_role(), p_file, p_digest, 0, 0, 0,
    -- with what was itself such a file
    array(select load_run_id from load_run where load_run_id = any (alike) or (load_run_by = acting_role() or is_office())
      and load_run_like && alike order by 1))
  returning load_run_id into made;
  return made;
end $$;
comment on function begin_load(text, text, text[]) is $$Records the file that this transaction loads: name, SHA-256, digests of its rows
@query load/begin @call beginLoad @param file Its name, without a folder @param digest SHA-256 of its bytes
@param rows Digests of the contents of its rows @column load$$;

create or replace function end_load(p_new integer, p_filled integer, p_same integer, p_held integer) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if p_new + p_filled + p_held = 0 then
    delete from load_run where load_run_tx = (select current_work()) and not exists (select from reply where reply_load = load_run_id)
      and not exists (select from load_key where load_key_load = load_run_id);
    if found then
      return false;
    end if;
  end if;
  update load_run set load_run_new = p_new, load_run_filled = p_filled, load_run_same = p_same, load_run_held = p_held
  where load_run_tx = (select current_work());
  return found;
end $$;
comment on function end_load(integer, integer, integer, integer) is $$Records how many people of this transaction's file were new, had gaps filled, were the same, or raised a question; a known file that changed nothing is not recorded (false)
@query load/end @call endLoad @column noted$$;

create or replace function undo_load(p_run bigint, p_dry boolean) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  run load_run;
  news bigint[];
  asked bigint[];
  blocked jsonb;
begin
  if my_staff() is null then
    raise exception 'only a staff member takes a load back' using errcode = '42501';
  end if;
  perform lock_latch('load');
  select * into run from load_run where load_run_id = p_run and (load_run_by = acting_role() or is_office()) for update;
  if run.load_run_id is null then
    return jsonb_build_object('state', 'unknown');
  elsif run.load_run_undone is not null then
    return jsonb_build_object('state', 'undone');
  end if;
  news := array(select w.entity from load_wrote(run) w where w.source = 'entity' and w.made order by 1);
  perform from entity where entity_id in (select w.entity from load_wrote(run) w) order by entity_id for update;
  asked := array(select change_id from change join reply on reply_id = change_reply where reply_load = p_run
    and change_outcome = 'held' order by 1);
  -- a record that the acting role does not see is not named
  select jsonb_agg(distinct jsonb_build_object('record',
    case when is_office() or entity_owner = any (my_people()) or entity_path like my_path() || '%'
    then record_hid(b.entity) end, 'why', b.why)) into blocked
  from load_blocked(run) b left join entity on entity_id = b.entity;
  if blocked is not null or p_dry then
    return jsonb_build_object('state', case when blocked is null then 'free' else 'blocked' end, 'blocked', coalesce(blocked, '[]'),
      'removed', cardinality(news), 'restored', (select count(distinct w.entity) from load_wrote(run) w where w.entity <> all (news)),
      'asked', cardinality(asked));
  end if;
  perform load_take_back(run, news);
  update change set change_outcome = 'superseded', change_reason = 'load-undone', change_taken = false,
    change_new = 'null' where change_id = any (asked);
  update reply set reply_status = reply_result(reply_id), reply_hid = 'load-undone-' || reply_id where reply_load = p_run;
  delete from load_key where load_key_load = p_run;
  update load_run set load_run_undone = clock_timestamp(), load_run_undoer = acting_role() where load_run_id = p_run;
  return jsonb_build_object('state', 'done', 'blocked', '[]'::jsonb, 'removed', cardinality(news),
    'restored', (select count(distinct w.entity) from load_wrote(run) w where w.entity <> all (news)), 'asked', cardinality(asked));
end $$;
comment on function undo_load(bigint, boolean) is $$Undoes a load, all of it or nothing: {state: unknown, undone, blocked, free (dry), done; blocked: [{record, why}], removed, restored, asked}
@query load/undo @call undoLoad @param run Its number @param dry Only reports the effects @column undone checked
@shape { state: 'unknown' | 'undone' | 'blocked' | 'free' | 'done', blocked: { record: string | null, why: 'changed' | 'gone' | 'packet' |
   'referred' }[] = [], removed: number = 0, restored: number = 0, asked: number = 0 }$$;
