-- References that a row may have: both ends of a relation, attachments of activities, rows that the writer sees.

create or replace function relationship_check() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform from relationship_type
  where relationship_type_id = new.relationship_kind
    and (relationship_type_left is null
      or relationship_type_left = (select entity_type from entity where entity_id = new.relationship_left))
    and (relationship_type_right is null
      or relationship_type_right = (select entity_type from entity where entity_id = new.relationship_right));
  if not found then
    raise exception 'this kind of relationship does not join records of these types'
      using errcode = '23514', constraint = 'relationship_ends';
  end if;
  return null;
end $$;

create or replace function attachment_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  new.attachment_size := length(new.attachment_data);
  new.attachment_digest := encode(sha256(new.attachment_data), 'hex');
  new.attachment_created := case when tg_op = 'INSERT' then clock_timestamp() else old.attachment_created end;
  new.attachment_creator := case when tg_op = 'INSERT' then acting_role() else old.attachment_creator end;
  -- a file of a field is another one when the field is written; a merge moves it with its record
  if tg_op = 'UPDATE' and not pg_has_role(acting_role(), 'satchel_owner', 'member')
    and (new.attachment_field is distinct from old.attachment_field or old.attachment_field is not null and (
      not (new.attachment_entity = old.attachment_entity or is_office() and exists (select from record_merge
        where least(record_merge_kept, record_merge_lost) = least(new.attachment_entity, old.attachment_entity)
          and greatest(record_merge_kept, record_merge_lost) = greatest(new.attachment_entity, old.attachment_entity)
          and record_merge_undone is null))
      or (new.attachment_filename, new.attachment_type, new.attachment_digest, new.attachment_activity)
        is distinct from (old.attachment_filename, old.attachment_type, old.attachment_digest, old.attachment_activity))) then
    raise exception 'a file of a field is changed with its field' using errcode = '42501';
  end if;
  if tg_op = 'UPDATE' and (new.attachment_entity, new.attachment_activity) is distinct from (old.attachment_entity, old.attachment_activity)
    and old.attachment_creator <> acting_role() and not is_office() and not pg_has_role(acting_role(), 'satchel_manager', 'member')
    and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    raise exception 'a colleague''s file is moved by that colleague, a manager or the office' using errcode = '42501';
  end if;
  return new;
end $$;

create or replace function into_private() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  noted bigint := (to_jsonb(new) ->> (tg_table_name || '_activity'))::bigint;
begin
  -- a private note hides what is kept with it: what was there for others to see does not go below one
  if exists (select from activity where activity_id = noted and activity_private)
    and to_jsonb(old) ->> (tg_table_name || '_creator') is distinct from acting_role()
    and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    raise exception 'nothing of a colleague''s is moved to a private note' using errcode = '42501';
  end if;
  return new;
end $$;

create or replace function reference_keep() returns trigger
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  given jsonb := to_jsonb(new);
  before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  seen boolean;
begin
  -- A foreign key looks past row security, and so tells which rows there are. Arguments: column, table that it points into, rule ...
  for i in 0..tg_nargs - 3 by 3 loop
    if given ->> tg_argv[i] is not null and given -> tg_argv[i] is distinct from before -> tg_argv[i]
      and row_security_active(tg_argv[i + 1]) then
      if tg_argv[i + 1] = 'entity' then
        seen := entity_seen((given ->> tg_argv[i])::bigint); -- the common ones, whose plans are kept: a load asks them for each record
      elsif tg_argv[i + 1] = 'staff' then
        seen := staff_seen((given ->> tg_argv[i])::bigint);
      else
        execute format('select exists (select from %I where %I = $1)', tg_argv[i + 1], tg_argv[i + 1] || '_id')
        into seen using (given ->> tg_argv[i])::bigint;
      end if;
      if not seen then
        raise exception 'what % names is not there, or not yours to see', tg_argv[i]
          using errcode = '42501', table = tg_table_name, column = tg_argv[i], constraint = tg_argv[i + 2];
      end if;
    end if;
  end loop;
  return new;
end $$;

-- made anew on a migrate where there are fields of one's own that name a record
create or replace function own_naming(p_entity bigint) returns table (entity bigint, name text, label text)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$ begin return; end $$;
comment on function own_naming(bigint) is
  'Records that name one in a field of one''s own, as far as the caller sees them: a hundred of each field';

create or replace function make_own_naming() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  statements text;
begin
  -- One function, which is planned once a session. Tables of one pattern of rights are granted to the same roles, and whoever may not read
  -- one of a statement gets an error
  select string_agg(format('if has_table_privilege(%L, ''select'') then return query %s; end if;', first, statement), ' ' order by first)
  into statements from (
    select min(source) as first, string_agg(format('(select e.entity_id, e.entity_name, %L::text from %I t '
        'cross join lateral (select * from entity where entity_id = t.%I offset 0) e where t.%I = p_entity order by 1 limit 100)',
      coalesce(col_description(attrelid, attnum), attname), source, source || '_id', key), ' union all ' order by source, key) as statement
    from record_references() join pg_attribute on attrelid = source::text::regclass and attname = key
      left join added_table on added_table_hid = source
    where is_own(key) and is_subtype(source) group by coalesce(added_table_rights, source)) s;
  if statements is not null then
    execute format('create or replace function own_naming(p_entity bigint) returns table (entity bigint, name text, label text) '
      'language plpgsql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan '
      -- by the indexes, also where the tables are small now
      'set enable_seqscan = off as %L',
      format('begin if has_column_privilege(''entity'', ''entity_name'', ''select'') then %s end if; end', statements));
  end if;
end $$;
comment on function make_own_naming() is 'Makes own_naming() of the fields that there are';
