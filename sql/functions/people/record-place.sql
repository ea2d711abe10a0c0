-- Where a record stands: level and path, its own and its children's. Definer, because a trigger that reads or writes
-- other rows under the caller's row security corrupts without a word.

create or replace function entity_place_lock() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- Placements share this lock; whoever changes rules takes it exclusively. Once for a statement, before its rows.
  perform lock_latch('structure', true);
  return null;
end $$;

create or replace function entity_place() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  parent entity;
begin
  if tg_op = 'UPDATE' then -- on its own: what is asked of tables within is not even planned for a new record
    if (new.entity_parent is distinct from old.entity_parent or new.entity_type <> old.entity_type)
      and exists (select from entity where entity_parent = new.entity_id) then
      -- moved or retyped with all that stands below: nothing else is placed meanwhile
      perform lock_latch('structure');
    end if;
  end if;
  new.entity_created := case when tg_op = 'INSERT' then clock_timestamp() else old.entity_created end;
  new.entity_creator := case when tg_op = 'INSERT' then acting_role() else old.entity_creator end;
  new.entity_uuid := case when tg_op = 'INSERT' then coalesce(new.entity_uuid, gen_random_uuid()::text) else old.entity_uuid end;
  if not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    -- a record is merged by a merge: else its rows could be shown, and erased, as another person's
    if tg_op = 'INSERT' then
      new.entity_merged := null;
      new.entity_deleted := null;
    elsif new.entity_deleted is null and new.entity_merged is not null then
      raise exception 'a merged record comes back when its merge is undone' using errcode = '42501', constraint = 'entity_merged';
    else
      -- when it was removed is told by the clock
      new.entity_deleted := case when new.entity_deleted is not null then coalesce(old.entity_deleted, clock_timestamp()) end;
    end if;
  end if;
  -- of another table's type it would be a record without a row, which is neither erased nor merged
  if tg_op = 'UPDATE' then
    if new.entity_type <> old.entity_type and not pg_has_role(acting_role(), 'satchel_owner', 'member')
      and (select count(distinct entity_type_table) from entity_type where entity_type_id in (old.entity_type, new.entity_type)) > 1 then
      raise exception 'a record becomes none of another table''s type' using errcode = '42501', constraint = 'entity_table';
    end if;
    -- where colleagues stand says whose records their manager has
    if (new.entity_parent is distinct from old.entity_parent or new.entity_type <> old.entity_type) and not is_admin()
      and exists (select from staff join entity placed on placed.entity_id = staff_id where placed.entity_path like old.entity_path || '%')
        then
      raise exception 'where staff stand is for an administrator to say' using errcode = '42501', constraint = 'staff_place';
    end if;
  end if;
  if tg_op = 'INSERT' then
    new.entity_version := 1;
    new.entity_changed := transaction_timestamp();
    new.entity_owner := coalesce(new.entity_owner, my_staff());
  end if;
  if new.entity_parent is null then
    new.entity_level := 1;
    new.entity_path := '/' || new.entity_id || '/';
    return new;
  end if;
  select * into parent from entity where entity_id = new.entity_parent for share;
  if parent.entity_path like '%/' || new.entity_id || '/%' then
    raise exception 'a record cannot stand under itself' using errcode = '23514', constraint = 'entity_cycle';
  end if;
  new.entity_level := case when parent.entity_type = new.entity_type then parent.entity_level + 1 else 1 end;
  new.entity_path := parent.entity_path || new.entity_id || '/';
  return new;
end $$;

create or replace function entity_replace_children() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- a moved record takes its children along, level by level: their own trigger recomputes path and level
  update entity set entity_parent = entity_parent where entity_parent = new.entity_id;
  return null;
end $$;
