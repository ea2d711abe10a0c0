-- The console becomes each colleague who works here. Roles made since there is a console are granted when they are made (make_staff_role);
-- this is for those of before. The session's own login made them, and may grant them.
do $$
declare
  login name;
begin
  for login in select staff_login from staff join pg_roles on rolname = staff_login
    where staff_active and not pg_has_role('satchel_console', staff_login, 'member')
  loop
    execute format('grant %I to satchel_console', login)
      || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false, set true' else '' end;
  end loop;
end $$;
