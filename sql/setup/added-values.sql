-- Puts the values of a field that got another type into its new column: own_prepare() kept them in the table retyped. They are the same
-- values, so no trigger is there that would write them into a history.
do $$
declare
  r record;
begin
  for r in select source, attribute, format_type(atttypid, atttypmod) as type, bool_or(currency is not null) as has_currency
    from retyped join pg_attribute on attrelid = source::text::regclass and attname = attribute group by 1, 2, 3
  loop
    execute format('update %I t set %I = r.value::%s%s from retyped r where r.id = t.%I', r.source, r.attribute, r.type,
      case when r.has_currency then format(', %I = r.currency', r.attribute || '_currency') else '' end, r.source || '_id');
  end loop;
end $$;
drop table retyped;
