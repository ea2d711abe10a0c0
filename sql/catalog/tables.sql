-- Tables: source, comment, whether row security is on.
select c.relname as source, obj_description(c.oid, 'pg_class') as about, relrowsecurity as secured
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
order by c.relname collate "C"
