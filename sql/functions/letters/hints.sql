-- Hints that a letter may show of a number or an address: enough to recognise it, too little to learn it.

create or replace function slot_hint(p_form bigint, p_slot text, p_value jsonb, p_other jsonb default null) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce((
    select value_hint(case when form_field_type = 'contact' then p_value ->> 'kind' else form_field_type end,
      case when p_slot like 'field/%' then p_value #>> '{}' else p_value ->> form_field_name end,
      case when p_slot like 'field/%' then p_other #>> '{}' else p_other ->> form_field_name end)
    from slot_fields(p_form, p_slot) where form_field_type in ('phone', 'email', 'contact') and form_field_place in ('field', 'row')
    order by form_field_sort limit 1), '{}')
$$;
comment on function slot_hint(bigint, text, jsonb, jsonb) is 'What a letter may show of the number or address in a slot: as value_hint';

create or replace function value_hint(p_kind text, p_value text, p_other text default null) returns jsonb
language sql immutable set search_path = public, pg_temp
as $$
  -- of what is short the rest could be guessed
  select case
    when p_kind = 'phone' and length(digits) >= 7 then jsonb_build_object('hint', jsonb_build_object('kind', 'phone', 'part',
      -- as many as tell it from the other one, and no more than half of it
      right(digits, coalesce((
        select min(n) from generate_series(2, length(digits) / 2) n where right(digits, n) <> right(others, n)), 2))))
    when p_kind = 'email' and p_value ~ '^[A-Za-z0-9][^@]{2}[^@]*@'
      then jsonb_build_object('hint', jsonb_build_object('kind', 'email', 'part', lower(left(p_value, 1)))) end
  from (select regexp_replace(p_value, '[^0-9]', '', 'g') as digits,
    regexp_replace(coalesce(p_other, ''), '[^0-9]', '', 'g') as others) compared
$$;
comment on function value_hint(text, text, text) is
  'So much of a number or address that its owner knows it and nobody else: {hint: {kind, part}}, its last two digits (more where '
    'those of the other value are the same) or its first letter; null where it is short';
