-- Under which keys a person is found beside another. Comparing everybody with everybody takes too long, so two people are compared when
-- they share a key that not too many share. Several kinds of keys: what one error spoils, another still finds.

create or replace function duplicate_keys(p_look duplicate_look) returns bigint[]
language plpgsql immutable parallel safe cost 5000
as $$
declare
  given text := p_look.duplicate_look_given;
  family text := p_look.duplicate_look_family;
  g text := p_look.duplicate_look_given_sound;
  f text := p_look.duplicate_look_family_sound;
  born text := p_look.duplicate_look_born;
  town text := coalesce(left(p_look.duplicate_look_postcodes[1], 2), left(p_look.duplicate_look_cities[1], 2), '');
  whole text := case when given < family then given || family else family || given end;
  made bigint[];
begin
  select array_agg(distinct hashtextextended(kind || ':' || key, 0)) into made from (
    select kind, key from (values
      -- the day of birth, with day and month in either order
      ('b', left(born, 4) || least(substr(born, 5, 2), substr(born, 7, 2)) || greatest(substr(born, 5, 2), substr(born, 7, 2))),
      -- names by their sound or their beginning, in either order
      ('gf', least(f, g) || '|' || greatest(f, g)),
      ('gf3', least(left(family, 3), left(given, 3)) || '|' || greatest(left(family, 3), left(given, 3))),
      ('gi', left(given, 1) || '|' || family || town), ('fi', left(family, 1) || '|' || given || town),
      -- one name with a part of the day of birth
      ('fb', family || '|' || left(born, 4)), ('gb', given || '|' || left(born, 4)), ('fd', family || '|' || substr(born, 5)),
      ('gd', given || '|' || substr(born, 5)),
      ('f', family), ('g', given), ('n', family), ('n', given)) single (kind, key)
    union all select 'p', phone from unnest(p_look.duplicate_look_phones) phone
    union all select kind, key from unnest(p_look.duplicate_look_mails) mail,
    lateral (values ('e', mail), ('el', split_part(mail, '@', 1))) v (kind, key)
    union all select kind, key from unnest(p_look.duplicate_look_postcodes) code,
      lateral (values ('fz', f || code), ('gz', g || code), ('zb', code || '|' || left(born, 4)),
        ('zd', code || '|' || substr(born, 5)), ('z', code)) v (kind, key)
    union all select kind, key from unnest(p_look.duplicate_look_cities) city,
    lateral (values ('fc', f || '|' || city), ('gc', g || '|' || city), ('c', city)) v (kind, key)
    union all select 'l', line || town from unnest(p_look.duplicate_look_lines) line
    union all select 'lc', line || '|' || city from unnest(p_look.duplicate_look_lines) line, unnest(p_look.duplicate_look_cities) city
    union all select 'a', street from unnest(p_look.duplicate_look_streets) street
    -- both names in one, without any one of their letters: two that differ by one error share one of these
    union all select 'd', left(whole, greatest(place - 1, 0)) || substr(whole, place + 1) from generate_series(0, length(whole)) place
      where place = 0 or length(whole) > 6) keys
  where key <> '';
  return coalesce(made, '{}');
end $$;
comment on function duplicate_keys(duplicate_look) is 'Digests of all that this person may be found by';

create or replace function duplicate_key_most() returns integer
language sql immutable parallel safe
return 60;
comment on function duplicate_key_most() is
  'A key that more people share (a school''s telephone, a common name alone) tells nothing and is left out';
