-- A load is taken back as a whole, while nothing of it was changed, sent or pointed at since: from the audit, under its transaction.

create or replace function load_wrote(p_run load_run) returns table (entity bigint, source name, number bigint, made boolean, before jsonb, after jsonb)
language sql stable security definer set search_path = public, pg_temp
as $$
  -- what each row held before the load, and what it wrote: the first word of a field before, the last one after
  select audit_entity, audit_table, audit_row, bool_or(audit_verb = 'insert'),
    (select jsonb_object_agg(key, value order by a.audit_id desc) from audit a join audit_content on audit_content_id = a.audit_id, jsonb_each(audit_content_old)
      where a.audit_id = any (array_agg(audit.audit_id))),
    (select jsonb_object_agg(key, value order by a.audit_id) from audit a join audit_content on audit_content_id = a.audit_id, jsonb_each(audit_content_new)
      where a.audit_id = any (array_agg(audit.audit_id)))
  from audit
  where audit_tx = p_run.load_run_tx and audit_at >= p_run.load_run_at and audit_table in ('entity', 'person', 'contact_point', 'address')
    -- numbers of transactions may come again after a restore
    and not exists (select from restore_run where restore_run_at between p_run.load_run_at and audit_at)
  group by audit_entity, audit_table, audit_row
$$;
comment on function load_wrote(load_run) is 'The rows that a load wrote, with what its fields held before and after';

create or replace function load_blocked(p_run load_run) returns table (entity bigint, why text)
language plpgsql stable security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  news bigint[] := array(select w.entity from load_wrote(p_run) w where w.source = 'entity' and w.made);
  touched bigint[] := array(select distinct w.entity from load_wrote(p_run) w);
  written record;
  stands boolean;
  link record;
begin
  -- of people whom it made, anything at all; of others the rows and fields that it wrote
  return query select distinct audit_entity, 'changed' from audit
    where audit_entity = any (news) and audit_tx <> p_run.load_run_tx and audit_at >= p_run.load_run_at;
  return query select e.entity_id, 'gone' from entity e
    where e.entity_id = any (touched) and (e.entity_deleted is not null or e.entity_merged is not null);
  for written in select * from load_wrote(p_run) w where w.source <> 'entity' and w.entity <> all (news) loop
    execute format('select to_jsonb(t) @> $1 from %1$I t where %2$I = $2', written.source, written.source || '_id')
    into stands using written.after, written.number;
    if stands is distinct from true then
      return query select written.entity, 'changed';
    end if;
  end loop;
  return query select distinct packet_entity, 'packet' from packet where packet_entity = any (news) and packet_kind <> 'load';
  return query select distinct change_entity, 'changed' from change join reply on reply_id = change_reply
    where reply_load = p_run.load_run_id and change_outcome = 'applied';
  for link in
    select conrelid::regclass::text as source, attname as field from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace and confrelid::regclass::text in (select t.source::text from record_tables() t where t.part = 'subtype' union values ('entity'))
      and conrelid::regclass::text not in ('packet', 'change', 'load_key', 'duplicate', 'acting')
      and not exists (select from record_tables() t where t.source::text = conrelid::regclass::text and t.key = attname and t.part <> 'end')
  loop
    return query execute format('select distinct %2$I, ''referred'' from %1$I where %2$I = any ($1)', link.source, link.field) using news;
  end loop;
  return query select distinct unnest(array[duplicate_left, duplicate_right]), 'referred' from duplicate
    where duplicate_status <> 'open' and (duplicate_left = any (news) or duplicate_right = any (news));
end $$;
comment on function load_blocked(load_run) is 'Why a load cannot be taken back: records that were changed, removed or merged, sent or referred to since';

create or replace function undo_load(p_run bigint, p_dry boolean) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  run load_run;
  news bigint[];
  asked bigint[];
  written record;
  columns text;
  blocked jsonb;
begin
  if my_staff() is null then
    raise exception 'only a staff member takes a load back' using errcode = '42501';
  end if;
  perform take_latch('load');
  select * into run from load_run where load_run_id = p_run and (load_run_by = acting_role() or is_office()) for update;
  if run.load_run_id is null then
    return jsonb_build_object('state', 'unknown');
  elsif run.load_run_undone is not null then
    return jsonb_build_object('state', 'undone');
  end if;
  news := array(select w.entity from load_wrote(run) w where w.source = 'entity' and w.made order by 1);
  perform from entity where entity_id in (select w.entity from load_wrote(run) w) order by entity_id for update;
  asked := array(select change_id from change join reply on reply_id = change_reply where reply_load = p_run and change_outcome = 'held' order by 1);
  -- a record that the acting role does not see is not named
  select jsonb_agg(distinct jsonb_build_object('record', case when is_office() or entity_owner = any (my_people()) or entity_path like my_path() || '%'
    then person_hid end, 'why', b.why)) into blocked
  from load_blocked(run) b left join entity on entity_id = b.entity left join person on person_id = b.entity;
  if blocked is not null or p_dry then
    return jsonb_build_object('state', case when blocked is null then 'free' else 'blocked' end, 'blocked', coalesce(blocked, '[]'),
      'removed', cardinality(news), 'restored', (select count(distinct w.entity) from load_wrote(run) w where w.entity <> all (news)), 'asked', cardinality(asked));
  end if;
  for written in select * from load_wrote(run) w where w.source <> 'entity' and w.entity <> all (news) loop
    if written.made then
      execute format('delete from %I where %I = $1', written.source, written.source || '_id') using written.number;
    else
      select string_agg(quote_ident(key), ', ') into columns from jsonb_object_keys(written.before) key;
      execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where %3$I = $2',
        written.source, columns, written.source || '_id') using written.before, written.number;
    end if;
  end loop;
  -- the people that it made stay as removed records, and give their ids back
  delete from duplicate where duplicate_status = 'open' and (duplicate_left = any (news) or duplicate_right = any (news));
  update entity set entity_deleted = clock_timestamp() where entity_id = any (news);
  update person set person_hid = 'P' || person_id || '-' || left(gen_random_uuid()::text, 8) where person_id = any (news);
  update change set change_outcome = 'superseded', change_reason = 'load-undone', change_taken = false, change_new = 'null' where change_id = any (asked);
  update reply set reply_status = reply_result(reply_id), reply_hid = 'load-undone-' || reply_id where reply_load = p_run;
  delete from load_key where load_key_load = p_run;
  update load_run set load_run_undone = clock_timestamp(), load_run_undoer = acting_role() where load_run_id = p_run;
  return jsonb_build_object('state', 'done', 'blocked', '[]'::jsonb, 'removed', cardinality(news),
    'restored', (select count(distinct w.entity) from load_wrote(run) w where w.entity <> all (news)), 'asked', cardinality(asked));
end $$;
comment on function undo_load(bigint, boolean) is 'Takes a load back, all of it or nothing: {state: unknown, undone, blocked, free (dry), done; blocked: [{record, why}], removed, restored, asked}';
