-- The row of a record that a row of a file is: by what it led to before, else by its own key, the first of the file with the first that is
-- there. All among what the acting role sees.

create or replace function file_match_rows(p_type text, p_page file_row[]) returns file_row[]
language plpgsql stable security invoker set search_path = public, pg_temp set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  about record;
  matched file_row[];
begin
  select * into about from file_types() t where t.type = p_type;
  execute format($sql$
    with given as materialized (
      select r, g, (r.given ->> %3$L)::bigint as record from unnest($1) r
      cross join lateral file_populate(%1$L, r.given) f (content) cross join lateral jsonb_populate_record(null::%1$I, f.content) g
      where r.outcome is null),
    remembered as materialized (
      select v.*, k.id as by_row, k.gone from given v
      left join lateral (
        select k.load_key_row as id, t.%2$I is null as gone from load_key k
        left join lateral (select %2$I from %1$I where %2$I = k.load_key_row and %3$I = v.record offset 0) t on true
        where k.load_key_value = (v.r).digest and k.load_key_kind = 'row' and k.load_key_by = acting_role() and k.load_key_source = %1$L
        offset 0) k on true),
    -- the same key to the letter: the first of the file is the first that is there
    wanted as materialized (
      select m.*, %4$s as key from remembered m where by_row is null),
    numbered as materialized (select *, row_number() over (partition by record, key order by (r).line) as place from wanted),
    exact as materialized (
      select n.*, t.id as by_key from numbered n left join lateral (
        select x.id from (select t.%2$I as id, row_number() over (order by t.%2$I) as place from %1$I t
          where t.%3$I = n.record and %5$s = n.key and t.%2$I <> all ((n.r).taken)
            and t.%2$I not in (select m.by_row from remembered m where m.by_row is not null)) x
        where x.place = n.place offset 0) t on true),
    -- then those that say more or less of it and contradict nothing, in their order too
    partly as (select e.*, row_number() over (partition by by_key is null, record, %7$s order by (r).line) as nth from exact e),
    loose as (
      select e.r, e.record, e.by_key, t.id as by_part, row_number() over (partition by t.id order by (e.r).line) as turn,
        exists (select from %1$I t where t.%3$I = e.record) as there
      from partly e left join lateral (
        select x.id from (select t.%2$I as id, row_number() over (order by t.%2$I) as nth from %1$I t
          where t.%3$I = e.record and t.%2$I <> all ((e.r).taken) and %6$s
            and t.%2$I not in (select m.by_row from remembered m where m.by_row is not null)
            and t.%2$I not in (select o.by_key from exact o where o.by_key is not null)) x
        where e.by_key is null and x.nth = e.nth offset 0) t on true),
    found as (
      select r, record, by_row as id, coalesce(gone, false) as gone, false as beside from remembered where by_row is not null
      union all select r, record, coalesce(by_key, case when turn = 1 then by_part end), false,
        (r).alone and by_key is null and (by_part is null or turn > 1) and there from loose)
    select coalesce(array_agg(x.p order by (x.p).line), '{}') from (
      select p from unnest($1) p where p.outcome is not null
      union all select file_row_as(row((r).line, (r).said, (r).given, null, (r).uid, (r).digest, (r).place, (r).taken, (r).alone,
          null, null, null, null, (r).kept, null,
          case when gone then array['gone'] when beside then array['alone'] end)::file_row,
        case when gone then 'gone' when beside then 'same' when id is null then 'new' else 'same' end, record,
        case when not gone then id end, (r).faults) from found) x (p)$sql$,
    about.source, about.source || '_id', about.record_key, file_key_of(about.source, 'm.g'), file_key_of(about.source, 't'),
    file_agrees(about.source, 'e.g', 't'), coalesce((select string_agg(format('(g).%I', c), ', ') from unnest(about.columns) c), 'true'))
    into matched using p_page;
  return matched;
end $$;
comment on function file_match_rows(text, file_row[]) is 'A page with the row of its record that each row is, or none where it is new';

create or replace function file_populate(p_source name, p_given jsonb) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- what a trigger would fill in, where a key is made of it
  select case when p_source = 'contact_point' then p_given || jsonb_build_object('contact_point_normal', normal_value('contact',
      lookup_value((p_given ->> 'contact_point_kind')::bigint), p_given ->> 'contact_point_value',
      coalesce((select instance_calling_code from instance), ''))) else p_given end
$$;
comment on function file_populate(name, jsonb) is 'The columns of a row with those that its key needs';

create or replace function file_key_of(p_source name, p_row text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- SQL for what makes two rows of one record the same
  select 'array[' || coalesce((
      select string_agg(format('(%s)::text', replace(e, '%s', case when p_row like '%.%' then '(' || p_row || ')' else p_row end)), ', ')
      from unnest(t.natural_key) e),
    (select string_agg(format('%s.%I::text', case when p_row like '%.%' then '(' || p_row || ')' else p_row end, c), ', ')
      from unnest(t.columns) c), '''''') || ']::text[]'
  from file_types() t where t.source = p_source
$$;
comment on function file_key_of(name, text) is 'SQL for the key of a row of a table';

create or replace function file_agrees(p_source name, p_given text, p_row text) returns text
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- SQL for: what the file says of the key is there, and something of it is said; of an address also what is empty there fits
  select format('(%s) and (%s)',
    string_agg(case when p_source = 'address' then format('not coalesce(load_differs(%1$s.%3$I::text, (%2$s).%3$I::text), false)',
        p_row, p_given, c)
      else format('((%2$s).%3$I is null or %1$s.%3$I = (%2$s).%3$I)', p_row, p_given, c) end, ' and '),
    string_agg(format('coalesce(not load_differs(%1$s.%3$I::text, (%2$s).%3$I::text), false)', p_row, p_given, c), ' or '))
  from file_types() t, unnest(t.columns) c where t.source = p_source having count(*) > 0
  union all select 'false' where not exists (select from file_types() t, unnest(t.columns) c where t.source = p_source)
$$;
comment on function file_agrees(name, text, text) is
  'SQL for whether a row that is there is the one of the file, where its key says more or less';
