-- Views: source, comment, options, text. Columns stand without their table: PostgreSQL 15 writes it always, later ones only where a
-- column could be meant twice, and here a column's name says its table.
select c.relname as source, obj_description(c.oid, 'pg_class') as about, array_to_string(reloptions, ', ') as options,
  regexp_replace(pg_get_viewdef(c.oid, true), '\m[a-z]\w*\.([a-z])', '\1', 'g') as line
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
order by c.relname collate "C"
