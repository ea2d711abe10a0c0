-- A rule of a table that hides values from a reader also holds for copies of them: the audit, packets, my-data.

create or replace function activity_open(p_activity bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select exists (select from activity where activity_id = p_activity
    and (not activity_private or activity_staff = my_staff() or activity_creator = acting_role()))
$$;
comment on function activity_open(bigint) is
  'Whether the acting role may read an activity that it can reach: a private note is its writer''s; false where there is none';

create or replace function gone_value(p_table name, p_row bigint, p_field text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- the last content of a removed row
  select audit_content_old ->> p_field from audit join audit_content on audit_content_id = audit_id
  where audit_table = p_table and audit_row = p_row and audit_verb = 'delete' order by audit_id desc limit 1
$$;

create or replace function history_open(p_table name, p_row bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  noted bigint;
  owner name;
begin
  if p_table = 'person_private' then
    return is_office();
  elsif p_table = 'activity' then
    return activity_open(p_row);
  elsif p_table = 'attachment' then
    select attachment_activity into noted from attachment where attachment_id = p_row;
    noted := case when found then noted else gone_value(p_table, p_row, 'attachment_activity')::bigint end;
    return noted is null or activity_open(noted);
  elsif p_table = 'participant' then
    select participant_activity into noted from participant where participant_id = p_row;
    return activity_open(coalesce(noted, gone_value(p_table, p_row, 'participant_activity')::bigint));
  elsif p_table = 'query' then
    select query_owner into owner from query where query_id = p_row;
    owner := coalesce(owner, gone_value(p_table, p_row, 'query_owner'));
    return owner = acting_role() or exists (select from query where query_id = p_row and query_shipped);
  end if;
  return true;
end $$;
comment on function history_open(name, bigint) is
  'Whether the acting role may read what a row held, of those who may read the audit: table, number of the row. The tables'' own rules';
