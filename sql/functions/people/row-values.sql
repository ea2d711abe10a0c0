-- Values that tables keep for themselves, so that an interface may send explicit nulls.

create or replace function activity_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  new.activity_created := case when tg_op = 'INSERT' then clock_timestamp() else old.activity_created end;
  new.activity_creator := case when tg_op = 'INSERT' then acting_role() else old.activity_creator end;
  new.activity_status := coalesce(new.activity_status, 'open');
  new.activity_private := coalesce(new.activity_private, false);
  -- a new task, or one that is opened again; from one that has them nobody takes them away (activity_faults)
  if is_open_task(new) and (tg_op = 'INSERT' or not is_open_task(old)) then
    new.activity_staff := coalesce(new.activity_staff, my_staff(), (
      select staff_id from entity join staff on staff_id = entity_owner where entity_id = new.activity_entity));
    new.activity_due := coalesce(new.activity_due, day_in(new.activity_start, own_zone()), own_today());
  end if;
  if tg_op = 'UPDATE' and old.activity_creator <> acting_role() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    if new.activity_private and not old.activity_private then
      raise exception 'only its creator makes a note private' using errcode = '42501';
    elsif new.activity_entity is distinct from old.activity_entity
      and not is_office() and not pg_has_role(acting_role(), 'satchel_manager', 'member') then
      -- those who see the old record would look for it in vain; taking it on first makes it no less theirs
      raise exception 'a colleague''s activity is put with another record by its creator, a manager or the office'
        using errcode = '42501';
    elsif new.activity_staff is distinct from old.activity_staff and old.activity_staff is distinct from my_staff()
      -- open work that nobody has may be taken on; reopening what a colleague did does not make it free
      and (old.activity_staff is not null or old.activity_status not in ('open', 'active'))
      and not is_office() and not pg_has_role(acting_role(), 'satchel_manager', 'member') then
      raise exception 'a colleague''s activity is given to somebody else by that colleague, its creator, a manager or the office'
        using errcode = '42501';
    end if;
  end if;
  return new;
end $$;

create or replace function default_keep() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
declare
  given jsonb := to_jsonb(new);
  filled jsonb;
begin
  -- Interfaces that write explicit nulls get the column's default all the same. Arguments: column, default, column, default ...
  for i in 0..tg_nargs - 2 by 2 loop
    if given -> tg_argv[i] = 'null' then
      execute 'select to_jsonb(' || tg_argv[i + 1] || ')' into filled;
      new := jsonb_populate_record(new, jsonb_build_object(tg_argv[i], filled));
    end if;
  end loop;
  return new;
end $$;

create or replace function person_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- spaces that nobody sees make two names of one
  new.person_given := one_spaced(new.person_given);
  new.person_family := one_spaced(new.person_family);
  if new.person_born > latest_day() and (tg_op = 'INSERT' or new.person_born is distinct from old.person_born) then
    raise exception 'nobody is born in the future' using errcode = '23514', constraint = 'person_born_past', table = 'person';
  end if;
  return new;
end $$;
