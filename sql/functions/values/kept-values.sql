-- Values that a table does not take: refused when they are new, told by satchel verify where they were there before.

create or replace function values_keep() returns trigger
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  now jsonb;
  before jsonb;
  fault record;
begin
  -- A row whose old values are wrong can still be changed in every other column: what was loaded years ago stops nobody's work.
  for fault in execute format('select * from %I($1)', tg_table_name || '_faults') using new loop
    now := coalesce(now, to_jsonb(new));
    before := coalesce(before, case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end);
    if tg_op = 'INSERT' or exists (select from unnest(fault.fields) field where now -> field::text is distinct from before -> field::text) then
      raise exception '%', fault.fault using errcode = '23514', constraint = fault.rule, table = tg_table_name, column = fault.fields[1];
    end if;
  end loop;
  return new;
end $$;

create or replace function value_tables() returns table (source name)
language sql immutable set search_path = public, pg_temp
as $$ values ('activity'::name), ('deal'), ('deal_line'), ('grp'), ('organization'), ('product'), ('ticket') $$;
comment on function value_tables() is 'Tables with a function TABLE_faults(row), which tells what is wrong with the values of a row';

create or replace function wrong_values(p_limit integer) returns table (record text, fault text, count bigint)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  texts text;
begin
  -- with the caller's rights, and of records that are there
  select string_agg(format('(select %L::text as source, t.%I as entity, f.fault from %I t cross join lateral %I(t) f)', v.source, r.key,
    v.source, v.source || '_faults'), ' union all ' order by v.source)
  into texts from value_tables() v join record_tables() r on r.source = v.source and r.part in ('subtype', 'row');
  return query execute format('with faults as (%s union all select ''deal'', deal_id, fault '
    'from deal cross join lateral (select deal_disagreement(deal_id)) f (fault) where fault is not null '
    -- taken, since an order may be typed in from the bottom up
    'union all select ''deal'', deal_id, ''its lines have prices, and it has no currency'' from deal where deal_currency is null '
    'and exists (select from deal_line where deal_line_deal = deal_id and deal_line_price <> 0)) '
    'select record_hid(entity_id), faults.fault, count(*) over () from faults join entity on entity_id = entity '
    'where entity_deleted is null order by source, entity_id limit $1', texts)
  using p_limit;
end $$;
comment on function wrong_values(integer) is $$Rows with values that were there before their checks: whose, what is wrong, and how many there are in all
@query verify/values @call valueFaults @param limit @column record checked @column fault checked @column count checked$$;
