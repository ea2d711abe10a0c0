-- Attempts to get into the office console: counted by its login, seen and ended by an administrator.

create or replace function attempt_begin(p_kind text, p_staff bigint, p_address text) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  one record;
  waits timestamptz;
begin
  perform must_be_login('satchel_console');
  insert into console_attempt (console_attempt_kind, console_attempt_staff, console_attempt_address, console_attempt_count,
    console_attempt_last)
  select kind, case when is_person then p_staff end, case when not is_person then left(p_address, 45) end, 0, now()
  from attempt_limits() where kind = p_kind and case when is_person then p_staff is not null else p_address is not null end
  order by is_person on conflict do nothing;
  for one in select * from console_attempt join attempt_limits() on kind = console_attempt_kind
      and is_person = (console_attempt_staff is not null)
    where console_attempt_kind = p_kind and (console_attempt_staff = p_staff or console_attempt_address = left(p_address, 45))
    order by console_attempt_id for update of console_attempt
  loop
    if one.console_attempt_until > now() then
      waits := greatest(waits, one.console_attempt_until);
    end if;
  end loop;
  if waits is not null then
    return waits;
  end if;
  -- counted before it is made: of many at once each counts
  update console_attempt set console_attempt_count = failed, console_attempt_last = now(),
    console_attempt_until = now() + attempt_wait(failed, free)
  from (select console_attempt_id as id, free,
      case when console_attempt_last < now() - interval '1 day' then 1 else console_attempt_count + 1 end as failed
    from console_attempt join attempt_limits() on kind = console_attempt_kind and is_person = (console_attempt_staff is not null)
    where console_attempt_kind = p_kind
      and (console_attempt_staff = p_staff or console_attempt_address = left(p_address, 45))) counted
  where console_attempt_id = id;
  return null;
end $$;
comment on function attempt_begin(text, bigint, text) is $$Counts an attempt before it is made; until when nobody may make it, or null where it may be made. For the console's login
@query console/attempt-begin @call beginAttempt @param kind link, code or sql @param staff null Staff member
@param address null Address in the network; null at this computer @column waits null Until when$$;

create or replace function attempt_right(p_kind text, p_staff bigint, p_address text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_console');
  delete from console_attempt where console_attempt_kind = p_kind and console_attempt_staff = p_staff;
  -- of an address this one is taken off alone: a right attempt of one's own forgives none on somebody else
  update console_attempt set console_attempt_count = greatest(console_attempt_count - 1, 0),
    console_attempt_until = now() + attempt_wait(greatest(console_attempt_count - 1, 0), free)
  from attempt_limits() where kind = p_kind and not is_person and console_attempt_kind = p_kind
    and console_attempt_address = left(p_address, 45);
end $$;
comment on function attempt_right(text, bigint, text) is $$The attempt was right: the wait of the person ends
@query console/attempt-right @call endAttempt @param kind link, code or sql @param staff null Staff member
@param address null Address in the network$$;

create or replace function console_waits()
returns table (kind text, staff text, name text, address text, failed integer, last timestamptz, until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select console_attempt_kind, staff_hid, staff_name, console_attempt_address, console_attempt_count, console_attempt_last,
      case when console_attempt_until > now() then console_attempt_until end
    from console_attempt left join staff on staff_id = console_attempt_staff
    where is_admin() and console_attempt_count > 0 and console_attempt_last > now() - interval '1 day'
    order by console_attempt_last desc, console_attempt_id limit 200;
end $$;
comment on function console_waits() is $$Failed attempts to get into the console in the last day; an administrator sees them
@query console/waits @call consoleWaits @column kind checked link, code or sql @column staff null Short name @column name null Name
@column address null Address @column failed checked Failed one after the other @column last checked Last one @column until null Waits until$$;

create or replace function console_unlock(p_whom text) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ended integer;
begin
  if not is_admin() then
    raise exception 'an administrator ends the wait after failed attempts' using errcode = '42501', constraint = 'staff_admin';
  end if;
  delete from console_attempt where console_attempt_address = p_whom
    or console_attempt_staff = (select staff_id from staff where staff_hid = lower(p_whom));
  get diagnostics ended = row_count;
  return ended;
end $$;
comment on function console_unlock(text) is $$Forgets the failed attempts of a colleague, or from an address; how many counts there were
@query console/unlock @call unlockConsole @param whom Short name, or address @column ended checked Counts$$;
