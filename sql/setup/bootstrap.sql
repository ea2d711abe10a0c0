-- The only file that a superuser runs, once, on the embedded server: the login `satchel`, which owns the database
-- and may make roles, but is no superuser itself. Its password comes in as the setting satchel.password.
do $$
begin
  execute format('create role satchel login createrole password %L', current_setting('satchel.password'));
end $$;
