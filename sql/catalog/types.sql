-- Types of our own and sequences that no column draws from: line.
select line from (
  select format('create type %I as (%s);', c.relname,
    string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum)) as line
  from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'c'
  group by c.relname
  union all
  select format('create sequence %I;', c.relname) from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
    and not exists (select from pg_depend where objid = c.oid and deptype in ('a', 'i'))) made
order by line collate "C"
