-- The steps of find_duplicates: whom to look at, which pairs share a key, what weighs how much, what is written down.

create or replace function look_at_people(p_whole boolean) returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  create unlogged table duplicate_work_look as
    select * from duplicate_looks(case when not p_whole then array(select id from duplicate_work_changed) end);
  create unlogged table duplicate_work_key as
    select duplicate_look_id as id, duplicate_keys(row(l.*)::duplicate_look) as keys from duplicate_work_look l;
  if p_whole then
    truncate duplicate_look, duplicate_key;
    create unlogged table duplicate_work_near (id bigint);
  else
    -- a key that too many share now, or no longer do, changes who is found beside whom: those people are looked at again, too
    create unlogged table duplicate_work_near as
    with before as (select unnest(duplicate_key_values) as key from duplicate_key join duplicate_work_changed on id = duplicate_key_id),
    after as (select unnest(keys) as key from duplicate_work_key),
    change as (select key, sum(n) as n from (select key, -1 as n from before union all select key, 1 from after) v group by key
      having sum(n) <> 0),
    every as (select unnest(duplicate_key_values) as key, duplicate_key_id as id from duplicate_key),
    crossed as (
      select key from change join every using (key) group by key, change.n
      having (count(*) <= duplicate_key_most()) <> (count(*) + change.n <= duplicate_key_most()))
    select id from duplicate_work_changed union select id from crossed join every using (key);
    delete from duplicate_look where duplicate_look_id in (select id from duplicate_work_changed);
    delete from duplicate_key where duplicate_key_id in (select id from duplicate_work_changed);
  end if;
  insert into duplicate_look select * from duplicate_work_look;
  insert into duplicate_key select * from duplicate_work_key;
  analyze duplicate_look, duplicate_key;
end $$;
comment on function look_at_people(boolean) is 'Notes down what people are compared by, of all or of those who have changed';

create or replace function pair_people(p_whole boolean) returns bigint
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  compared bigint;
begin
  if p_whole then
    -- step by step, each counted: the planner joins what it knows the size of in half the time
    create unlogged table duplicate_work_every as select duplicate_key_id as id, unnest(duplicate_key_values) as key from duplicate_key;
    analyze duplicate_work_every;
    create unlogged table duplicate_work_told as
      select id, key from duplicate_work_every join (
        select key from duplicate_work_every group by key having count(*) between 2 and duplicate_key_most()) telling using (key);
    analyze duplicate_work_told;
    create unlogged table duplicate_work_pair as
      select distinct a.id as l, b.id as r, false as drawn from duplicate_work_told a
      join duplicate_work_told b using (key) where a.id < b.id;
    -- and how strangers compare: pairs by a digest of their number, so that a second look draws the same ones
    insert into duplicate_work_pair
    with numbered as materialized (select row_number() over (order by duplicate_look_id) - 1 as place,
      duplicate_look_id as id from duplicate_look),
    total as (select count(*) as n from numbered),
    drawn as (
      select distinct least(x, y) as x, greatest(x, y) as y from total, generate_series(1, 100000) draw,
        lateral (select (hashint8extended(draw, 1) & 9223372036854775807) % n as x,
          (hashint8extended(draw, 2) & 9223372036854775807) % n as y) v
      where n >= 500 and x <> y)
    select p.id, q.id, true from drawn join numbered p on p.place = x join numbered q on q.place = y;
  else
    create unlogged table duplicate_work_pair as
    with near as materialized (select duplicate_key_id as id, unnest(duplicate_key_values) as key from duplicate_key
      join duplicate_work_near on id = duplicate_key_id),
    every as materialized (
      select duplicate_key_id as id, key from duplicate_key, unnest(duplicate_key_values) key where key in (select key from near)),
    telling as (select key from every group by key having count(*) between 2 and duplicate_key_most())
    select distinct least(a.id, b.id) as l, greatest(a.id, b.id) as r, false as drawn from telling join near a using (key)
    join every b using (key) where a.id <> b.id;
  end if;
  analyze duplicate_work_pair;
  select count(*) into compared from duplicate_work_pair where not drawn;
  return compared;
end $$;
comment on function pair_people(boolean) is 'Finds who is compared with whom; returns how many pairs';

create or replace function weigh_duplicates(inout run duplicate_run)
language plpgsql volatile set search_path = public, pg_temp
as $$
declare
  shares record;
begin
  truncate duplicate_often;
  insert into duplicate_often select hashtextextended(field || ':' || value, 0), count(*)
    from duplicate_look l, duplicate_values(l) group by 1 having count(*) > 2;
  -- with what was shipped first: it says whether there are pairs enough to learn from
  update duplicate_weight set duplicate_weight_learned_person = null, duplicate_weight_learned_household = null,
    duplicate_weight_learned_stranger = null;
  run.duplicate_run_learned := null;
  run.duplicate_run_learned_people := run.duplicate_run_people;
  select * into shares from duplicate_shares(run.duplicate_run_people, false, 10, least(0.2 / greatest(run.duplicate_run_people, 2), 0.1),
    least(0.6 / greatest(run.duplicate_run_people, 2), 0.2));
  if run.duplicate_run_people >= 500 and shares.person_pairs >= 50 then
    perform sample_strangers();
    select * into shares from duplicate_shares(run.duplicate_run_people, true, 25, shares.person_share, shares.household_share);
    run.duplicate_run_learned := clock_timestamp();
  end if;
  run.duplicate_run_learned_pairs := shares.person_pairs;
  run.duplicate_run_person_share := shares.person_share;
  run.duplicate_run_household_share := shares.household_share;
end $$;
comment on function weigh_duplicates(duplicate_run) is 'Learns the weights where there are pairs enough; else those that were shipped hold';

create or replace function write_duplicates(p_whole boolean, p_least numeric) returns void
language plpgsql volatile set search_path = public, pg_temp
as $$
begin
  with found as materialized (
    select l, r, score, duplicate_band(score) as band, reason from duplicate_work_scored
    join (select code, duplicate_reason(code) as reason
      from (select distinct code from duplicate_work_scored where score >= p_least) c) said using (code)
    where score >= p_least),
  gone as (
    -- a pair that no longer looks alike, or is gone, is no candidate any more
    delete from duplicate where duplicate_status = 'open'
      and (p_whole or duplicate_left in (select id from duplicate_work_near) or duplicate_right in (select id from duplicate_work_near))
      and not exists (select from found where l = duplicate_left and r = duplicate_right))
  insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_band, duplicate_reason)
  select l, r, score, band, coalesce(reason, '') from found
  -- decided pairs stay decided
  on conflict (duplicate_left, duplicate_right) do update
    set duplicate_score = excluded.duplicate_score, duplicate_band = excluded.duplicate_band, duplicate_reason = excluded.duplicate_reason
  where duplicate.duplicate_status = 'open'
    and (duplicate.duplicate_score, duplicate.duplicate_band, duplicate.duplicate_reason)
      is distinct from (excluded.duplicate_score, excluded.duplicate_band, excluded.duplicate_reason);
end $$;
comment on function write_duplicates(boolean, numeric) is
  'Keeps the pairs of this score or more, takes away open ones that are none any more';
