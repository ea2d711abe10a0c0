-- Views and functions are disposable: removed with the triggers and policies that use them, and made anew from their files in the
-- same transaction. Bodies are checked in a second pass, since they name each other.
do $$
declare
  f record;
begin
  for f in select c.oid::regclass as name from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and r.rolname = 'satchel_owner'
  loop
    execute format('drop view if exists %s cascade', f.name);
  end loop;
  for f in select p.oid from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'public'::regnamespace and r.rolname = 'satchel_owner'
  loop
    -- one that another's body names goes with it
    continue when not exists (select from pg_proc where oid = f.oid);
    execute format('drop function %s cascade', f.oid::regprocedure);
  end loop;
end $$;
set local check_function_bodies = off;
