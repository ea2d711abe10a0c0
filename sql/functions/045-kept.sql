-- Statements that are made from a form are planned once for each connection and role, not once for each row: planning under
-- row security costs ten times the write itself. A prepared statement's plan holds for the role that it was made under,
-- so the role is part of its name.

create or replace function kept_name(p_what text) returns text
language sql stable set search_path = public, pg_temp
as $$ select 'satchel_' || md5(acting_role() || '/' || current_user || '/' || p_what) $$;
comment on function kept_name(text) is 'Name of the prepared statement that does this under the acting role';

create or replace function is_kept(p_name text) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- the setting is found at once; it is lost when its transaction is rolled back, the statement is not
  select coalesce(current_setting('satchel.' || p_name, true), '') = 'kept'
    or exists (select from pg_prepared_statements where name = p_name)
$$;
comment on function is_kept(text) is 'Whether this connection has the prepared statement';

create or replace function keep_statement(p_name text, p_types text, p_sql text) returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  old text;
begin
  -- a connection that has worked for very many roles begins anew
  if (select count(*) from pg_prepared_statements where name like 'satchel\_%') >= 500 then
    for old in select name from pg_prepared_statements where name like 'satchel\_%' loop
      execute format('deallocate %I', old);
      perform set_config('satchel.' || old, '', false);
    end loop;
  end if;
  execute format('prepare %I (%s) as %s', p_name, p_types, p_sql);
  perform set_config('satchel.' || p_name, 'kept', false);
end $$;
comment on function keep_statement(text, text, text) is 'Prepares a statement under this name: its parameter types, its text';
