-- Lets one of the program's logins in with a password. Settings: satchel.login, satchel.password.
-- NOINHERIT: what the login may do as itself is what it was granted by name; a staff role's rights come only with SET ROLE.
do $$
begin
  if current_setting('satchel.login') not in ('satchel_import', 'satchel_dispatch', 'satchel_console') then
    raise exception 'not a login of the program';
  end if;
  execute format(
    'alter role %I login noinherit password %L',
    current_setting('satchel.login'), current_setting('satchel.password'));
end $$;
