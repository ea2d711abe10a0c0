-- Staff: a row and a PostgreSQL role each, since a reply is merged under the role of its sender. Called by the owner's login.

create or replace function add_staff(p_hid text, p_name text, p_email text, p_role text, p_language text) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  -- "_staff_" keeps a member named "office" or "import" apart from the group roles and logins of those names
  login name := current_database() || '_staff_' || p_hid;
  made bigint;
begin
  if length(current_database() || '_staff_' || p_hid) > 63 then
    raise exception 'the role name would be longer than 63 characters' using errcode = '22001';
  end if;
  insert into staff (staff_hid, staff_name, staff_login, staff_role, staff_email, staff_language)
  values (p_hid, p_name, login, lookup_find('staff-role', p_role), p_email, p_language)
  returning staff_id into made;
  perform make_staff_role(login, p_role);
  return jsonb_build_object('staff', made, 'hid', p_hid, 'login', login, 'role', p_role);
end $$;
comment on function add_staff(text, text, text, text, text) is 'Adds a staff member: hid, name, e-mail, group role (sales, office ...), language';

create or replace function staff_role_of(p_hid text) returns name
language sql stable security definer set search_path = public, pg_temp
as $$ select staff_login from staff where staff_hid = lower(p_hid) and staff_active $$;
comment on function staff_role_of(text) is 'The database role of an active staff member; null when there is none';

create or replace function prepare_queries() returns integer
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  stored query;
  prepared integer := 0;
begin
  for stored in
    select * from query
    -- one's own run through run_own: a text may be more than one statement, and the rest would run right here
    where query_use = 'people' and query_shipped
      and query_hid not in (select name from pg_prepared_statements)
    order by query_hid
  loop
    execute format('prepare %I as %s', stored.query_hid, stored.query_sql);
    prepared := prepared + 1;
  end loop;
  return prepared;
end $$;
comment on function prepare_queries() is 'Makes the shipped queries callable by name in this session: execute "people/by-phone"(''0700 000 001'')';

create or replace function run_own(p_query text, p_values text[]) returns setof jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  own text;
  rows_of refcursor;
  one record;
  wait integer := (select setting from pg_settings where name = 'statement_timeout')::integer;
begin
  -- A text that somebody has stored could take another role where the session has more than one, so it runs for a login of its owner
  -- only; it changes nothing, ends in time, and gives no more rows than a person reads.
  if session_user <> current_user then
    raise exception 'one''s own queries run under one''s own login' using errcode = '42501';
  elsif current_setting('transaction_read_only') <> 'on' or wait not between 1 and 30000 then
    raise exception 'first: begin read only; set local statement_timeout = ''30s''' using errcode = '25000';
  end if;
  select query_sql into own from query where query_hid = p_query and query_owner = session_user and not query_shipped;
  if own is null then
    raise exception 'you have no query of that name' using errcode = '22023';
  end if;
  -- a cursor takes one statement that gives rows, and no text of it can leave its place: the limit stands outside
  open rows_of for execute own using p_values;
  for fetched in 1..10000 loop
    fetch rows_of into one;
    exit when not found;
    return next to_jsonb(one);
  end loop;
  close rows_of;
end $$;
comment on function run_own(text, text[]) is 'Rows of a query of one''s own, read-only, for 30 seconds and 10,000 rows at the most; its parameters are $1[1], $1[2] ...';
