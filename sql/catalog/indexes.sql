-- Indexes, but for those of keys: source, line.
select c.relname as source, replace(pg_get_indexdef(indexrelid), ' ON public.', ' ON ') || ';' as line
from pg_index join pg_class c on c.oid = indrelid join pg_class i on i.oid = indexrelid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
order by c.relname collate "C", i.relname collate "C"
