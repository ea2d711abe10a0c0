-- Every row is in: references of fields of one's own are looked at, and hold at once again.
set constraints all immediate;
do $$
declare
  k record;
begin
  for k in select conrelid::regclass as source, conname from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and condeferrable and exists (select from pg_attribute
      where attrelid = conrelid and attnum = any (conkey) and attname ~ '^(.+_)?own_')
  loop
    execute format('alter table %s alter constraint %I not deferrable', k.source, k.conname);
  end loop;
end $$;
