-- The types of records, by the words that people use for them.

create or replace function record_type(p_word text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- as people say it, in the singular or the plural
  select entity_type_hid from entity_type, lateral (values (entity_type_hid), (entity_type_name), (case entity_type_hid
      when 'organization' then 'organisation' when 'grp' then 'group' when 'person' then 'people' end)) names (name)
  where lower(trim(p_word)) in (lower(name), lower(name) || 's', regexp_replace(lower(name), 'y$', 'ies')) limit 1
$$;
comment on function record_type(text) is 'The type of record that a word names (organisation, group, people, deals); null for none';
