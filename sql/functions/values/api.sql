-- Normal forms and lists as queries use them.

create or replace function normal_phone(p_value text, p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  quick text := public.phone_quick(p_value, p_calling_code);
  said record;
  seen text;
begin
  if quick is not null then
    return quick;
  end if;
  select * into said from public.read_phones(p_value, p_calling_code);
  if cardinality(said.numbers) = 1 and said.fault is null then
    return said.numbers[1];
  end if;
  -- text that is no number, or several, is compared as it was written: the digits of two are never put together
  seen := public.phone_text(p_value);
  return case when said.fault in ('phone-short', 'phone-long', 'phone-country') and length(translate(seen, ' ()-./+', '')) < 18
    then translate(seen, ' ()-./', '') else lower(public.normal_text(regexp_replace(p_value, '[[:space:]]+', ' ', 'g'))) end;
end $$;
comment on function normal_phone(text, text) is
  'A telephone number as +CODE NATIONAL (E.164), with ;ext= where it has an extension; national ones completed by the calling code. A text '
  'that is no number stays as it was written';

create or replace function normal_mail(p_value text) returns text
language plpgsql immutable
as $$
declare
  seen text;
  at integer;
begin
  -- nearly every address
  if p_value ~ '^[!-~]*[^.@]$' and p_value !~* '[@.]xn--' then
    return lower(p_value);
  end if;
  -- in any database alike: one of the locale C knows the case of ASCII alone
  seen := lower(public.normal_text(p_value) collate "und-x-icu");
  at := length(seen) - position('@' in reverse(seen)) + 1;
  return case when seen !~ '@' then seen else left(seen, at) || coalesce(public.domain_letters(substr(seen, at + 1)), '') end;
end $$;
comment on function normal_mail(text) is 'An address in lower case, its domain in its own letters: what makes two addresses the same';

create or replace function lookup_value(p_lookup bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$ select lookup_value from lookup where lookup_id = p_lookup $$;
comment on function lookup_value(bigint) is 'The word that stands for a lookup row in files';

create or replace function lookup_find(p_domain text, p_value text) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  found_id bigint;
begin
  if p_value is null then
    return null;
  end if;
  select lookup_id into found_id from lookup
  where lookup_domain = p_domain and lookup_value = p_value and lookup_active;
  if found_id is null then
    raise exception 'the list "%" has no such entry', p_domain using errcode = '22023';
  end if;
  return found_id;
end $$;
comment on function lookup_find(text, text) is 'The lookup row for a word of a list; error 22023 for an unknown word';

create or replace function joined_phones() returns table (at timestamptz, entity bigint, name text, stays text, joined text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not is_office() then
    raise exception 'which numbers were joined is for the office' using errcode = '42501';
  end if;
  return query
    select audit_at, entity_id, entity_name, contact_point_value, audit_content_old ->> 'contact_point_value'
    from instance join audit on audit_tx = any (instance_joined) and audit_table = 'contact_point' and audit_verb = 'delete'
    join audit_content on audit_content_id = audit_id join entity on entity_id = audit_entity
    left join contact_point on contact_point_entity = entity_id
      and contact_point_kind = (audit_content_old ->> 'contact_point_kind')::bigint
      and contact_point_normal = normal_value('contact', 'phone', audit_content_old ->> 'contact_point_value', instance_calling_code)
    where audit_content_old is not null
    order by audit_id;
end $$;
comment on function joined_phones() is $$Telephone numbers in two spellings on one record, which were joined when the number rules or the calling code changed
@query people/joined-numbers @use people @column at null When @column entity null Entity @column name null Name @column stays null Stays
@column joined null Joined number$$;

create or replace function next_birthday(p_born date, p_today date) returns date
language sql immutable
return (
  select (p_born + make_interval(years => years + (p_born + make_interval(years => years) < p_today)::integer))::date
  from (select extract(year from p_today)::integer - extract(year from p_born)::integer as years) apart);
comment on function next_birthday(date, date) is
  'The first birthday that is not over on a day; of those born on the 29th of February it is the 28th in other years';

create or replace function own_zone() returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return coalesce((select instance_zone from instance), 'UTC');
end $$;
comment on function own_zone() is 'The time zone of the installation, as its settings had it when the program last ran';

create or replace function own_today() returns date
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return (clock_timestamp() at time zone own_zone())::date;
exception when invalid_parameter_value then
  -- a zone that this server does not know
  return (clock_timestamp() at time zone 'UTC')::date;
end $$;
comment on function own_today() is 'Today in the time zone of the installation';

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
