-- Codes of the telephone: who has them, and what a session is that still awaits one.

create or replace function code_asked(p_staff bigint) returns boolean
language sql stable set search_path = public, pg_temp
as $$ select exists (select from staff_code where staff_code_id = p_staff and staff_code_confirmed is not null) $$;
comment on function code_asked(bigint) is 'Whether the console asks this staff member for a code';

create or replace function console_awaits() returns interval language sql immutable return interval '10 minutes';
comment on function console_awaits() is 'A session that awaits its code is over after so long';
