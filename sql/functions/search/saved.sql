-- Searches that somebody keeps, as queries of their own: what they look for stands in query_search, by which the program runs them, and
-- as a statement in query_sql, for run_own and psql.

create or replace function search_call(p_search jsonb) returns text
language sql immutable set search_path = public, pg_temp
as $$
  select case when p_search ? 'words' then format('select * from find_records(%L, %L, %L, %L, %L, %s, %s)', p_search ->> 'words',
      p_search ->> 'type', p_search ->> 'owner', p_search ->> 'group', p_search ->> 'stage',
      coalesce((p_search ->> 'limit')::integer, 10000), coalesce((p_search ->> 'removed')::boolean, false)::text)
    when p_search ? 'table' then format('select * from list_rows(%L, %L, %L, %L, %s)', p_search ->> 'table',
      array(select jsonb_array_elements_text(p_search -> 'filters')), coalesce(p_search ->> 'sort', ''),
      array(select jsonb_array_elements_text(p_search -> 'columns')), coalesce((p_search ->> 'limit')::integer, 10000)::text)
    else format('select * from list_records(%L, %L, %L, %L, %L, %L, %L, %s, %L, %s)', p_search ->> 'type',
      array(select jsonb_array_elements_text(p_search -> 'filters')), p_search ->> 'owner', p_search ->> 'group', p_search ->> 'stage',
      coalesce(p_search ->> 'sort', 'name'), array(select jsonb_array_elements_text(p_search -> 'columns')),
      coalesce((p_search ->> 'limit')::integer, 10000), null, coalesce((p_search ->> 'removed')::boolean, false)::text) end
$$;
comment on function search_call(jsonb) is 'The statement of a search, every value as a literal';
