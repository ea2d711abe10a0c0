-- Keys, references and checks of tables: source, line. A required column says so in its own line.
select c.relname as source, format('constraint %I %s', conname, pg_get_constraintdef(p.oid, true)) as line
from pg_constraint p join pg_class c on c.oid = conrelid
where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'c', 'f', 'x')
order by c.relname collate "C", array_position('{p,u,x,c,f}', contype::text), conname collate "C"
