-- The roles of staff, listed once: logins, lookup values and the grants to all staff read this list. Two more places name each role,
-- and tests compare them: sql/setup/roles.sql makes its group, before there are functions; core/staff/roles.ts offers it in the help.

create or replace function staff_roles() returns table (role text, title text)
language sql immutable set search_path = public, pg_temp
as $$
  values ('admin', 'Administrator'), ('office', 'Office'), ('manager', 'Manager'), ('sales', 'Sales'),
    ('support', 'Support'), ('marketing', 'Marketing'), ('analyst', 'Analyst'), ('auditor', 'Auditor')
$$;
comment on function staff_roles() is 'Roles of staff and what they are called; the group of each in PostgreSQL is satchel_ROLE';

create or replace function staff_groups() returns text
language sql immutable set search_path = public, pg_temp
as $$ select string_agg('satchel_' || role, ', ') from staff_roles() $$;
comment on function staff_groups() is 'The groups of all roles of staff, as a grant or a policy names them';
