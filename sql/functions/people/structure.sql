-- Structure rules: which type of record may stand where. Checked after each placement, and for what a changed rule reaches.

create or replace function entity_match(p_entity bigint, p_rule bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (
    select rule_met(rule, own, parent)
    from entity own join entity_rule rule on entity_rule_id = p_rule left join entity parent on parent.entity_id = own.entity_parent
    where own.entity_id = p_entity);
end $$;
comment on function entity_match(bigint, bigint) is 'Whether a record stands as a rule says';

-- Walks the chain of rules and the structure together, so it ends at the root at the latest.
create or replace function rule_met(p_rule entity_rule, p_own entity, p_parent entity) returns boolean
language sql stable
return case
  when p_own.entity_type <> p_rule.entity_rule_type then false
  when p_rule.entity_rule_top or p_own.entity_parent is null then p_rule.entity_rule_top and p_own.entity_parent is null
  when p_rule.entity_rule_parent_rule is not null then entity_match(p_own.entity_parent, p_rule.entity_rule_parent_rule)
  else p_parent.entity_type = p_rule.entity_rule_parent_type
    and p_parent.entity_level between p_rule.entity_rule_level_min and p_rule.entity_rule_level_max end;
comment on function rule_met(entity_rule, entity, entity) is 'Whether a record under this parent stands as a rule says';

create or replace function entity_allowed(p_entity bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  -- a denial wins; what no rule allows is not allowed
  return (
    select coalesce(bool_and(entity_rule_allowed), false)
    from entity own join entity_rule rule on entity_rule_type = own.entity_type
    left join entity parent on parent.entity_id = own.entity_parent
    where own.entity_id = p_entity and rule_met(rule, own, parent));
end $$;
comment on function entity_allowed(bigint) is 'Whether the rules let a record stand where it stands';

create or replace function structure_refusal(p_entity bigint) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  said text;
begin
  -- names are for those who see every record; what stands above or below may be another's
  if not is_office() and not pg_has_role(acting_role(), 'satchel_owner', 'member') then
    raise exception 'no rule lets this record stand there' using errcode = '23514', constraint = 'entity_structure';
  end if;
  select format('no rule lets "%s" (%s) stand %s', e.entity_name, entity_type_name,
    case when p.entity_id is null then 'at the top' else format('under "%s"', p.entity_name) end) into said
  from entity e join entity_type on entity_type_id = e.entity_type left join entity p on p.entity_id = e.entity_parent
  where e.entity_id = p_entity;
  raise exception '%', said using errcode = '23514', constraint = 'entity_structure';
end $$;
comment on function structure_refusal(bigint) is 'Refuses (23514) a record where it stands, in words';

create or replace function entity_check_added() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  fault bigint;
begin
  -- records of one type under one parent stand alike: a load adds hundreds of them
  select min(entity_id) as id into fault from added group by entity_type, entity_parent having not entity_allowed(min(entity_id))
  order by id limit 1;
  if found then
    perform structure_refusal(fault);
  end if;
  return null;
end $$;

create or replace function entity_check() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  fault bigint;
begin
  if not entity_allowed(new.entity_id) then
    perform structure_refusal(new.entity_id);
  end if;
  -- records below may depend on this one through a chain of rules
  select entity_id into fault from entity
  where entity_path like (select entity_path from entity where entity_id = new.entity_id) || '_%' and not entity_allowed(entity_id)
  order by entity_path limit 1;
  if found then
    perform structure_refusal(fault);
  end if;
  return null;
end $$;

create or replace function entity_rule_lock() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- placements share this lock: none is under way while rules change, and none judges by rules that are changing
  perform lock_latch('structure');
  return null;
end $$;

create or replace function entity_rule_check() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  fault bigint;
begin
  -- only the types that the rule reaches: its own, and those whose rules hang on it
  with recursive reached as (
    select v.rule, v.type from (values (old.entity_rule_id, old.entity_rule_type), (new.entity_rule_id, new.entity_rule_type)) v (rule,
      type)
    union
    select entity_rule_id, entity_rule_type from entity_rule join reached on entity_rule_parent_rule = reached.rule)
  select entity_id into fault from entity
  where entity_type = any (array(select type from reached)) and not entity_allowed(entity_id)
  order by entity_path limit 1;
  if found then
    perform structure_refusal(fault);
  end if;
  return null;
end $$;
