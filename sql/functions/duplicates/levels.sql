-- How well two people agree, field by field: a level from 0 (other) up to the same; null where one of the two does not say.
-- Single expressions, which the planner puts into the query that compares: they run some millions of times.

create or replace function neighbours_exchanged(p_left text, p_right text) returns boolean
language plpgsql immutable parallel safe
as $$
declare
  place integer := 1;
begin
  while substr(p_left, place, 1) = substr(p_right, place, 1) and place < length(p_left) loop
    place := place + 1;
  end loop;
  return left(p_left, place - 1) || substr(p_left, place + 1, 1) || substr(p_left, place, 1) || substr(p_left, place + 2) = p_right;
end $$;
comment on function neighbours_exchanged(text, text) is
  'Whether two words are the same but for two neighbouring letters that are exchanged';

create or replace function one_error_apart(p_left text, p_right text) returns boolean
language sql immutable parallel safe
return abs(length(p_left) - length(p_right)) <= 1 and (levenshtein_less_equal(p_left, p_right, 1) <= 1
  or length(p_left) = length(p_right) and levenshtein_less_equal(p_left, p_right, 2) = 2 and neighbours_exchanged(p_left, p_right));
comment on function one_error_apart(text, text) is 'Whether one letter is left out, added, another, or two neighbours are exchanged';

create or replace function name_level(p_left text, p_left_sound text, p_right text, p_right_sound text) returns integer
language sql immutable parallel safe
return case when p_left is null or p_right is null then null when p_left = p_right then 3
  when length(p_left) >= 3 and length(p_right) >= 3 and one_error_apart(p_left, p_right) then 2
  when replace(p_left, ' ', '') = replace(p_right, ' ', '') then 2
  when least(length(p_left), length(p_right)) >= 5 and levenshtein_less_equal(p_left, p_right, 2) <= 2 then 1
  when starts_with(p_left, p_right) or starts_with(p_right, p_left) then 1
  when length(p_left) >= 4 and length(p_right) >= 4 and p_left_sound = p_right_sound then 1
  when similarity(p_left, p_right) >= 0.45 then 1
  else 0 end;
comment on function name_level(text, text, text, text) is 'Names with their sounds: 3 the same, 2 one error, 1 alike, 0 other';

create or replace function name_alike(p_left text, p_right text) returns real
language sql immutable parallel safe
return case when p_left is null or p_right is null then 0 when p_left = p_right then 1
  else greatest(similarity(p_left, p_right), 1 - levenshtein(p_left, p_right)::real / greatest(length(p_left), length(p_right))) end;
comment on function name_alike(text, text) is 'How alike two names are, 0 to 1';

create or replace function names_exchanged(p_given text, p_family text, p_other_given text, p_other_family text) returns boolean
language sql immutable parallel safe
-- both crossed names agree, and better than straight ones
return case when p_given = p_other_given or p_family = p_other_family then false
  when p_given is not null and p_other_family is not null and name_alike(p_given, p_other_family) < 0.4 then false
  when p_family is not null and p_other_given is not null and name_alike(p_family, p_other_given) < 0.4 then false
  else name_alike(p_given, p_other_family) + name_alike(p_family, p_other_given) > name_alike(p_given, p_other_given)
    + name_alike(p_family, p_other_family) + 0.5 end;
comment on function names_exchanged(text, text, text, text) is 'Whether the one has as given name what the other has as family name';

create or replace function born_level(p_left text, p_right text) returns integer
language sql immutable parallel safe
return case when p_left is null or p_right is null then null when p_left = p_right then 5
  when left(p_left, 4) = left(p_right, 4) and substr(p_left, 5, 2) = substr(p_right, 7, 2)
    and substr(p_left, 7, 2) = substr(p_right, 5, 2) then 4
  when one_error_apart(p_left, p_right) then 3
  when levenshtein_less_equal(p_left, p_right, 2) <= 2 then 2
  when left(p_left, 4) = left(p_right, 4) or substr(p_left, 5) = substr(p_right, 5) then 1 else 0 end;
comment on function born_level(text, text) is
  'Days of birth: 5 the same, 4 day and month exchanged, 3 one digit, 2 two digits, 1 the year or the day of the year, 0 other';

create or replace function mail_level(p_left text, p_right text) returns integer
language sql immutable parallel safe
return case when split_part(p_left, '@', 1) = split_part(p_right, '@', 1) and length(split_part(p_left, '@', 1)) > 3 then 2
  when levenshtein_less_equal(p_left, p_right, 2) <= 2 then 2
  when similarity(split_part(p_left, '@', 1), split_part(p_right, '@', 1)) >= 0.5 then 1 else 0 end;
comment on function mail_level(text, text) is
  'E-mail addresses that are not the same: 2 one or two letters or another provider, 1 alike, 0 other';

create or replace function number_level(p_left text, p_right text) returns integer
language sql immutable parallel safe
return one_error_apart(p_left, p_right)::integer;

create or replace function place_level(p_left text, p_right text) returns integer
language sql immutable parallel safe
return case when least(length(p_left), length(p_right)) >= 4 and levenshtein_less_equal(p_left, p_right, 2) <= 2
  or similarity(p_left, p_right) >= 0.5 then 1 else 0 end;

create or replace function street_level(p_left text, p_right text) returns integer
language sql immutable parallel safe
return width_bucket(similarity(p_left, p_right), array[0.3, 0.5, 0.75]::real[]);

create or replace function best_level(p_kind text, p_left text[], p_right text[]) returns integer
language plpgsql immutable parallel safe
as $$
begin
  -- a function of its own kind: a subquery inside the one that compares would keep it on one processor
  return (select max(case p_kind when 'phone' then public.number_level(l, r) when 'email' then public.mail_level(l, r)
    when 'place' then public.place_level(l, r)
      else public.street_level(l, r) end)
    from unnest(p_left) l, unnest(p_right) r);
end $$;
comment on function best_level(text, text[], text[]) is 'Of several telephone numbers, addresses or places, the best pair';

create or replace function phone_levels(p_left text[], p_right text[]) returns integer
language sql immutable parallel safe
return case when p_left = '{}' or p_right = '{}' then null when p_left && p_right then 2
  when p_left[2] is null and p_right[2] is null then number_level(p_left[1], p_right[1]) else best_level('phone', p_left, p_right) end;
comment on function phone_levels(text[], text[]) is
  'Telephone numbers or postcodes, the best pair of them: 2 the same, 1 one digit, 0 other';

create or replace function mail_levels(p_left text[], p_right text[]) returns integer
language sql immutable parallel safe
return case when p_left = '{}' or p_right = '{}' then null when p_left && p_right then 3
  when p_left[2] is null and p_right[2] is null then mail_level(p_left[1], p_right[1]) else best_level('email', p_left, p_right) end;
comment on function mail_levels(text[], text[]) is 'E-mail addresses, the best pair of them: 3 the same';

create or replace function place_levels(p_left text[], p_right text[]) returns integer
language sql immutable parallel safe
return case when p_left = '{}' or p_right = '{}' then null when p_left && p_right then 2
  when p_left[2] is null and p_right[2] is null then place_level(p_left[1], p_right[1]) else best_level('place', p_left, p_right) end;
comment on function place_levels(text[], text[]) is 'Towns: 2 the same, 1 alike, 0 other';

create or replace function street_levels(p_left text[], p_right text[]) returns integer
language sql immutable parallel safe
return case when p_left = '{}' or p_right = '{}' then null when p_left && p_right then 4
  when p_left[2] is null and p_right[2] is null then street_level(p_left[1], p_right[1]) else best_level('street', p_left, p_right) end;
comment on function street_levels(text[], text[]) is
  'Streets, by the share of trigrams in common: 4 the same, 3 nearly, 2 and 1 alike, 0 other';

create or replace function duplicate_fields() returns text[]
language sql immutable parallel safe
return array['given', 'family', 'exchanged', 'born', 'phone', 'email', 'street', 'city', 'region', 'postcode'];
comment on function duplicate_fields() is
  'The fields of a pattern, in order: three bits each, 0 where nobody knows, else the level and one';
