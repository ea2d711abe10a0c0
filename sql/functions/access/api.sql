-- The acting role, for queries. Inside a definer function current_user is the owner, so everything that records or judges a person asks
-- here. Written with RETURN where every row asks: its names are resolved once, here, whatever the caller's search path is, and the planner
-- puts it into the query that calls it.

create or replace function acting_role() returns name
language sql stable
return coalesce(nullif(current_setting('role'), 'none'), session_user)::name;
comment on function acting_role() is 'The role on whose behalf the session writes: SET ROLE, else the login';

create or replace function my_staff() returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (select staff_id from staff where staff_login = acting_role() and staff_active);
end $$;
comment on function my_staff() is 'The active staff row of the acting role in this database; null for anybody else';

create or replace function is_office() returns boolean
language sql stable
return my_staff() is not null
  and (pg_has_role(acting_role(), 'satchel_office', 'member') or pg_has_role(acting_role(), 'satchel_admin', 'member'));
comment on function is_office() is 'Whether the acting role may settle what is held';

create or replace function is_admin() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- by the staff row, which a lock on staff protects; the owner's login stands above, and who acts through it has no administrator
  -- to ask as long as there is none
  return pg_has_role(acting_role(), 'satchel_owner', 'member')
    or exists (select from staff join lookup on lookup_id = staff_role where staff_login = acting_role()
      and staff_active and lookup_value = 'admin')
    or my_staff() is not null and pg_has_role(session_user, 'satchel_owner', 'member')
      and not exists (select from staff join lookup on lookup_id = staff_role where staff_active and lookup_value = 'admin');
end $$;
comment on function is_admin() is 'Whether the acting role says what colleagues may do';

create or replace function people_below() returns table (hid text, name text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query select staff_hid, staff_name from staff where staff_id = any (my_people()) and staff_active order by staff_name, staff_id;
end $$;
comment on function people_below() is $$Colleagues to whom the acting one may send records: themselves, and of a manager those under them
@query staff/below @call peopleBelow @column hid checked @column name checked$$;

create or replace function packets_below(p_limit integer)
  returns table (packet text, record text, recipient text, status text, carrier text, issued timestamptz, expires timestamptz,
    replies bigint, answered timestamptz, applied bigint, held bigint, refused bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select packet_hid, case when e.entity_owner = any (my_people()) then e.entity_name end, staff_name,
      case when packet_status <> 'open' then packet_status when not staff_active then 'parked' when came.count > 0 then 'answered'
        when packet_expires <= now() then 'expired' else 'open' end,
      coalesce(packet_carrier, 'letter'), packet_issued, packet_expires, came.count, came.newest,
      became.applied, became.held, became.refused
    from packet join staff on staff_id = packet_recipient join entity e on e.entity_id = packet_entity,
      lateral (select count(*) as count, max(reply_received) as newest from reply
        where reply_packet = packet_id) came,
      -- what became of each field, and no value of any
      lateral (select count(*) filter (where change_outcome = 'applied') as applied,
        count(*) filter (where change_outcome = 'held') as held,
        count(*) filter (where change_outcome = 'refused') as refused from change where change_packet = packet_id) became
    where packet_recipient = any (my_people()) and packet_kind = 'work'
    order by packet_id desc limit p_limit;
end $$;
comment on function packets_below(integer) is $$Packets that went to the acting colleague, and of a manager to those under them, newest first, with what became of their fields. A record that is another's by now has no name
@query packets/below @call packetsBelow @column packet checked @column record null @column recipient checked @column status checked
@column carrier checked @column issued checked @column expires checked @column replies checked @column answered null
@column applied checked @column held checked @column refused checked$$;
