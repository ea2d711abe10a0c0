-- A new type or field needs more than its table: the words of its lists, the rules of where a record may stand, and a process.

create or replace function own_list(p_list text, p_words text[]) returns integer
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  made integer;
begin
  insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_sort)
  select p_list || '/' || word, p_list, word, upper(left(word, 1)) || replace(substr(word, 2), '-', ' '),
    n + coalesce((select max(lookup_sort) from lookup where lookup_domain = p_list), 0)
  from unnest(p_words) with ordinality u (word, n)
  on conflict (lookup_hid) do nothing;
  get diagnostics made = row_count;
  return made;
end $$;
comment on function own_list(text, text[]) is 'Makes a list, or adds to one, the words that it lacks: how many';

create or replace function own_rules(p_type name, p_under text[], p_top boolean) returns void
language sql volatile security invoker set search_path = public, pg_temp
as $$
  insert into entity_rule (entity_rule_hid, entity_rule_type, entity_rule_top)
  select p_type || '-top', entity_type_id, true from entity_type where entity_type_hid = p_type and p_top
  on conflict (entity_rule_hid) do nothing;
  -- at any depth
  insert into entity_rule (entity_rule_hid, entity_rule_type, entity_rule_parent_type, entity_rule_level_min, entity_rule_level_max)
  select own.entity_type_hid || '-under-' || above.entity_type_hid, own.entity_type_id, above.entity_type_id, 1, 20
  from entity_type own, unnest(p_under) u (word) join entity_type above on above.entity_type_hid = record_type(u.word)
  where own.entity_type_hid = p_type
  on conflict (entity_rule_hid) do nothing;
$$;
comment on function own_rules(name, text[], boolean) is 'Where records of a type may stand: at the top, and under records of these types';

create or replace function own_process(p_type name, p_stages text[]) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  word text := own_word(p_type);
  made bigint;
begin
  if p_stages = '{}' then
    return;
  end if;
  insert into development_type (development_type_hid, development_type_name) values ('own', 'Own')
  on conflict (development_type_hid) do nothing;
  insert into development_process (development_process_hid, development_process_type, development_process_name, development_process_entity)
  select 'own-' || word, development_type_id, entity_type_name, entity_type_id from development_type, entity_type
  where development_type_hid = 'own' and entity_type_hid = p_type
  on conflict (development_process_hid) do nothing returning development_process_id into made;
  -- the last stage ends it
  insert into development_stage (development_stage_hid, development_stage_process, development_stage_name, development_stage_sort,
    development_stage_outcome)
  select 'own-' || word || '-' || stage, made, upper(left(stage, 1)) || replace(substr(stage, 2), '-', ' '), n,
    case when n = cardinality(p_stages) and n > 1 then 'done' end
  from unnest(p_stages) with ordinality u (stage, n) where made is not null;
end $$;
comment on function own_process(name, text[]) is 'A process of a type of one''s own, with these stages in their order; without stages none';

create or replace function own_lists(p_table name, p_column name) returns text[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select array(select distinct meta_fields_value from meta_fields where meta_fields_attribute = 'domain' and meta_fields_value like 'own-%'
    and meta_fields_table = p_table and (p_column is null or meta_fields_field = p_column))
$$;
comment on function own_lists(name, name) is 'Lists of one''s own that a table, or a column of it, takes values from';

create or replace function own_forget() returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  gone record;
  type_id bigint;
begin
  select * into gone from dropped;
  drop table dropped;
  delete from lookup where lookup_domain = any (gone.lists) and lookup_domain not in (
    select meta_fields_value from meta_fields where meta_fields_attribute = 'domain');
  if gone.attribute is not null then
    return;
  end if;
  select entity_type_id into type_id from entity_type where entity_type_table = gone.source;
  -- forms that commands used, and those that are out of use: no packet was made of them
  delete from form_field where form_field_form in (select form_id from form where form_type = type_id);
  delete from form where form_type = type_id;
  with recursive gone_rules as (
    select entity_rule_id from entity_rule where type_id in (entity_rule_type, entity_rule_parent_type)
    union select below.entity_rule_id from entity_rule below join gone_rules on gone_rules.entity_rule_id = below.entity_rule_parent_rule)
  delete from entity_rule where entity_rule_id in (select entity_rule_id from gone_rules);
  delete from development_stage where development_stage_process in (
    select development_process_id from development_process where development_process_entity = type_id);
  delete from development_process where development_process_entity = type_id;
  delete from development_type where development_type_hid = 'own' and not exists (
    select from development_process where development_process_type = development_type_id);
  delete from entity_type where entity_type_id = type_id;
end $$;
comment on function own_forget() is
  'Takes away what a dropped table or field had beside it: lists that nothing uses, and of a type its rules, process and forms';
