-- The menu of a generic interface. GeDaFe's menu has every table that its reader has no right at all on; so what nobody works with is
-- hidden from all readers, and what some may not read from those alone, by row security on these rows.

insert into meta_tables (meta_tables_table, meta_tables_attribute, meta_tables_value)
select relname, 'hide', case when relname in (select source from shown_tables()) or relname ~ '_rep$' then '1 where unread' else '1' end
from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and relname !~ '^meta|_(list|combo)$'
on conflict (meta_tables_table, meta_tables_attribute) do nothing;


create or replace function table_unread(p_table name) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- with its list, which shows more: what its references are called
  select exists (select from pg_class where relnamespace = 'public'::regnamespace and relname in (p_table, p_table || '_list')
    and not has_table_privilege(oid, 'select'))
$$;
comment on function table_unread(name) is 'Whether the reader may not read a table, or not its list';
