-- Triggers: source, line.
select c.relname as source, pg_get_triggerdef(t.oid, true) || ';' as line
from pg_trigger t join pg_class c on c.oid = tgrelid
where c.relnamespace = 'public'::regnamespace and not tgisinternal
order by c.relname collate "C", tgname collate "C"
