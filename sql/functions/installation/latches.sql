-- Steps that only one session may take at a time. Locks on rows of a table that is closed to every login.

create or replace function lock_latch(p_name text, p_shared boolean default false) returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  if p_shared then
    perform from latch where latch_hid = p_name for key share;
  else
    perform from latch where latch_hid = p_name for update;
  end if;
  if not found then
    raise exception 'there is no latch %', p_name using errcode = '55000';
  end if;
end $$;
comment on function lock_latch(text, boolean) is
  'Waits for a latch and holds it until the transaction ends, alone or together with others; for definer functions';

create or replace function lock_load() returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if my_staff() is null then
    raise exception 'only a staff member loads files' using errcode = '42501';
  end if;
  perform lock_latch('load');
end $$;
comment on function lock_load() is 'Two loads at once would each add the person that the other is adding';

create or replace function import_holder() returns latch
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  perform lock_latch('import');
  return (select row(l.*)::latch from latch l where latch_hid = 'import');
end $$;
comment on function import_holder() is 'The session that took the import last; nobody else takes it in this transaction';

create or replace function hold_import(p_begun timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  update latch set latch_pid = pg_backend_pid(), latch_begun = p_begun where latch_hid = 'import';
end $$;
comment on function hold_import(timestamptz) is 'Notes this session, which began then, as the one that imports';
