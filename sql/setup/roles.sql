-- Group roles and the logins of the program. Roles belong to the whole cluster, so several databases may find them here already:
-- every statement may be run again and by two sessions at once.
do $$
declare
  wanted text;
begin
  foreach wanted in array array[
    'satchel_owner', 'satchel_admin', 'satchel_office', 'satchel_manager', 'satchel_sales', 'satchel_support',
    'satchel_marketing', 'satchel_analyst', 'satchel_auditor', 'satchel_subject', 'satchel_import', 'satchel_dispatch',
    'satchel_console']
  loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin %s', wanted,
          case when wanted in ('satchel_import', 'satchel_dispatch', 'satchel_console') then 'noinherit' else 'inherit' end);
      exception when duplicate_object or unique_violation then
        null; -- another session made it in this moment
      end;
    end if;
  end loop;
end $$;

-- The program's own session makes objects as satchel_owner; it is not superuser.
do $$
begin
  if not pg_has_role(session_user, 'satchel_owner', 'usage') then
    execute format('grant satchel_owner to %I', session_user);
  end if;
end $$;

-- A person's own form is read and merged as satchel_subject: the two logins may become it, and inherit nothing of it.
do $$
begin
  execute 'grant satchel_subject to satchel_import, satchel_dispatch'
    || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false, set true' else '' end;
exception when unique_violation then
  null; -- another session granted it in this moment
end $$;

grant create, usage on schema public to satchel_owner;

-- Nobody connects but the roles that have business here; staff roles are granted one by one (add_staff).
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to satchel_import, satchel_dispatch, satchel_console, satchel_owner', current_database());
end $$;
