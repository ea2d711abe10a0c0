-- Keys of rows, and what rows tell about themselves, are not for a login to choose. The triggers call these only where a statement
-- runs under a login's own rights; what restores, migrates and judges runs as the owner and is not asked.

create or replace function key_draw() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  -- also for a statement with "overriding system value": numbers taken in advance would collide with those of others.
  -- Arguments: the column, its sequence
  drawn bigint := nextval(tg_argv[1]::regclass);
begin
  -- the common ones without the way over all their columns: a load asks for each row
  case tg_table_name
    when 'entity' then new.entity_id := drawn;
    when 'contact_point' then new.contact_point_id := drawn;
    when 'address' then new.address_id := drawn;
    else new := jsonb_populate_record(new, jsonb_build_object(tg_argv[0], drawn));
  end case;
  return new;
end $$;

create or replace function stamp_refuse() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
begin
  raise exception 'the number of a row, and when and by whom it was made, are kept by the database: %', tg_argv[0]
    using errcode = '42501', constraint = tg_table_name || '_kept';
end $$;

create or replace function kept_columns() returns table (source name, field name, refused boolean)
language sql stable set search_path = public, pg_temp
as $$
  -- refused: the trigger looks at them, others are worked out anew whatever is written
  select c.relname, attname, attname !~ '_(level|path|deleted)$'
  from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and attname in (select c.relname || '_' || kept
      from unnest(array['id', 'uuid', 'version', 'created', 'creator', 'changed', 'merged', 'deleted', 'level', 'path']) kept)
$$;
comment on function kept_columns() is 'Columns that no login sets, by their names, so that a new table is not forgotten';

create or replace function is_key(p_constraint text) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  select exists (select from pg_constraint where connamespace = 'public'::regnamespace and conname = p_constraint and contype = 'p')
$$;
comment on function is_key(text) is
  'Whether a constraint is the number of a table''s rows: two rows of one number tell nothing about what they say';
