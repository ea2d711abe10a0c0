-- The names by which labels are set: a type, a field of it or of its rows.

create or replace function label_named(p_name text, out type text, out source name, out attribute name)
language plpgsql stable security invoker set search_path = public, pg_temp
as $$
declare
  table_word text := split_part(p_name, '.', 1);
  field_word text := split_part(p_name, '.', 2);
begin
  type := record_type(table_word);
  source := coalesce((select entity_type_table from entity_type where entity_type_hid = type),
    (select r.source from record_tables() r where r.source = replace(table_word, '-', '_') limit 1));
  if field_word <> '' then
    type := null;
    attribute := (select f.attribute from table_fields(source) f where f.field = field_word);
  end if;
end $$;
comment on function label_named(text) is
  'The type that a name like deal means, or the column that one like deal.amount means; nulls for neither';
