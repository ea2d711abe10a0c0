-- Row security: source, line. A table without a policy shows all its rows to those who may read it.
select c.relname as source, concat_ws(E'\n  ',
  format('create policy %I on %I%s for %s to %s', polname, c.relname, case when polpermissive then '' else ' as restrictive' end,
    case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    (select string_agg(coalesce(rolname, 'public'), ', ' order by rolname collate "C")
      from unnest(polroles) role left join pg_roles r on r.oid = role)),
  'using (' || regexp_replace(pg_get_expr(polqual, polrelid, true), '\s+', ' ', 'g') || ')',
  'with check (' || regexp_replace(pg_get_expr(polwithcheck, polrelid, true), '\s+', ' ', 'g') || ')') || ';' as line
from pg_policy join pg_class c on c.oid = polrelid
where c.relnamespace = 'public'::regnamespace
order by c.relname collate "C", polname collate "C"
