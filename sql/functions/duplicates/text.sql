-- How people are compared: names, places and contacts in one spelling, whatever the script.

create or replace function letters_folded(p_text text) returns text
language plpgsql immutable parallel safe
as $$
declare
  -- accents and vowel points go, letters stay, in every script; what is written in two ways in one language becomes one
  plain text := regexp_replace(normalize(p_text, nfkd),
    '[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]', '', 'g');
begin
  plain := lower(translate(plain, 'øłđðħŧıىةیکۀھ', 'olddhtiيهيكهه'));
  plain := replace(replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  return regexp_replace(plain,
    '[\u00a1-\u00bf\u00d7\u00f7\u02b0-\u02ff\u055a-\u055f\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u0964\u0965\u1361-\u1368\u200b-'
    '\u206f\u2010-\u2027\u3001-\u3020\u30fb\ufeff]', '', 'g');
end $$;
comment on function letters_folded(text) is 'A text of small letters without accents and without the signs of other scripts than Latin';

create or replace function duplicate_text(p_text text) returns text
language plpgsql immutable parallel safe
as $$
declare
  plain text := lower(left(p_text, 100));
begin
  if plain !~ '^[ -~]*$' then
    plain := public.letters_folded(plain);
  end if;
  return nullif(btrim(regexp_replace(regexp_replace(plain, '[!-/:-@\[-`{-~]', '', 'g'), '\s+', ' ', 'g')), '');
end $$;
comment on function duplicate_text(text) is 'A name or a place as it is compared: small letters of any script, without accents and signs';

create or replace function duplicate_sound(p_text text) returns text
language sql immutable parallel safe
as $$ select case when p_text ~ '^[a-z ]+$' then coalesce(nullif(public.dmetaphone(p_text), ''), p_text) else p_text end $$;
comment on function duplicate_sound(text) is 'How a name in Latin letters sounds; any other is its own sound';

create or replace function duplicate_looks(p_people bigint[]) returns setof duplicate_look
language sql stable set search_path = public, pg_temp
as $$
  -- a name that stands in one field is taken apart: in two records it stands so in one of them only
  with named as (
    select person_id, entity_version, person_born, duplicate_text(person_given) as given, duplicate_text(person_family) as family
    from person join entity on entity_id = person_id
    where entity_deleted is null and entity_merged is null and (p_people is null or person_id = any (p_people))),
  parted as (
    select person_id, entity_version, person_born,
      case when family is null and given like '% %' then regexp_replace(given, ' [^ ]+$', '') when given is null
        and family like '% %' then split_part(family, ' ', 1)
        else given end as given,
      case when family is null and given like '% %' then substring(given from '[^ ]+$') when given is null
        and family like '% %' then substr(family, strpos(family, ' ') + 1)
        else family end as family
    from named),
  reached as (
    select contact_point_entity as id,
      array_agg(distinct right(regexp_replace(split_part(contact_point_normal, ';', 1), '\D', '', 'g'), 9))
        filter (where lookup_value = 'phone' and contact_point_normal ~ '\d') as phones,
      array_agg(distinct left(lower(contact_point_normal), 100)) filter (where lookup_value = 'email') as mails
    from contact_point join lookup on lookup_id = contact_point_kind where p_people is null
      or contact_point_entity = any (p_people) group by contact_point_entity),
  placed as (
    select address_entity as id, array_agg(distinct duplicate_text(concat_ws(' ', address_line1, address_line2))) as streets,
      array_agg(distinct duplicate_text(address_line1)) as lines, array_agg(distinct duplicate_text(address_city)) as cities,
      array_agg(distinct duplicate_text(address_region)) as regions,
      array_agg(distinct replace(duplicate_text(address_postcode), ' ', '')) as postcodes
    from address where p_people is null or address_entity = any (p_people) group by address_entity)
  select person_id, entity_version, given, duplicate_sound(given), family, duplicate_sound(family), to_char(person_born, 'YYYYMMDD'),
    coalesce(phones, '{}'), coalesce(mails, '{}'), coalesce(array_remove(streets, null), '{}'), coalesce(array_remove(lines, null), '{}'),
    coalesce(array_remove(cities, null), '{}'), coalesce(array_remove(regions, null), '{}'), coalesce(array_remove(postcodes, null), '{}')
  from parted left join reached on reached.id = person_id left join placed on placed.id = person_id
$$;
comment on function duplicate_looks(bigint[]) is
  'What these people, or all who are there, are compared by, from their records as they are now';
