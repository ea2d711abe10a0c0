-- Statements that are made from a form are planned once for each connection and role, not once for each row: planning under
-- row security costs ten times the write itself. A prepared statement's plan holds for the role that it was made under,
-- so the role is part of its name.

create or replace function may_keep() returns boolean
language sql stable set search_path = public, pg_temp
as $$
  -- Prepared statements belong to the session, which may have made one of this name itself: a function that runs with its owner's
  -- rights would execute the caller's text with them.
  select current_user = acting_role()
$$;
comment on function may_keep() is 'Whether the rights in force are the caller''s own, so that a prepared statement of the session may run';

create or replace function kept_name(p_what text) returns text
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  if not may_keep() then
    raise exception 'no prepared statement under the rights of a function''s owner' using errcode = '42501';
  end if;
  return 'satchel_' || md5(current_user || '/' || p_what);
end $$;
comment on function kept_name(text) is
  'Name of the prepared statement that does this under the acting role; 42501 within a definer function';

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
