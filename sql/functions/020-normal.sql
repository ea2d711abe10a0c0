-- Normal forms: what makes two written values the same value. Used by constraints and by the merge, nowhere else.

create or replace function normal_text(p_value text) returns text
language sql immutable
as $$
  -- nearly every value is plain ASCII without space at its ends, and normal as it is
  select case when p_value ~ '^[!-~]([ -~]*[!-~])?$' then p_value else nullif(btrim(normalize(p_value, nfc), E' \t\n\r\u00a0'), '') end
$$;
comment on function normal_text(text) is 'NFC without space at the ends; null when nothing is left';

create or replace function normal_phone(p_value text, p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  digits text := regexp_replace(public.normal_text(p_value), '[^0-9+*#]|(?<=.)\+', '', 'g');
begin
  return case
    when digits like '+%' then digits
    when digits like '00%' then '+' || substr(digits, 3)
    -- a number in national form is completed with the installation's calling code
    when digits like '0%' and p_calling_code <> '' then p_calling_code || substr(digits, 2)
    else digits end;
end $$;
comment on function normal_phone(text, text) is 'Digits with a leading +, national numbers completed by the calling code';

create or replace function normal_value(p_type text, p_kind text, p_raw text, p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  seen text := p_raw;
begin
  if seen !~ '^[!-~]([ -~]*[!-~])?$' then
    -- a text form and a mail program turn no-break spaces into spaces and drop characters without width: no change by itself
    seen := public.normal_text(regexp_replace(replace(translate(p_raw, U&'\00A0\202F\200B\2060\FEFF\00AD', '  '), U&'\000D\000A', U&'\000A'),
      U&'[\0001-\0008\000B-\001F\007F-\009F]', '', 'g'));
  end if;
  return case
    when p_type = 'phone' or p_type = 'contact' and p_kind = 'phone'
      then coalesce(nullif(public.normal_phone(seen, p_calling_code), ''), seen)
    when p_type = 'email' or p_type = 'contact' and p_kind in ('email', 'web') then lower(seen)
    else seen end;
end $$;
comment on function normal_value(text, text, text, text) is 'Normal form of a value of a form field type; kind matters for contact points only';
