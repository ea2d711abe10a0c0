-- Values of fields of one's own that need more than a check of their column can say: a check may use built-in functions alone. A trigger
-- asks here, so that commands, files, replies and other programs are refused the same values.

create or replace function own_value_fault(p_kind text, p_value text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  select case p_kind
    when 'email' then case when not mail_valid(p_value) then 'not-an-email' end
    when 'phone' then phone_misfit(p_value)
    when 'web' then case when not web_valid(p_value) then 'not-a-web-address' end
    when 'place' then case when place_text(p_value) is null then 'not-a-place' end
    when 'currency' then case when currency_fault(p_value, null) is not null then 'not-a-currency' end
    when 'money' then case when p_value ~ '^-' then 'negative' end end
$$;
comment on function own_value_fault(text, text) is 'Why a field of a kind cannot hold a value: a reason that letters tell; null if it can';

create or replace function own_same(p_kind text, p_value text) returns text
language sql stable security definer set search_path = public, pg_temp
as $$ select normal_value(p_kind, null, p_value, coalesce((select instance_calling_code from instance), '')) $$;
comment on function own_same(text, text) is 'Normal form of a value of a kind: a number that is written in two ways is one number';

create or replace function own_kept_kinds(p_table name) returns table (field name, kind text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select meta_fields_field::name, meta_fields_value from meta_fields
  where meta_fields_table = p_table and meta_fields_attribute = 'kind' and is_own(meta_fields_field::name)
    and meta_fields_value in ('email', 'phone', 'web', 'place', 'money')
  union all
  select (meta_fields_field || '_currency')::name, 'currency' from meta_fields
  where meta_fields_table = p_table and meta_fields_attribute = 'kind' and is_own(meta_fields_field::name) and meta_fields_value = 'money'
  order by 1
$$;
comment on function own_kept_kinds(name) is 'Columns of one''s own whose values a trigger asks about';

create or replace function own_values_keep() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  now jsonb := to_jsonb(new);
  before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  field text;
  kind text;
  fault text;
begin
  for i in 0 .. tg_nargs / 2 - 1 loop
    field := tg_argv[2 * i];
    kind := tg_argv[2 * i + 1];
    -- an odd value that was there before stops no other change of its row
    continue when now ->> field is null or now -> field is not distinct from before -> field
      and (kind <> 'money' or now -> (field || '_currency') is not distinct from before -> (field || '_currency'));
    if kind = 'place' and place_text(now ->> field) is not null then
      new := jsonb_populate_record(new, jsonb_build_object(field, place_text(now ->> field)));
    elsif kind = 'money' and places_fault((now ->> field)::numeric, now ->> (field || '_currency')) is not null then
      raise exception '%', places_fault((now ->> field)::numeric, now ->> (field || '_currency'))
        using errcode = '23514', constraint = field || '_places', table = tg_table_name, column = field;
    end if;
    fault := own_value_fault(kind, now ->> field);
    if fault is not null then
      raise exception '% takes no such value (%)', coalesce(col_description(tg_relid, (select attnum from pg_attribute
        where attrelid = tg_relid and attname = field)), field), fault
        using errcode = '23514', constraint = field || case kind when 'currency' then '_known' else '_' || kind end,
          table = tg_table_name, column = field;
    end if;
  end loop;
  return new;
end $$;
