-- The pairs that were found, with the level of each field, and how often each pattern of levels stands.

create or replace function compare_pairs() returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  create unlogged table duplicate_work_compared as
  select l, r, drawn, coalesce(name_level(given, given_sound, other_given, other_given_sound) + 1, 0)
    | (coalesce(name_level(family, family_sound, other_family, other_family_sound) + 1, 0) << 3)
    | ((exchanged::integer + 1) << 6)
    | (coalesce(born_level(born, other_born) + 1, 0) << 9)
    | (coalesce(phone_levels(phones, other_phones) + 1, 0) << 12)
    | (coalesce(mail_levels(mails, other_mails) + 1, 0) << 15)
    | (coalesce(greatest(street_levels(streets, other_streets),
        case when lines <> streets or other_lines <> other_streets then street_levels(lines, other_lines) end) + 1, 0) << 18)
    | (coalesce(place_levels(cities, other_cities) + 1, 0) << 21)
    | (coalesce(case when regions <> '{}' and other_regions <> '{}' then (regions && other_regions)::integer end + 1, 0) << 24)
    | (coalesce(phone_levels(postcodes, other_postcodes) + 1, 0) << 27) as code
  from (
    select *, case when exchanged then b_family else b_given end as other_given,
      case when exchanged then b_family_sound else b_given_sound end as other_given_sound,
      case when exchanged then b_given else b_family end as other_family,
        case when exchanged then b_given_sound else b_family_sound end as other_family_sound
    from (
      select l, r, drawn, a.duplicate_look_given as given, a.duplicate_look_given_sound as given_sound, a.duplicate_look_family as family,
        a.duplicate_look_family_sound as family_sound, b.duplicate_look_given as b_given, b.duplicate_look_given_sound as b_given_sound,
        b.duplicate_look_family as b_family, b.duplicate_look_family_sound as b_family_sound,
        coalesce(names_exchanged(a.duplicate_look_given, a.duplicate_look_family, b.duplicate_look_given, b.duplicate_look_family),
          false) as exchanged,
        a.duplicate_look_born as born, b.duplicate_look_born as other_born, a.duplicate_look_phones as phones,
        b.duplicate_look_phones as other_phones,
        a.duplicate_look_mails as mails, b.duplicate_look_mails as other_mails, a.duplicate_look_streets as streets,
        b.duplicate_look_streets as other_streets,
        a.duplicate_look_lines as lines, b.duplicate_look_lines as other_lines, a.duplicate_look_cities as cities,
        b.duplicate_look_cities as other_cities,
        a.duplicate_look_regions as regions, b.duplicate_look_regions as other_regions, a.duplicate_look_postcodes as postcodes,
        b.duplicate_look_postcodes as other_postcodes
      from duplicate_work_pair join duplicate_look a on a.duplicate_look_id = l join duplicate_look b on b.duplicate_look_id = r
      -- each step is worked out once for a pair
      offset 0) crossed
    offset 0) paired;
  create unlogged table duplicate_work_pattern as
    select code, drawn, n, code & 7 as a, code >> 3 & 7 as b, code >> 6 & 7 as c, code >> 9 & 7 as d,
      code >> 12 & 7 as e, code >> 15 & 7 as f,
      code >> 18 & 7 as g, code >> 21 & 7 as i, code >> 24 & 7 as j, code >> 27 & 7 as k
    from (select code, drawn, count(*) as n from duplicate_work_compared group by code, drawn) counted;
  analyze duplicate_work_compared, duplicate_work_pattern;
end $$;
comment on function compare_pairs() is
  'How well each field of each pair agrees: given, family, exchanged, born, phone, email, street, city, region, postcode';
