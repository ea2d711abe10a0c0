-- Rights of others than the owner on tables, views, sequences and single columns: source, line.
with granted as (
  select c.relname as source, g.grantee, g.privilege_type as privilege, null::text as columns
  from pg_class c, aclexplode(c.relacl) g
  where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner
  union all
  select c.relname, g.grantee, g.privilege_type, string_agg(quote_ident(attname), ', ' order by attnum)
  from pg_class c join pg_attribute on attrelid = c.oid and not attisdropped, aclexplode(attacl) g
  where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner
  group by c.relname, g.grantee, g.privilege_type
)
select source, format('grant %s on %s to %s;', what, source, string_agg(who, ', ' order by who collate "C")) as line
from (
  select source, coalesce(rolname, 'public') as who, string_agg(lower(privilege) || coalesce(' (' || columns || ')', ''), ', '
    order by columns is not null, array_position('{SELECT,INSERT,UPDATE,DELETE}', privilege), privilege collate "C") as what
  from granted left join pg_roles r on r.oid = grantee
  group by source, rolname) one
group by source, what
order by source collate "C", what collate "C"
