-- From levels to a probability, a band and reasons in words.

create or replace function duplicate_band(p_score numeric) returns text
language sql immutable parallel safe
return case when p_score >= 0.99 then 'certain' when p_score >= 0.9 then 'likely' when p_score >= 0.5 then 'look' end;
comment on function duplicate_band(numeric) is 'certain from .99, likely from .9, look from .5; null below';

create or replace function duplicate_reason(p_code integer) returns text
language sql stable set search_path = public, pg_temp
as $$
  select string_agg(duplicate_weight_means, '; ' order by place)
  from unnest(duplicate_fields()) with ordinality f (field, place)
  join duplicate_weight on duplicate_weight_field = field and duplicate_weight_level = (p_code >> (3 * (place::integer - 1)) & 7) - 1
$$;
comment on function duplicate_reason(integer) is 'What agrees and what does not, in words, without a value of anybody';

create or replace function duplicate_added(p_code integer) returns double precision
language sql stable set search_path = public, pg_temp
as $$
  -- the office's addition: ten bits a point, as far as its points differ from those that were shipped
  select coalesce(sum(10 * ln(2) * (duplicate_rule_points - duplicate_rule_shipped)), 0)::double precision
  from duplicate_rule, (select p_code & 7 as given, p_code >> 3 & 7 as family, p_code >> 9 & 7 as born, p_code >> 12 & 7 as phone,
    p_code >> 15 & 7 as email, p_code >> 21 & 7 as city) level
  where case duplicate_rule_hid when 'name' then given >= 3 and family >= 3 when 'contact-shared' then phone = 3 or email = 4
    when 'born-same' then born = 6 when 'born-swapped' then born = 5 when 'born-digit' then born = 4
      when 'born-other' then born between 1 and 3
    when 'place-same' then city = 3 when 'place-other' then city = 1 when 'mail-other' then email = 1 end
$$;
comment on function duplicate_added(integer) is 'What the rules of the office add to the evidence of a pattern, as a logarithm of odds';

create or replace function duplicate_values(p_look duplicate_look) returns table (field text, value text)
language plpgsql immutable parallel safe
as $$
begin
  return query select v.field, v.value from (
    values ('given', p_look.duplicate_look_given), ('family', p_look.duplicate_look_family), ('born', p_look.duplicate_look_born)
    union all select 'phone', unnest(p_look.duplicate_look_phones) union all select 'city', unnest(p_look.duplicate_look_cities)
    union all select 'postcode', unnest(p_look.duplicate_look_postcodes)) v (field, value)
  where v.value is not null;
end $$;
comment on function duplicate_values(duplicate_look) is 'The values of a person of which it counts how common they are';

create or replace function score_duplicates(p_people bigint, p_person double precision, p_household double precision) returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  m double precision[] := duplicate_cells('person');
  h double precision[] := duplicate_cells('household');
  u double precision[] := duplicate_cells('stranger');
begin
  -- agreeing in a common value says less than the weight, in a rare one more, by eight times at the most; the pair itself does not count
  create unlogged table duplicate_work_rare as
  with same as (
    select field, exp(u[place]) as u
    from (values ('given', 5), ('family', 13), ('born', 31), ('phone', 36), ('city', 60), ('postcode', 76)) v (field, place)),
  said as (
    select id, field, max(ln(least(greatest((greatest(coalesce(duplicate_often_count, 2) - 2, 0) + 50 * same.u) / (p_people + 50) / same.u,
      0.125), 1e6))) as rare
    from (select duplicate_look_id as id, v.* from duplicate_look l, duplicate_values(l) v
      where duplicate_look_id in (select l from duplicate_work_compared where not drawn union all select r
        from duplicate_work_compared where not drawn)) values
      join same using (field) left join duplicate_often on duplicate_often_id = hashtextextended(field || ':' || value, 0)
    group by id, field)
  select id, coalesce(max(rare) filter (where field = 'given'), 0) as given,
    coalesce(max(rare) filter (where field = 'family'), 0) as family,
    coalesce(max(rare) filter (where field = 'born'), 0) as born, coalesce(max(rare) filter (where field = 'phone'), 0) as phone,
    coalesce(max(rare) filter (where field = 'city'), 0) as city, coalesce(max(rare) filter (where field = 'postcode'), 0) as postcode
  from said group by id;
  create unlogged table duplicate_work_scored as
  with weighed as materialized (
    select code, a, b, d, e, i, k,
      ln(p_person) + m[1 + a] + m[9 + b] + m[17 + c] + m[25 + d] + m[33 + e] + m[41 + f] + m[49 + g] + m[57 + i] + m[65 + j]
        + m[73 + k] + duplicate_added(code) as one,
      ln(p_household) + h[1 + a] + h[9 + b] + h[17 + c] + h[25 + d] + h[33 + e] + h[41 + f] + h[49 + g] + h[57 + i]
        + h[65 + j] + h[73 + k] as home,
      ln(1 - p_person - p_household)
        + u[1 + a] + u[9 + b] + u[17 + c] + u[25 + d] + u[33 + e] + u[41 + f] + u[49 + g] + u[57 + i] + u[65 + j] + u[73 + k] as other
    from duplicate_work_pattern where not drawn)
  select l, r, code, case
      -- people with other given names, or of whom one has none, are never certain: in one household they are two
      when a < 2 then least(score, 0.9899) else score end as score
  from (
    select l, r, code, a, round(of_kind(one, home, other + case a when 4 then given else 0 end + case b when 4 then family else 0 end
      + case d when 6 then born else 0 end + case e when 3 then phone else 0 end + case i when 3 then city else 0 end
      + case k when 3 then postcode else 0 end)::numeric, 4) as score
    from duplicate_work_compared join weighed using (code) left join duplicate_work_rare on id = l
    -- the most that rarity can add is eight times a field
    where not drawn and one - greatest(home, other) > -20) weighed_pairs;
end $$;
comment on function score_duplicates(bigint, double precision, double precision) is 'The probability of each pair that was compared';
