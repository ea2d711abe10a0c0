-- Which values can be a day, a day of birth, a contact.

create or replace function pg_input_is_date(p_value text) returns boolean
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  if p_value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return false;
  end if;
  perform make_date(substr(p_value, 1, 4)::integer, substr(p_value, 6, 2)::integer, substr(p_value, 9, 2)::integer);
  return true;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;

create or replace function latest_day() returns date
language sql stable
return (clock_timestamp() at time zone 'UTC' + interval '14 hours')::date;
comment on function latest_day() is 'Today where the day begins first: nobody is born later';

create or replace function time_valid(p_value text) returns boolean
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return p_value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}$' and p_value::timestamp is not null;
exception when data_exception then
  return false;
end $$;
comment on function time_valid(text) is 'Whether a text is a day and an hour as forms write them: 2026-11-30 14:30';

create or replace function stated_time(p_value text) returns timestamptz
language plpgsql stable set search_path = public, pg_temp
as $$
begin
  return case when p_value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}$' then p_value::timestamp at time zone own_zone()
    else p_value::timestamptz end;
end $$;
comment on function stated_time(text) is 'A time as it was stated: one without a zone is one where the installation is';

create or replace function web_valid(p_value text) returns boolean
language sql immutable
return p_value ~* '^https?://[^[:space:]/.]+(\.[^[:space:]/.]+)*\.?(:[0-9]+)?([/?#][^[:space:]]*)?$' and length(p_value) <= 2000;
comment on function web_valid(text) is 'Whether a text can be the address of a page';

create or replace function web_text(p_value text) returns text
language sql immutable
-- people leave out how it begins
return case when p_value ~* '^https?://' then p_value when p_value ~ '^([[:alnum:]-]+\.)+[[:alpha:]]{2,}([/:?#][^[:space:]]*)?$'
  then 'https://' || p_value else p_value end;
comment on function web_text(text) is 'The address of a page with its https://, where it was left out';

create or replace function place_text(p_value text) returns text
language plpgsql immutable set search_path = public, pg_temp
as $$
declare
  -- latitude, longitude, metres: as a page, a text form or a reply file writes them
  parts text[] := regexp_match(p_value,
    '^\s*(-?[0-9]{1,2}(?:\.[0-9]{1,15})?)[\s,;]+(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)(?:[\s,;(]+([0-9]{1,6}) ?m?\)?)?\s*$');
begin
  if parts is null or abs(parts[1]::numeric) > 90 or abs(parts[2]::numeric) > 180 then
    return null;
  end if;
  return concat(trim_scale(round(parts[1]::numeric, 6)), ', ', trim_scale(round(parts[2]::numeric, 6)),
    ' (' || parts[3]::integer || ' m)');
end $$;
comment on function place_text(text) is
  'Normal form of a place: latitude and longitude in degrees, and the metres of doubt where they are given; null for what is none';

create or replace function contact_valid(p_kind text, p_value text) returns boolean
language sql stable set search_path = public, pg_temp
as $$
  select case p_kind
    when 'phone' then phone_misfit(p_value) is null
    when 'email' then mail_valid(p_value)
    else true end
$$;

create or replace function phone_misfit(p_value text) returns text
language sql stable set search_path = public, pg_temp
as $$
  -- one value is one number: of two, one would be lost to everybody who dials
  select case when fault = 'two-phones' or cardinality(numbers) > 1 then 'two-phones'
    when fault is not null and not (fault = 'phone-short' and phone_code(p_value)) then 'not-a-phone' end
  from read_phones(p_value, coalesce((select instance_calling_code from instance), ''))
$$;
comment on function phone_misfit(text) is
  'Why a value is not one telephone number as this installation reads them: not-a-phone, two-phones';
