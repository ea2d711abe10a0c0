-- Types, colleagues, groups and stages by the names that people type. What the acting role does not see has no name here, and what has
-- none is refused with the nearest that has.

create or replace function nearest_word(p_word text, p_words text[]) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- the whole word or its beginning: "gven" means given-name
  select w from unnest(p_words) w, lateral (select lower(left(p_word, 60)) as said, lower(left(w, 60)) as there) l,
    lateral (select least(levenshtein(there, said) * 2, levenshtein(left(there, length(said) + 1), said) * 2 + 1) as far) f
  where far <= greatest(4, length(said)) order by far, w limit 1
$$;
comment on function nearest_word(text, text[]) is 'The word that somebody may have meant; null when none is near';

create or replace function not_named(p_what text, p_word text, p_words text[]) returns void
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  near text := nearest_word(p_word, p_words);
begin
  raise exception 'there is no % "%"', p_what, p_word using errcode = '22023', constraint = 'search_name',
    hint = case when near is not null then format('did you mean "%s"?', near)
      when cardinality(p_words) between 1 and 30 then 'there is: ' || array_to_string(p_words, ', ') else '' end;
end $$;
comment on function not_named(text, text, text[]) is 'Refuses (22023) a name that nothing has, and says which is the nearest';

create or replace function type_named(p_word text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  number bigint := (select entity_type_id from entity_type where entity_type_hid = record_type(p_word));
begin
  if number is null and p_word <> '' then
    perform not_named('type of record', p_word, array(select entity_type_hid from entity_type order by entity_type_id)
      || array['people', 'organisation', 'group']);
  end if;
  return number;
end $$;
comment on function type_named(text) is 'The type of record that a word names; null for null';

create or replace function owner_named(p_word text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  numbers bigint[];
  names text[];
begin
  if coalesce(p_word, '') = '' then
    return null;
  elsif lower(p_word) = 'me' then
    return my_staff();
  end if;
  execute format('select array_agg(staff_id order by lower(staff_hid) <> lower($1), staff_id)
      filter (where lower($1) in (lower(staff_hid), lower(entity_name))), array_agg(staff_hid::text order by staff_hid)
    from staff join %s e on entity_id = staff_id', seen_records()) into numbers, names using btrim(p_word);
  if numbers is null then
    perform not_named('colleague', p_word, names);
  end if;
  return numbers[1];
end $$;
comment on function owner_named(text) is
  'The colleague of this short name or name whom the acting role sees; null for none, "me" for oneself';

create or replace function group_named(p_word text) returns bigint
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  numbers bigint[];
  ids text[];
begin
  if coalesce(p_word, '') = '' then
    return null;
  end if;
  execute format('select array_agg(grp_id order by id_folded(grp_hid) <> id_folded($1), grp_id)
      filter (where id_folded(grp_hid) = id_folded($1) or search_form(grp_name) = search_form($1)), array_agg(grp_name order by grp_name)
    from grp join %s e on entity_id = grp_id where entity_deleted is null and entity_merged is null', seen_records())
  into numbers, ids using btrim(p_word);
  if numbers is null then
    perform not_named('group', p_word, ids);
  elsif cardinality(numbers) > 1 and not exists (select from grp where grp_id = numbers[1] and id_folded(grp_hid) = id_folded(p_word)) then
    raise exception 'several groups are called "%"', p_word using errcode = '22023', constraint = 'search_name',
      hint = 'name it by its id: ' || (select string_agg(grp_hid, ', ') from grp where grp_id = any (numbers));
  end if;
  return numbers[1];
end $$;
comment on function group_named(text) is 'The group of this human id or name that the acting role sees; null for none';

create or replace function stage_named(p_word text) returns bigint[]
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  stages bigint[];
begin
  if coalesce(p_word, '') = '' then
    return null;
  elsif not has_table_privilege(acting_role(), 'development_tracking', 'select') then
    raise exception 'stages are not for you to read' using errcode = '42501';
  end if;
  stages := array(select development_stage_id from development_stage
    where lower(btrim(p_word)) in (lower(development_stage_hid), lower(development_stage_name)));
  if stages = '{}' then
    perform not_named('stage', p_word, array(select development_stage_hid from development_stage order by 1));
  end if;
  return stages;
end $$;
comment on function stage_named(text) is 'Stages of this human id or name, of any process; null for none';
