-- @name backup/tables
-- @call tablesToCopy
-- @about Tables to back up, with the statements that copy each out and in, and the tables that must be filled before it. Tables that are not logged are left out, because they are recomputed.
-- @returns many
-- @column name name not-null
-- @column columns text null
-- @column copy_out text null
-- @column copy_in text null
-- @column needs text[] null
select relname as name, c.columns, format('copy %I (%s) to stdout', relname, c.columns) as copy_out,
  format('copy %I (%s) from stdin', relname, c.columns) as copy_in,
  array(select distinct f.relname::text from pg_constraint join pg_class f on f.oid = confrelid
    where conrelid = t.oid and contype = 'f' and confrelid <> conrelid
      -- fields of one's own may name each other in a circle: a restore looks at their references when everything is in
      and not exists (select from pg_attribute where attrelid = t.oid and attnum = any (conkey) and attname ~ '^(.+_)?own_')
    order by 1) as needs
from pg_class t cross join lateral (
  select string_agg(quote_ident(attname), ', ' order by attnum) as columns
  from pg_attribute where attrelid = t.oid and attnum > 0 and not attisdropped and attgenerated = '') c
where relnamespace = 'public'::regnamespace and relkind = 'r' and relpersistence = 'p' order by relname
