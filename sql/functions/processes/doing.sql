-- Which contacts do what was to be done: an attempt is none of them. In plpgsql, since the lists of outcomes are made after the functions.

create or replace function has_reached(p_activity activity) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return p_activity.activity_status = 'done' and lookup_value(p_activity.activity_kind) <> 'note'
    -- somebody who is to be called back was not spoken with
    and coalesce(lookup_value(p_activity.activity_outcome), '') <> all (unreached_outcomes() || 'call-back'::text);
end $$;
comment on function has_reached(activity) is 'Whether an activity was done and was no attempt: it reached them, or names no outcome';

create or replace function does_task(p_activity activity, p_kind bigint) returns boolean
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return has_reached(p_activity) and (p_kind is null or p_kind = p_activity.activity_kind
    -- a report with a place was written there
    or lookup_value(p_kind) = 'visit' and (p_activity.activity_place is not null or lookup_value(p_activity.activity_kind) = 'meeting'));
end $$;
comment on function does_task(activity, bigint) is 'Whether an activity does the task of a stage that asks for a kind of contact; null: for any';
