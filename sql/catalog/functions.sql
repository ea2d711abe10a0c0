-- Functions by signature: line. Under whose rights they run, and who besides the owner may call them.
select format('function %I(%s) returns %s; %s, rights of the %s%s%s; %s', proname, pg_get_function_arguments(p.oid),
  pg_get_function_result(p.oid), case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
  case when prosecdef then 'owner' else 'caller' end, case when o.rolname <> 'satchel_owner' then ' ' || o.rolname else '' end,
  coalesce(', set ' || (select string_agg(setting, ', ' order by setting collate "C") from unnest(proconfig) setting
    where setting <> 'search_path=public, pg_temp'), ''),
  coalesce('called by ' || case when proacl is null then 'public' else (
    select string_agg(coalesce(g.rolname, 'public'), ', ' order by g.rolname collate "C")
    from aclexplode(proacl) a left join pg_roles g on g.oid = grantee where grantee <> proowner) end, 'called by no login')) as line
from pg_proc p join pg_roles o on o.oid = proowner
where pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
order by proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"
