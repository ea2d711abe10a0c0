-- The types of records, by the words that people use for them.

create or replace function record_type(p_word text) returns text
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  -- as a program says it; or as people do, in the singular or the plural
  select coalesce((select entity_type_hid from entity_type where entity_type_hid = p_word), (
  select entity_type_hid from entity_type, lateral (select name from (values (entity_type_hid), (entity_type_name), (case entity_type_hid
      when 'organization' then 'organisation' when 'grp' then 'group' when 'person' then 'people' end)) shipped (name)
      union all select regexp_replace(entity_type_hid, '^own_', '') where entity_type_hid like 'own\_%'
      union all select own_word(entity_type_hid) where entity_type_hid like 'own\_%') names (name)
  where lower(trim(p_word)) in (lower(name), lower(name) || 's', regexp_replace(lower(name), 'y$', 'ies'))
  -- a word that a later release uses as well is the shipped type's
  order by entity_type_hid like 'own\_%', lower(trim(p_word)) <> own_word(entity_type_hid), entity_type_id limit 1))
$$;
comment on function record_type(text) is 'The type of record that a word names (organisation, group, people, deals); null for none';
