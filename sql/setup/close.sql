-- What PostgreSQL lets every login do, and nobody of ours needs: a superuser takes it away, in this database. Locks by number and large
-- objects belong to no table, so no right of a table stands in their way; with them a login could use up the server's room for
-- locks, or its disk. On the embedded server the program runs this at init, migrate and restore; elsewhere its administrator may.
do $$
declare
  f record;
begin
  for f in select oid::regprocedure as name from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (proname ~ '^pg_(try_)?advisory_' or proname ~ '^lo_' or proname in ('loread', 'lowrite'))
  loop
    execute format('revoke execute on function %s from public', f.name);
  end loop;
end $$;
