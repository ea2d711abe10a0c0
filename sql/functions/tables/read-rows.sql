-- Rows of any type from a file, a page at a time: read by the catalog, matched with what is there, written under the acting role. One
-- statement a step for the whole page; where one is refused, the page is tried in halves, so that each row that cannot be written is found
-- and named. Numbers of this load's own rows may come in `taken`: they are other rows of the same key.

create or replace function file_row_as(p_row file_row, p_outcome text, p_record bigint, p_id bigint, p_faults jsonb) returns file_row
language sql immutable
return row(p_row.line, p_row.said, p_row.given, p_row.uuid, p_row.uid, p_row.digest, p_row.place, p_row.taken, p_row.alone, p_record, p_id,
  p_row.known, p_outcome, p_row.kept, p_faults, p_row.told)::file_row;
comment on function file_row_as(file_row, text, bigint, bigint, jsonb) is 'A row with what a step finds of it';

create or replace function file_read(p_type text, p_rows jsonb) returns file_row[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  with field as materialized (select * from file_fields(p_type)),
  given as materialized (
    select (r ->> 'line')::integer as line, coalesce(r -> 'ids', '{}') as ids, r -> 'said' as said, r ->> 'uid' as uid,
      r ->> 'digest' as digest, r ->> 'place' as place,
      coalesce((r ->> 'alone')::boolean, false) as alone,
      array(select value::bigint from jsonb_array_elements_text(coalesce(r -> 'taken', '[]'))) as taken
    from jsonb_array_elements(p_rows) r),
  said as materialized (
    select line, f.field, f.attribute, f.domain, f.refers, f.kind, s.value as text
    from given cross join lateral jsonb_each_text(said) s join field f on f.field = s.key),
  named as materialized (
    select n.refers, x.* from (
      select refers, array_agg(distinct text) as texts from said where domain is null and refers is not null and text is not null
      group by refers) n
    cross join lateral file_references(n.refers, n.texts) x),
  valued as (
    select line, field, attribute,
      case when said.domain is not null then to_jsonb(lookup_id) when said.refers is not null then to_jsonb(named.id)
        else to_jsonb(text) end as value,
      case when text is null then null when said.domain is not null then case when lookup_id is null then 'not-listed' end
        when said.refers is not null then named.fault end as fault
    from said
    left join lookup on lookup_domain = said.domain and lookup_value = text and lookup_active
    left join named on named.refers = said.refers and named.said = text and said.domain is null
    -- rows that the load has found itself
    union all select line, f.field, f.attribute, i.value, null
    from given cross join lateral jsonb_each(ids) i join field f on f.field = i.key),
  row_of as (
    select line, coalesce(jsonb_object_agg(attribute, value) filter (where value is not null), '{}') as given,
      jsonb_agg(jsonb_build_object('field', field, 'fault', fault) order by field) filter (where fault is not null) as faults
    from valued group by line)
  select coalesce(array_agg(row(g.line, g.said, coalesce(r.given, '{}'), null, g.uid, g.digest, g.place, g.taken, g.alone, null, null, null,
    case when f.faults @? '$[*] ? (@.fault != "unknown")' then 'fault' when f.faults <> '[]' then 'unknown' end, '{}',
    f.faults, null)::file_row order by g.line), '{}')
  from given g left join row_of r using (line)
  cross join lateral (
    select coalesce(r.faults, '[]') || case when p_type = 'contact' then file_lacks(r.given) else '[]' end as faults offset 0) f
$$;
comment on function file_read(text, jsonb) is
  'A page of rows by column: words of lists and names of records as their numbers, with a fault for each that means nothing';

create or replace function file_lacks(p_given jsonb) returns jsonb
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- what is asked before anything is written: a row without its record has no place, and a number that cannot be right is nobody's
  select coalesce(jsonb_agg(jsonb_build_object('field', 'value', 'fault', fault)), '[]') from (
    select case lookup_value((p_given ->> 'contact_point_kind')::bigint)
      when 'phone' then phone_misfit(p_given ->> 'contact_point_value')
      when 'email' then case when not mail_valid(p_given ->> 'contact_point_value') then 'not-email' end end as fault offset 0) f
  where fault is not null
$$;
comment on function file_lacks(jsonb) is
  'Faults of a row that its table does not know: a telephone number or address that cannot be one';

