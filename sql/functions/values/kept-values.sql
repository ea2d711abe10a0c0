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
    if tg_op = 'INSERT' or exists (select from unnest(fault.fields) field
      where now -> field::text is distinct from before -> field::text) then
      raise exception '%', fault.fault using errcode = '23514', constraint = fault.rule, table = tg_table_name, column = fault.fields[1];
    end if;
  end loop;
  return new;
end $$;

create or replace function value_tables() returns table (source name)
language sql immutable set search_path = public, pg_temp
as $$ values ('activity'::name), ('deal'), ('deal_line'), ('grp'), ('organization'), ('product'), ('ticket') $$;
comment on function value_tables() is 'Tables with a function TABLE_faults(row), which tells what is wrong with the values of a row';
