-- While a backup comes in: references of fields of one's own wait for the end, since tables of one's own may name each other, and a
-- shipped table may name a file that names it. The shipped ones alone have an order, each behind those that it names.
do $$
declare
  k record;
begin
  for k in select conrelid::regclass as source, conname from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and exists (select from pg_attribute
      where attrelid = conrelid and attnum = any (conkey) and attname ~ '^(.+_)?own_')
  loop
    execute format('alter table %s alter constraint %I deferrable initially deferred', k.source, k.conname);
  end loop;
end $$;
