-- The weight of each field, learned from this office's own people without anybody telling which pairs are one: three kinds of pairs are
-- told apart (one person, one household, strangers), and how often each level stands in each kind follows, round by round.

create or replace function duplicate_cells(p_kind text) returns double precision[]
language sql stable set search_path = public, pg_temp
as $$
  -- eight places a field: the first for "nobody knows", which says nothing
  select array_agg(ln(greatest(coalesce(case p_kind when 'person' then coalesce(duplicate_weight_learned_person, duplicate_weight_person)
      when 'household' then coalesce(duplicate_weight_learned_household, duplicate_weight_household)
      else coalesce(duplicate_weight_learned_stranger, duplicate_weight_stranger) end, 1), 1e-12)) order by place)
  from generate_series(1, 80) place left join duplicate_weight
    on 8 * array_position(duplicate_fields(), duplicate_weight_field) + duplicate_weight_level - 6 = place
$$;
comment on function duplicate_cells(text) is 'The weights of one kind of pairs as logarithms, by the place of field and level';

create or replace function duplicate_shares(p_people bigint, p_learn boolean, p_rounds integer, inout person_share double precision,
  inout household_share double precision,
  out person_pairs double precision)
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  every double precision := greatest(p_people::double precision * (p_people - 1) / 2, 1);
  m double precision[] := duplicate_cells('person');
  h double precision[] := duplicate_cells('household');
  u double precision[] := duplicate_cells('stranger');
  persons double precision[];
  households double precision[];
  households_sum double precision;
begin
  for round in 1..p_rounds loop
    with weighed as materialized (
      select n, a, b, c, d, e, f, g, i, j, k,
        ln(person_share) + m[1 + a] + m[9 + b] + m[17 + c] + m[25 + d] + m[33 + e] + m[41 + f] + m[49 + g] + m[57 + i]
          + m[65 + j] + m[73 + k] as one,
        ln(household_share) + h[1 + a] + h[9 + b] + h[17 + c] + h[25 + d] + h[33 + e] + h[41 + f] + h[49 + g] + h[57 + i]
          + h[65 + j] + h[73 + k] as home,
        ln(1 - person_share - household_share)
          + u[1 + a] + u[9 + b] + u[17 + c] + u[25 + d] + u[33 + e] + u[41 + f] + u[49 + g] + u[57 + i] + u[65 + j] + u[73 + k] as other
      from duplicate_work_pattern where not drawn),
    judged as materialized (
      select n, a, b, c, d, e, f, g, i, j, k, n * of_kind(one, home, other) as one, n * of_kind(home, one, other) as home from weighed),
    summed as (
      select case when grouping(a) = 0 then 1 + a when grouping(b) = 0 then 9 + b when grouping(c) = 0 then 17 + c
        when grouping(d) = 0 then 25 + d
          when grouping(e) = 0 then 33 + e when grouping(f) = 0 then 41 + f when grouping(g) = 0 then 49 + g
            when grouping(i) = 0 then 57 + i
          when grouping(j) = 0 then 65 + j when grouping(k) = 0 then 73 + k else 81 end as place, sum(one) as one, sum(home) as home
      from judged group by grouping sets ((a), (b), (c), (d), (e), (f), (g), (i), (j), (k), ()))
    select array_agg(coalesce(one, 0) order by place), array_agg(coalesce(home, 0) order by place) into persons, households
    from generate_series(1, 81) place left join summed using (place);
    person_pairs := persons[81];
    households_sum := households[81];
    person_share := least(greatest(person_pairs, p_people / 100.0, 0.5) / every, 0.2);
    household_share := least(greatest(households_sum, 1) / every, 0.3);
    continue when not p_learn;
    perform learn_duplicate_weights(every, persons, households);
    m := duplicate_cells('person');
    h := duplicate_cells('household');
    u := duplicate_cells('stranger');
  end loop;
end $$;
comment on function duplicate_shares(bigint, boolean, integer, double precision, double precision) is
  'Which share of all pairs are one person and one household; with p_learn the weights are learned, too';

create or replace function of_kind(p_one double precision, p_other double precision, p_third double precision) returns double precision
language sql immutable parallel safe
return 1 / (1 + exp(least(greatest(p_other - p_one, -600), 600)) + exp(least(greatest(p_third - p_one, -600), 600)));
comment on function of_kind(double precision, double precision, double precision) is
  'The probability of the first of three, by their logarithms';

create or replace function learn_duplicate_weights(p_every double precision, p_persons double precision[], p_households double precision[])
  returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  -- as counted in this round, with as much of what was shipped as ten pairs would say
  update duplicate_weight w set duplicate_weight_learned_person = (one + 10 * duplicate_weight_person) / (one_all + 10),
    duplicate_weight_learned_household = case when w.duplicate_weight_field in ('given', 'exchanged', 'born')
      then duplicate_weight_learned_household
      else (home + 10 * duplicate_weight_household) / (home_all + 10) end,
    -- the sample of strangers has pairs of one person in it
    duplicate_weight_learned_stranger = case when w.duplicate_weight_field = 'exchanged' then 1
      when same is not null then greatest(same - one / p_every / known, same * 0.02, 0.1 / p_every)
      else (greatest(seen - one * every / p_every, 0) + 5000 * duplicate_weight_stranger) / (every * known + 5000) end
  from (
    select duplicate_weight_id as id, p_persons[place] as one, sum(p_persons[place]) over field as one_all,
      p_households[place] as home, sum(p_households[place]) over field as home_all, same, seen, every, known
    from (select duplicate_weight_id, duplicate_weight_field, 8 * array_position(duplicate_fields(), duplicate_weight_field)
      + duplicate_weight_level - 6 as place
      from duplicate_weight) places join duplicate_work_sampled on duplicate_weight_id = id
    window field as (partition by duplicate_weight_field)) counted
  where w.duplicate_weight_id = counted.id;
  -- A person keeps name and day of birth more often than not: without this, households would be learned as persons. And a household
  -- has its name, telephone and street: without this it would be learned as the same town.
  update duplicate_weight set duplicate_weight_learned_person = least(duplicate_weight_learned_person, duplicate_weight_person_most),
    duplicate_weight_learned_household = least(duplicate_weight_learned_household, duplicate_weight_household_most);
  update duplicate_weight w set duplicate_weight_learned_person = duplicate_weight_learned_person / person,
    duplicate_weight_learned_household = case when w.duplicate_weight_field in ('given', 'exchanged') then duplicate_weight_household
      -- born on other days, but for twins, and a father and son of one name
      when w.duplicate_weight_field = 'born' then 0.97 * duplicate_weight_learned_stranger
        + case duplicate_weight_level when 5 then 0.03 else 0 end
      else duplicate_weight_learned_household / household end
  from (select duplicate_weight_field as field, sum(duplicate_weight_learned_person) as person,
    sum(duplicate_weight_learned_household) as household
    from duplicate_weight group by 1) total
  where w.duplicate_weight_field = field;
end $$;
comment on function learn_duplicate_weights(double precision, double precision[], double precision[]) is
  'One round: weights from how often each level stands in pairs of one person and of one household, held where families would mislead it';

create or replace function sample_strangers() returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  create unlogged table duplicate_work_sampled as
  with cell as (
    select field, (code >> (3 * (place::integer - 1)) & 7) - 1 as level, sum(n) as n
    from duplicate_work_pattern, unnest(duplicate_fields()) with ordinality f (field, place) where drawn group by 1, 2),
  total as (select sum(n) as every from duplicate_work_pattern where drawn),
  known as (select field, sum(n) as n from cell where level >= 0 group by field),
  -- how often two strangers have the very same follows from how often each value stands here: a sample would find none
  same as (
    select field, sum(n * (n - 1)) / sum(n) ^ 2 as share from (
      select field, value, count(*)::double precision as n from duplicate_look, lateral (
        select 'born' as field, duplicate_look_born as value union all select 'phone', unnest(duplicate_look_phones)
        union all select 'email', unnest(duplicate_look_mails) union all select 'street', unnest(duplicate_look_streets)) v
      where value is not null group by 1, 2) counted group by field)
  select duplicate_weight_id as id, coalesce(cell.n, 0)::double precision as seen, every::double precision as every,
    coalesce(known.n / nullif(every, 0), 0)::double precision as known,
    case when share > 0 and known.n > 0
      and duplicate_weight_level = max(duplicate_weight_level) over (partition by duplicate_weight_field) then share end as same
  from duplicate_weight cross join total left join known on known.field = duplicate_weight_field
    left join cell on cell.field = duplicate_weight_field and cell.level = duplicate_weight_level
    left join same on same.field = duplicate_weight_field;
  update duplicate_weight set duplicate_weight_learned_person = duplicate_weight_person,
    duplicate_weight_learned_household = duplicate_weight_household,
    duplicate_weight_learned_stranger = case when duplicate_weight_field = 'exchanged' then 1
      else coalesce(same, (seen + 5000 * duplicate_weight_stranger) / (every * known + 5000)) end
  from duplicate_work_sampled where id = duplicate_weight_id;
end $$;
comment on function sample_strangers() is 'How often each level stands between people drawn at random, for the learning to begin with';
