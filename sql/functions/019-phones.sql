-- Telephone numbers as people write them, read by the plan of their country (018-phone-plans.sql) as libphonenumber reads them;
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
  bare := case when carried[cardinality(carried)] <> '' then regexp_replace(p_digits, prefix, p_plan ->> 'rule') else regexp_replace(p_digits, prefix, '') end;
  -- what is a whole number as it is, or is none without its first digits, began with no trunk prefix
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
  'Digits, perhaps with + before them, as +CODE NATIONAL (E.164) where that is a possible number; how long the national part is; else why not: phone-short, phone-long, phone-country';

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

create or replace function phone_text(p_value text) returns text
language plpgsql immutable
as $$
declare
  seen text := p_value;
  uri text[];
begin
  -- digits of other scripts, wide signs, dashes and spaces of all kinds; marks without width, which telephones put around numbers
  seen := lower(translate(seen, U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9'
    || U&'\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F\09E6\09E7\09E8\09E9\09EA\09EB\09EC\09ED\09EE\09EF'
    || U&'\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19\FF0B\FF08\FF09\FF0F\FF0E\FF0D\2010\2011\2012\2013\2014\2015\2212\30FC'
    || U&'\00A0\202F\2007\2009\3000\0009\060C\061B\FF0C\FF1B\FF03\FF58'
    || U&'\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2066\2067\2068\2069\FEFF\00AD\000D',
    '01234567890123456789012345678901234567890123456789+()/.---------      ,;,;#x'));
  if seen like 'tel:%' then
    uri := regexp_match(seen, '^tel:([^;]*).*;phone-context=(\+[0-9.-]+)');
    seen := regexp_replace(coalesce(uri[2] || uri[1], seen), '^tel:|;(isub|phone-context)=[^;]*', '', 'g');
  end if;
  seen := regexp_replace(seen, '^ *(callto:|tel(ephone|efon|\.|:)|phone|mobile?|mob\.|cell|handy|simu)[.:]* *(?=[+(0-9])', '');
  -- an extension, by every word for it, becomes xDIGITS: a part of the number before it, never a number of its own
  seen := regexp_replace(seen, '(?<=[0-9)])[ ,;-]*(ext|e?xtn|extension|extensi[oó]n|durchwahl|dw|nebenstelle|nst|klappe|kl|poste|interno|int|anexo|ramal|toestel|wewn|доб|x|#)[.:= -]*([0-9]{1,15})#?(?![0-9])', 'x\2', 'g');
  -- what a telephone dials after a pause
  return regexp_replace(seen, '(?<=[0-9)])(,+|;|p|w)([0-9]{1,5})#?(?=[,;[:space:]]|$)', 'x\2', 'g');
end $$;
comment on function phone_text(text) is 'A written number with plain digits and signs, its extension as xDIGITS';

create or replace function phone_single(p_text text, p_home text, out number text, out size integer, out whole text, out fault text)
language plpgsql immutable
as $$
declare
  base text := split_part(p_text, 'x', 1);
  extension text := nullif(substr(p_text, length(base) + 2), '');
  digits text := translate(base, ' ()-./+[]~', '');
begin
  if base !~ '^[ (\[]*\+?[0-9 ()./\[\]~-]*$' or digits !~ '^[0-9]+$' or extension !~ '^[0-9]+ *$' then
    fault := case when p_text ~ '[0-9].*[0-9].*[0-9]' then 'phone-words' else 'not-phone' end;
    return;
  end if;
  -- a day, as sheets have it in a wrong column
  if base ~ '^ *((0?[1-9]|[12][0-9]|3[01])([./-])(0?[1-9]|1[0-2])\3(19|20)[0-9]{2}|(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])) *$'
    -- and a number that a program took for an amount
    or base ~ '^ *[0-9]+\.0 *$' then
    fault := 'not-phone';
    return;
  end if;
  digits := case when base ~ '^[ (\[]*\+' then '+' else '' end || digits;
  select n.number, n.size, n.fault into number, size, fault from public.phone_number(digits, p_home) n;
  if fault is not null and base ~ '^ *(\+|00)[0-9 -]*\(0+\)' then
    -- "+45 (0)": a zero for callers at home, written by habit where none is dialled
    select n.number, n.size, n.fault into number, size, fault
    from public.phone_number(regexp_replace(translate(base, ' -./[]~', ''), '\(0+\)|[()]', '', 'g'), p_home) n;
  end if;
  whole := number || coalesce(';ext=' || rtrim(extension), '');
end $$;
comment on function phone_single(text, text) is 'One number, as phone_text gives it: E.164, and with ;ext= where it has an extension; or why it is none';

create or replace function read_phones(p_value text, p_calling_code text, out written text[], out numbers text[], out fault text)
language plpgsql immutable
as $$
declare
  home text;
  seen text;
  piece text;
  side text;
  sides text[];
  one record;
  cut record;
  cuts integer;
begin
  if p_value is null then
    return;
  end if;
  numbers := array[public.phone_quick(p_value, p_calling_code)];
  if numbers[1] is not null then
    written := array[p_value];
    return;
  end if;
  numbers := null;
  home := public.phone_home(p_calling_code);
  -- what always stands between two numbers; a plus begins one
  seen := regexp_replace(public.phone_text(p_value), '(?<=[0-9)])[ ,/-]*(?=\(?\+)|;|\||&| (or|oder|ou|au|o|y|und|and|et|na) ', U&'\000A', 'g');
  foreach piece in array string_to_array(seen, U&'\000A') loop
    piece := btrim(piece, ' ,/.-');
    continue when piece = '';
    select * into one from public.phone_single(piece, home);
    sides := null;
    if piece ~ '[,/]' then
      sides := array(select btrim(words) from regexp_split_to_table(piece, '[,/]') words where btrim(words) <> '');
      -- numbers each, where no side can be the rest of the one before; or one, with a stroke behind its area code
      if not exists (select from unnest(sides) with ordinality each (words, at), public.phone_single(words, home) s
        where s.number is null or s.size < 6 or at > 1 and one.number is not null and words !~ '^[(+]*0') then
      elsif piece !~ ',' and one.number is not null and coalesce((select s.size from public.phone_single(sides[1], home) s), 0) < 6 then
        sides := array[piece];
      else
        fault := case when one.fault = 'not-phone' then one.fault when piece ~ '[[:alpha:]]' then 'phone-words' else 'two-phones' end;
        return;
      end if;
    elsif length(regexp_replace(piece, '[^0-9]', '', 'g')) > 12 then
      select count(*) as count, min(b.left_side) as left_side, min(b.right_side) as right_side into cut
      from (select left(piece, at) as left_side, btrim(substr(piece, at + 1)) as right_side
          from generate_series(1, length(piece)) at where substr(piece, at, 1) = ' ') b,
        public.phone_single(b.left_side, home) l, public.phone_single(b.right_side, home) r
      where l.size > 5 and r.size > 5 and l.number is not null and r.number is not null
        and (b.right_side ~ '^\(?0' or one.number is null and l.size = r.size);
      cuts := cut.count;
      if cuts = 1 and one.number is null then
        sides := array[cut.left_side, cut.right_side];
      elsif cuts > 0 then
        fault := 'two-phones';
        return;
      end if;
    end if;
    foreach side in array coalesce(sides, array[piece]) loop
      select * into one from public.phone_single(side, home);
      if one.fault is not null then
        fault := one.fault;
        return;
      end if;
      if one.whole <> all (coalesce(numbers, '{}')) then
        written := written || replace(btrim(side), 'x', ' ext. ');
        numbers := numbers || one.whole;
      end if;
    end loop;
  end loop;
  if numbers is null then
    fault := 'not-phone';
  elsif cardinality(numbers) = 1 then
    written := array[p_value];
  end if;
end $$;
comment on function read_phones(text, text) is
  'The numbers that a value holds, each as it was written and in normal form; or why they cannot be told: not-phone, phone-words, phone-short, phone-long, phone-country, two-phones';

create or replace function phone_code(p_value text) returns boolean
language sql immutable
return p_value ~ '^[1-9][0-9]{2,5}$';
comment on function phone_code(text) is 'Whether a value can be a short code of a country, like 112 and 116117: kept as it was written';
