-- Pairs of people that may be one. A pair is looked at when something of it agrees (a telephone number, an e-mail address, the day
-- of birth, the name); its score says how much. What a person has decided is never asked again.

create or replace function name_key(p_name text) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- words in order of the alphabet, without accents and letters that are often doubled or mistaken
  select string_agg(word, ' ' order by word) from (
    select regexp_replace(regexp_replace(regexp_replace(word, '[^a-z]', '', 'g'), '(.)\1+', '\1', 'g'), '[yj]', 'i', 'g') as word
    from regexp_split_to_table(lower(regexp_replace(normalize(p_name, nfkd), '[\u0300-\u036f]', '', 'g')), '[\s''-]+') word) words
  where word <> ''
$$;
comment on function name_key(text) is 'Name as it is compared: "Okello, Jimmy" and "Jimmy Okelo" have one key';

create or replace function duplicate_points() returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$ select jsonb_object_agg(duplicate_rule_hid, duplicate_rule_points) from duplicate_rule $$;
comment on function duplicate_points() is 'The stored rules: what each thing adds to the score of a pair';

create or replace function born_rule(p_left date, p_right date) returns text
language sql immutable set search_path = public, pg_temp
as $$
  select case
    when p_left is null or p_right is null then null
    when p_left = p_right then 'born-same'
    when to_char(p_left, 'YYYYDDMM') = to_char(p_right, 'YYYYMMDD') then 'born-swapped'
    when (select count(*) from generate_series(1, 8) place
      where substr(to_char(p_left, 'YYYYMMDD'), place, 1) <> substr(to_char(p_right, 'YYYYMMDD'), place, 1)) = 1 then 'born-digit'
    else 'born-other' end
$$;
comment on function born_rule(date, date) is 'Which rule two days of birth fall under; null where one of them is not known';

create or replace function duplicate_score(p_points jsonb, p_name_left text, p_name_right text, p_shared boolean, p_born_left date, p_born_right date,
  p_place boolean, p_apart boolean)
returns numeric
language sql immutable set search_path = public, pg_temp
as $$
  select greatest(0, least(1, round((
    (p_points ->> 'name')::numeric * greatest(similarity(name_key(p_name_left), name_key(p_name_right)),
      similarity(lower(p_name_left), lower(p_name_right)))::numeric
    + (select coalesce(sum((p_points ->> rule)::numeric), 0) from unnest(array[
      case when p_shared then 'contact-shared' end, born_rule(p_born_left, p_born_right),
      case p_place when true then 'place-same' when false then 'place-other' end, case when p_apart then 'mail-other' end]) rule)), 4)))
$$;
comment on function duplicate_score(jsonb, text, text, boolean, date, date, boolean, boolean) is
  'How likely two people are one, 0 to 1, by these points: names, a shared telephone or e-mail address, days of birth, the same town or another, e-mail addresses that differ';

create or replace function find_duplicates(p_least numeric) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  points jsonb := duplicate_points();
  found_now bigint;
begin
  if not is_office() then
    raise exception 'duplicates are looked for by the office' using errcode = '42501';
  end if;
  -- after a large load the server's own figures may be old, and its plan would take ten times as long
  analyze entity, person, contact_point, address;
  with alive as materialized (
    select person_id as id, entity_name as name, name_key(entity_name) as key, person_born as born
    from person join entity on entity_id = person_id where entity_deleted is null and entity_merged is null),
  reach as materialized (
    select contact_point_entity as id, contact_point_kind as kind, contact_point_normal as normal
    from contact_point join alive on id = contact_point_entity where lookup_value(contact_point_kind) in ('phone', 'email')),
  -- a number that dozens share (an office, a school) tells nothing about two of them
  telling as materialized (select kind, normal from reach group by kind, normal having count(*) between 2 and 20),
  -- nor does a name or a day (the first of January, where nobody knew) that very many have
  names as materialized (select key from alive group by key having count(*) between 2 and 20),
  days as materialized (select born from alive where born is not null group by born having count(*) between 2 and 200),
  pairs as (
    select a.id as l, b.id as r, true as shared from telling join reach a using (kind, normal) join reach b using (kind, normal) where a.id < b.id
    union all
    select a.id, b.id, false from days join alive a using (born) join alive b using (born) where a.id < b.id
      and similarity(a.key, b.key) > 0.4
    union all
    select a.id, b.id, false from names join alive a using (key) join alive b using (key) where a.id < b.id),
  scored as (
    select l, r, bool_or(shared) as shared, a.name as left_name, b.name as right_name, a.born as left_born, b.born as right_born,
      (select bool_or(lower(x.address_city) = lower(y.address_city)) from address x, address y where x.address_entity = l and y.address_entity = r) as place,
      (select not bool_or(x.contact_point_normal = y.contact_point_normal) from contact_point x join contact_point y using (contact_point_kind)
        where x.contact_point_entity = l and y.contact_point_entity = r and x.contact_point_kind = mail.id) as apart
    from pairs join alive a on a.id = l join alive b on b.id = r, (select lookup_find('contact-kind', 'email') as id) mail
    group by l, r, a.name, b.name, a.born, b.born, mail.id),
  judged as (
    select *, duplicate_score(points, left_name, right_name, shared, left_born, right_born, place, apart) as score from scored),
  written as (
    insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason)
    select l, r, score, concat_ws(', ', 'names ' || round(100 * similarity(name_key(left_name), name_key(right_name))) || ' %',
      case when shared then 'a number or address in common' end,
      case when left_born = right_born then 'born on the same day' when left_born is not null and right_born is not null then 'born on other days' end,
      case when place then 'same town' end)
    from judged where score >= p_least
    -- decided pairs stay decided
    on conflict (duplicate_left, duplicate_right) do update set duplicate_score = excluded.duplicate_score, duplicate_reason = excluded.duplicate_reason
    where duplicate.duplicate_status = 'open' and duplicate.duplicate_score <> excluded.duplicate_score
    returning 1),
  gone as (
    -- what no longer looks alike, or is gone, is no candidate any more
    delete from duplicate where duplicate_status = 'open'
      and not exists (select from judged where l = duplicate_left and r = duplicate_right and score >= p_least))
  select count(*) into found_now from judged where score >= p_least
    and not exists (select from duplicate where duplicate_left = l and duplicate_right = r and duplicate_status <> 'open');
  return found_now;
end $$;
comment on function find_duplicates(numeric) is 'Looks for pairs of people that may be one; returns how many open pairs of this score or more there are';

create or replace function decide_different(p_pair bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'whether two records are one is decided by the office' using errcode = '42501';
  end if;
  update duplicate set duplicate_status = 'different', duplicate_decider = acting_role(), duplicate_decided = clock_timestamp()
  where duplicate_id = p_pair and duplicate_status = 'open';
  return found;
end $$;
comment on function decide_different(bigint) is 'Remembers that two records are two; false where the pair is not open';

create or replace function set_duplicate_points(p_rule text, p_points numeric) returns boolean
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  update duplicate_rule set duplicate_rule_points = p_points where duplicate_rule_hid = p_rule;
  return found;
end $$;
comment on function set_duplicate_points(text, numeric) is 'Tunes a rule, -1 to 1; false where there is no such rule';
