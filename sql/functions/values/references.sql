-- References to records in forms: a column that names another record is shown as its human id and written as one. Their domain in
-- form_field is record/TABLE, that of a kind of relationship kind/relationship_type, that of a stage stage/PROCESS, that of a file
-- file/attachment; a list of words has a name without a slash.

create or replace function reference_domain(p_table name, p_column name) returns text
language sql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  -- of the row's own key and of the record that it belongs to a form says nothing: it is there already
  select case when is_subtype(target::name) or target = 'entity' then 'record/' || target
      when target = 'relationship_type' then 'kind/relationship_type' when target = 'attachment' then 'file/attachment' end
  from (select confrelid::regclass::text as target from pg_constraint join pg_attribute on attrelid = conrelid and conkey = array[attnum]
    where contype = 'f' and conrelid = to_regclass(format('public.%I', p_table)) and attname = p_column) f
  where p_table <> 'entity' and p_column <> p_table || '_id' and p_column <> owner_column(p_table)
$$;
comment on function reference_domain(name, name) is
  'The domain of a column that names a record, a kind of relationship or a file; null for any other';

create or replace function reference_text(p_domain text, p_id bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- The same under every role while packets are made and replies merged, or the two would see different values: the row holds the number
  -- of the record anyway. To a colleague's own session it tells no more than row security does.
  return case when p_id is null then null
    when p_domain like 'record/%' and session_user not in ('satchel_dispatch', 'satchel_import') and not is_office()
      and not pg_has_role(acting_role(), 'satchel_owner', 'member') and not record_seen(p_id) then null
    when p_domain = 'kind/relationship_type' then (select relationship_type_hid from relationship_type where relationship_type_id = p_id)
    when p_domain like 'stage/%' then (select development_stage_hid from development_stage where development_stage_id = p_id)
    else record_hid(p_id) end;
end $$;
comment on function reference_text(text, bigint) is 'A reference as a packet shows it: the human id of what it names';

create or replace function reference_is(p_domain text, p_text text, p_id bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- also by the id that it had before it was merged
  return case when p_text is null or p_id is null then p_text is null and p_id is null
    when id_folded(reference_text(p_domain, p_id)) = id_folded(p_text) then true
    when p_domain not like 'record/%' then false
    else exists (select from record_family(p_id) where id_folded(reference_text(p_domain, id)) = id_folded(p_text)) end;
end $$;
comment on function reference_is(text, text, bigint) is 'Whether a written reference means this record';

create or replace function reference_survivor(p_id bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select entity_survivor(p_id) $$;
comment on function reference_survivor(bigint) is 'The record that one became; its caller asks row security for it';

create or replace function reference_find(p_domain text, p_text text, p_now bigint) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  source name;
  hit bigint;
  ids text[] := array[btrim(p_text), upper(btrim(p_text)), upper(replace(btrim(p_text), '-', ''))];
begin
  -- With the caller's rights: of a record that they do not see they learn no more than of one that is not there.
  if p_text is null then
    return null;
  elsif p_now is not null and reference_is(p_domain, p_text, p_now) then
    return p_now;
  elsif p_domain = 'kind/relationship_type' then
    select relationship_type_id into hit from relationship_type where relationship_type_hid = p_text;
  elsif p_domain like 'stage/%' then
    select development_stage_id into hit from development_stage
    join development_process on development_process_id = development_stage_process
    where development_stage_hid = p_text and development_process_hid = split_part(p_domain, '/', 2);
  else
    for source in
      select r.source from record_tables() r where part = 'subtype' and split_part(p_domain, '/', 2) in (r.source, 'entity') order by 1
    loop
      execute format('select %I from %I where %I = any ($1) order by array_position($1, %3$I) limit 1', source || '_id', source,
        source || '_hid') into hit using ids;
      exit when hit is not null;
    end loop;
    select entity_id into hit from entity where entity_id = reference_survivor(hit) and entity_deleted is null;
  end if;
  if hit is null then
    raise exception 'there is no such record, or none that you see' using errcode = 'P0002';
  end if;
  return hit;
end $$;
comment on function reference_find(text, text, bigint) is
  'The record that a written human id names, or the one that it was merged into; p_now: the one that the row names already. Raises '
    'no_data_found where there is none that the caller sees';
