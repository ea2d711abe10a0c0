-- Telephone numbers as people write them, read by the plan of their country (phone-plans.sql) as libphonenumber reads them;
-- docs/phones.md says the rule in words.

create or replace function phone_national(p_plan jsonb, p_digits text) returns text
language plpgsql immutable
as $$
declare
  prefix text := p_plan ->> 'prefix';
  bare text;
  carried text[];
begin
  if prefix is null or p_digits !~ prefix then
    return p_digits;
  end if;
  if p_plan ? 'rule' then
    carried := regexp_match(p_digits, prefix);
  end if;
  bare := case when carried[cardinality(carried)] <> '' then regexp_replace(p_digits, prefix, p_plan ->> 'rule')
    else regexp_replace(p_digits, prefix, '') end;
  -- a text that is a whole number as it is, or is none without its first digits, began with no trunk prefix
  if bare = p_digits or p_digits ~ (p_plan ->> 'pattern') and bare !~ (p_plan ->> 'pattern') or length(bare) < (p_plan ->> 'least')::integer
    or length(bare) < (p_plan ->> 'most')::integer and position(' ' || length(bare) || ' ' in p_plan ->> 'lengths') = 0 then
    return p_digits;
  end if;
  return bare;
end $$;
comment on function phone_national(jsonb, text) is 'A national number without trunk prefix and carrier code';

create or replace function phone_number(p_digits text, p_home text, out number text, out size integer, out fault text)
language plpgsql immutable
as $$
declare
  home jsonb := public.phone_plan(p_home);
  plan jsonb := home;
  code text := p_home;
  abroad text;
  bare text;
begin
  if p_digits like '+%' then
    abroad := substr(p_digits, 2);
  elsif home is null then
    if p_digits like '00%' then
      abroad := substr(p_digits, 3);
    else
      -- nothing says whose number it is: as it was written
      size := length(p_digits);
      fault := case when size < 3 then 'phone-short' when size > 15 then 'phone-long' end;
      number := case when fault is null then p_digits end;
      return;
    end if;
  elsif p_digits ~ (home ->> 'out') and regexp_replace(p_digits, home ->> 'out', '') !~ '^0' then
    abroad := regexp_replace(p_digits, home ->> 'out', '');
  else
    bare := public.phone_national(home, p_digits);
    -- the country's own code without the plus
    if left(p_digits, length(p_home)) = p_home and (length(bare) > (home ->> 'most')::integer or bare !~ (home ->> 'pattern')
      and public.phone_national(home, substr(p_digits, length(p_home) + 1)) ~ (home ->> 'pattern')) then
      bare := public.phone_national(home, substr(p_digits, length(p_home) + 1));
    end if;
    if position(' ' || length(bare) || ' ' in home ->> 'lengths') = 0 and p_digits ~ '^00[1-9]' then
      abroad := substr(p_digits, 3); -- written so everywhere, also where 011 or 810 is dialled
    end if;
  end if;
  if abroad is not null then
    for digits in 1..3 loop
      code := left(abroad, digits);
      plan := public.phone_plan(code);
      exit when plan is not null;
    end loop;
    if plan is null then
      fault := 'phone-country';
      return;
    end if;
    bare := public.phone_national(plan, substr(abroad, length(code) + 1));
  end if;
  size := length(bare);
  if position(' ' || size || ' ' in plan ->> 'lengths') > 0
    -- a zero that stays before it, where no number begins with one
    and (bare not like '0%' or not plan ? 'prefix' or bare ~ (plan ->> 'pattern')) then
    number := '+' || code || bare;
  else
    fault := case when size > (plan ->> 'most')::integer then 'phone-long' else 'phone-short' end;
  end if;
end $$;
comment on function phone_number(text, text) is
  'Digits, perhaps with + before them, as +CODE NATIONAL (E.164) where that is a possible number; how long the national part is; else why '
    'not: phone-short, phone-long, phone-country';

create or replace function phone_home(p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  code text := substr(p_calling_code, 2);
begin
  -- +1268 says Antigua, which shares the plan of +1
  while code <> '' and public.phone_plan(code) is null loop
    code := left(code, -1);
  end loop;
  return nullif(code, '');
end $$;
comment on function phone_home(text) is 'The calling code of an installation without its plus; null where it has none';

create or replace function phone_quick(p_value text, p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  digits text := translate(p_value, ' ()-', '');
  code text;
  plan jsonb;
begin
  -- nearly every value is one number in plain signs, as long as one, and valid as its plan says; the same answer as the long way's
  if p_calling_code = '' and p_value ~ '^0?[1-9][0-9]{5,10}$' then
    return p_value; -- nothing says whose number it is: as it was written
  end if;
  if digits !~ '^(\+|0)?[1-9][0-9]{5,11}$' or p_value ~ '^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}$|^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return null;
  end if;
  if digits like '+%' then
    for length in 1..3 loop
      code := substr(digits, 2, length);
      plan := public.phone_plan(code);
      exit when plan is not null;
    end loop;
    digits := substr(digits, length(code) + 2);
  else
    code := substr(p_calling_code, 2);
    plan := public.phone_plan(code);
    if digits ~ (plan ->> 'out') then
      return null;
    elsif digits like '0%' and plan ->> 'prefix' = '^(?:0)' then
      digits := substr(digits, 2);
    end if;
  end if;
  return case when position(' ' || length(digits) || ' ' in plan ->> 'lengths') > 0 and digits ~ (plan ->> 'pattern')
    and digits !~ coalesce(plan ->> 'prefix', '^$') then '+' || code || digits end;
end $$;
comment on function phone_quick(text, text) is 'The normal form of a number without anything special; null where it takes a closer look';
