-- When the rule of telephone numbers or e-mail addresses changes, or the installation's calling code, the normal forms that stand are
-- worked out anew, and rows of one record that are one number by it become one. What is kept elsewhere (snapshots of packets, holds, edits)
-- has no normal form of its own: it is worked out when it is compared, so an answer that comes late meets the same rule on both sides.

create or replace function phone_rule() returns text
language sql stable set search_path = public, pg_temp
as $$
  select md5(string_agg(prosrc, '' order by proname)) || coalesce((select instance_calling_code from instance), '') from pg_proc
  where pronamespace = 'public'::regnamespace
    and proname in ('normal_text', 'normal_value', 'normal_mail', 'normal_phone', 'phone_home', 'phone_national', 'phone_number',
    'phone_plan', 'phone_quick', 'phone_sides', 'phone_single', 'phone_text', 'punycode_bias', 'read_phones')
$$;
comment on function phone_rule() is 'What normal forms of telephone numbers depend on: the functions as they are, and the calling code';

create or replace function fresh_phones() returns table (id bigint, entity bigint, kind bigint, fresh text, fits boolean)
language sql stable security definer set search_path = public, pg_temp
as $$
  select contact_point_id, contact_point_entity, contact_point_kind, worked.fresh, contact_point_normal = worked.fresh
  from contact_point join lookup on lookup_id = contact_point_kind and lookup_value in ('phone', 'email'),
    (select coalesce(max(instance_calling_code), '') as code from instance) calling,
    lateral (select normal_value('contact', lookup_value, contact_point_value, calling.code) as fresh offset 0) worked
$$;
comment on function fresh_phones() is
  'Telephone numbers and e-mail addresses with the normal form that they have by the rule of today, and whether it is the one that stands';

create or replace function renew_phones() returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  rule text := phone_rule();
  twice record;
  one record;
  changed boolean;
  joined boolean := false;
begin
  if not exists (select from instance where instance_phones is distinct from rule) then
    return;
  end if;
  for twice in
    -- the preferred one stays, else one that is proven, else the oldest
    select array_agg(id order by contact_point_primary desc, contact_point_verified is null, id) as ids,
      min(contact_point_verified) as verified
    from fresh_phones() join contact_point on contact_point_id = id group by entity, kind, fresh having count(*) > 1
  loop
    delete from contact_point where contact_point_id = any (twice.ids[2:]);
    update contact_point set contact_point_verified = twice.verified
    where contact_point_id = twice.ids[1] and contact_point_verified is distinct from twice.verified;
    joined := true;
  end loop;
  loop
    changed := false;
    for one in
      -- not where another row stands there that is about to leave: in the next round
      select n.id, n.fresh, contact_point_verified as verified, contact_point_bounced as bounced
      from fresh_phones() n join contact_point on contact_point_id = n.id
      where not n.fits and not exists (select from contact_point o
        where o.contact_point_entity = n.entity and o.contact_point_kind = n.kind and o.contact_point_normal = n.fresh)
    loop
      update contact_point set contact_point_normal = one.fresh where contact_point_id = one.id;
      -- it is the number that it was: the trigger takes another form for another number
      update contact_point set contact_point_verified = one.verified, contact_point_bounced = one.bounced
      where contact_point_id = one.id and (contact_point_verified, contact_point_bounced) is distinct from (one.verified, one.bounced);
      changed := true;
    end loop;
    exit when not changed;
  end loop;
  update instance set instance_phones = rule,
    instance_joined = case when joined then instance_joined || (select current_work()) else instance_joined end;
end $$;
comment on function renew_phones() is
  'Works out the normal forms of telephone numbers anew where the rule or the calling code changed; two rows of a record '
  'that are one number become one';

create or replace function calling_code_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform renew_phones();
  return null;
end $$;
