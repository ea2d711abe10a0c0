-- Failed attempts to get in, and the waits that follow. A wait grows from a minute to an hour, and a right attempt ends it. Whoever has no
-- session and no certificate makes attempts of links alone: those are counted by address, and never at this computer, whose
-- address all share.

create or replace function attempt_limits() returns table (kind text, is_person boolean, free integer)
language sql immutable
as $$
  -- many people may share the address of an office, so it has more attempts than one of them
  select * from (values ('link', false, 20), ('code', true, 5), ('code', false, 30), ('sql', true, 5), ('sql', false, 30))
    v (kind, is_person, free)
$$;
comment on function attempt_limits() is
  'How many attempts of each kind may fail one after the other before there is a wait: of one person, and from one address';

create or replace function attempt_wait(p_failed integer, p_free integer) returns interval
language sql immutable
return case when p_failed < p_free then null
  else least(interval '1 hour', interval '1 minute' * power(2, least(p_failed - p_free, 10))) end;
comment on function attempt_wait(integer, integer) is 'How long to wait after so many failed attempts; null: not at all';
