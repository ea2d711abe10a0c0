-- The rows that a load wrote, and the reasons why it cannot be undone.

create or replace function load_wrote(p_run load_run)
  returns table (entity bigint, source name, number bigint, made boolean, before jsonb, after jsonb)
language sql stable security definer set search_path = public, pg_temp
as $$
  -- the content of each row before the load and after it: the first entry of a field gives before, the last one after
  select audit_entity, audit_table, audit_row, bool_or(audit_verb = 'insert'),
    (select jsonb_object_agg(key, value order by a.audit_id desc) from audit a join audit_content on audit_content_id = a.audit_id,
      jsonb_each(audit_content_old)
      where a.audit_id = any (array_agg(audit.audit_id))),
    (select jsonb_object_agg(key, value order by a.audit_id) from audit a join audit_content on audit_content_id = a.audit_id,
      jsonb_each(audit_content_new)
      where a.audit_id = any (array_agg(audit.audit_id)))
  from audit
  where audit_tx = p_run.load_run_tx and audit_at >= p_run.load_run_at
    and (audit_table = 'entity' or audit_table in (select t.source from record_tables() t where t.is_loaded))
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
    select conrelid::regclass::text as source, attname as field from pg_constraint join pg_attribute on attrelid = conrelid
      and attnum = conkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace
      and confrelid::regclass::text in (select t.source::text from record_tables() t where t.part = 'subtype' union values ('entity'))
      and conrelid::regclass::text not in ('packet', 'change', 'load_key', 'duplicate')
      and not exists (select from record_tables() t where t.source::text = conrelid::regclass::text and t.key = attname and t.part <> 'end')
  loop
    -- by what came later: rows that this load made refer to each other
    return query execute format('select distinct %2$I, ''referred'' from %1$I where %2$I = any ($1) and %3$I <> all ($2)',
      link.source, link.field, link.source || '_id') using news, array(
        select w.number from load_wrote(p_run) w where w.source = link.source and w.made
        union all select unnest(news) where link.source = 'entity');
  end loop;
  return query select distinct unnest(array[duplicate_left, duplicate_right]), 'referred' from duplicate
    where duplicate_status <> 'open' and (duplicate_left = any (news) or duplicate_right = any (news));
end $$;
comment on function load_blocked(load_run) is
  'Why a load cannot be taken back: records that were changed, removed or merged, sent or referred to since';

create or replace function load_take_back(p_run load_run, p_news bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  written record;
  columns text;
begin
  -- rows of other records, and those that tie a new one to another; the last first, since one may stand under an earlier one
  for written in select * from load_wrote(p_run) w where w.source <> 'entity' and (w.entity <> all (p_news)
    or w.made and w.source in (select t.source from record_tables() t where t.part = 'end' union values ('participant')))
    order by number desc
  loop
    if written.made then
      execute format('delete from %I where %I = $1', written.source, written.source || '_id') using written.number;
    else
      select string_agg(quote_ident(key), ', ') into columns from jsonb_object_keys(written.before) key;
      execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1)) where %3$I = $2',
        written.source, columns, written.source || '_id') using written.before, written.number;
    end if;
  end loop;
  update entity set entity_parent = (w.before ->> 'entity_parent')::bigint from load_wrote(p_run) w
  where w.source = 'entity' and not w.made and w.before ? 'entity_parent' and entity_id = w.entity;
  -- the records that it made stay as removed ones, and give their ids back
  delete from duplicate where duplicate_status = 'open' and (duplicate_left = any (p_news) or duplicate_right = any (p_news));
  update entity set entity_deleted = clock_timestamp() where entity_id = any (p_news);
  for written in select t.source from record_tables() t where t.part = 'subtype' and t.is_loaded loop
    execute format('update %1$I set %2$I = upper(left(%1$L, 1)) || %3$I || ''-'' || left(gen_random_uuid()::text, 8) where %3$I = any ($1)',
      written.source, written.source || '_hid', written.source || '_id') using p_news;
  end loop;
end $$;
comment on function load_take_back(load_run, bigint[]) is
  'Puts back what a load wrote: rows and values of other records as they were, and the records that it made removed';
