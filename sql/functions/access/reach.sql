-- How far the acting role reaches: whose people, which records. Row security asks here, in each statement again, so what reads a table is
-- plpgsql, which keeps its plan; before PostgreSQL 18 a function in SQL would be planned in each.

create or replace function my_path() returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select entity_path from entity where entity_id = my_staff());
end $$;
comment on function my_path() is 'Structure path of the acting staff member; what stands under it is theirs';

create or replace function my_people() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  mine bigint := my_staff();
  below text := my_path() || '_%';
begin
  if mine is null or not pg_has_role(acting_role(), 'satchel_manager', 'member') then
    return array_remove(array[mine], null);
  end if;
  -- by place, however deep; colleagues who have left too, since what they own is still to be looked after. Staff are few: each by
  -- its key, where a join could read all records
  return mine || array(select staff_id from staff where (select entity_path from entity where entity_id = staff_id) like below);
end $$;
comment on function my_people() is
  'Staff for whose records the acting one may act: themselves, and of a manager all who stand under them; policies ask once per query';

create or replace function entity_seen(p_entity bigint) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  -- VOLATILE on purpose: a WITH CHECK must see the entity row that its own BEFORE INSERT trigger has just made.
  return exists (select from entity where entity_id = p_entity);
end $$;
comment on function entity_seen(bigint) is 'Whether the acting role sees this record, also one made by the statement under way';

create or replace function staff_seen(p_staff bigint) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  return exists (select from staff where staff_id = p_staff);
end $$;
comment on function staff_seen(bigint) is 'The same for a colleague';

create or replace function seen_staff() returns bigint[]
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
begin
  return array(select staff_id from staff);
end $$;
comment on function seen_staff() is 'The colleagues whom the acting role sees; the policy of new records asks once per statement';

create or replace function first_made() returns bigint
language sql stable
-- Where a policy asks the dear way. A login that sets it to something else sees no more, and makes its own statements slower, or fail.
-- Never null, since "null and f()" calls f.
return coalesce(nullif(current_setting('satchel.first_made', true), '')::bigint, 9223372036854775807);
comment on function first_made() is
  'The first record that this transaction made by a plain insert into the table of its type; the largest number before that';
