-- Texts that hold telephone numbers: one, or several with words around them. docs/phones.md says the rule in words.

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
  seen := regexp_replace(seen,
    '(?<=[0-9)])[ ,;-]*(ext|e?xtn|extension|extensi[oó]n|durchwahl|dw|nebenstelle|nst|klappe|kl|poste|interno|int|anexo|ramal|toestel|wewn'
    '|доб|x|#)[.:= -]*([0-9]{1,15})#?(?![0-9])', 'x\2', 'g');
  -- digits that a telephone dials after a pause
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
  if base ~ '^ *((0?[1-9]|[12][0-9]|3[01])([./-])(0?[1-9]|1[0-2])\3(19|20)[0-9]{2}|(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]'
    '|[12][0-9]|3[01])) *$'
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
comment on function phone_single(text, text) is
  'One number, as phone_text gives it: E.164, and with ;ext= where it has an extension; or why it is none';

create or replace function phone_sides(p_piece text, p_home text, out sides text[], out fault text)
language plpgsql immutable
as $$
declare
  one record;
  cut record;
begin
  select * into one from public.phone_single(p_piece, p_home);
  sides := array[p_piece];
  if p_piece ~ '[,/]' then
    sides := array(select btrim(words) from regexp_split_to_table(p_piece, '[,/]') words where btrim(words) <> '');
    -- numbers each, where no side can be the rest of the one before; or one, with a stroke behind its area code
    if not exists (select from unnest(sides) with ordinality each (words, at), public.phone_single(words, p_home) s
      where s.number is null or s.size < 6 or at > 1 and one.number is not null and words !~ '^[(+]*0') then
      return;
    elsif p_piece !~ ',' and one.number is not null and coalesce((select s.size from public.phone_single(sides[1], p_home) s), 0) < 6 then
      sides := array[p_piece];
    else
      fault := case when one.fault = 'not-phone' then one.fault when p_piece ~ '[[:alpha:]]' then 'phone-words' else 'two-phones' end;
    end if;
  elsif length(regexp_replace(p_piece, '[^0-9]', '', 'g')) > 12 then
    select count(*) as count, min(b.left_side) as left_side, min(b.right_side) as right_side into cut
    from (select left(p_piece, at) as left_side, btrim(substr(p_piece, at + 1)) as right_side
        from generate_series(1, length(p_piece)) at where substr(p_piece, at, 1) = ' ') b,
      public.phone_single(b.left_side, p_home) l, public.phone_single(b.right_side, p_home) r
    where l.size > 5 and r.size > 5 and l.number is not null and r.number is not null
      and (b.right_side ~ '^\(?0' or one.number is null and l.size = r.size);
    if cut.count = 1 and one.number is null then
      sides := array[cut.left_side, cut.right_side];
    elsif cut.count > 0 then
      fault := 'two-phones';
    end if;
  end if;
end $$;
comment on function phone_sides(text, text) is
  'The numbers that stand beside each other in a piece of text, each as it was written; or why they cannot be told apart';

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
  -- marks that are always between two numbers; a plus begins one
  seen := regexp_replace(public.phone_text(p_value), '(?<=[0-9)])[ ,/-]*(?=\(?\+)|;|\||&| (or|oder|ou|au|o|y|und|and|et|na) ', U&'\000A',
    'g');
  foreach piece in array string_to_array(seen, U&'\000A') loop
    piece := btrim(piece, ' ,/.-');
    continue when piece = '';
    select s.sides, s.fault into sides, fault from public.phone_sides(piece, home) s;
    if fault is not null then
      return;
    end if;
    foreach side in array sides loop
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
  'The numbers that a value holds, each as it was written and in normal form; or why they cannot be told: not-phone, phone-words, '
    'phone-short, phone-long, phone-country, two-phones';

create or replace function phone_code(p_value text) returns boolean
language sql immutable
return p_value ~ '^[1-9][0-9]{2,5}$';
comment on function phone_code(text) is 'Whether a value can be a short code of a country, like 112 and 116117: kept as it was written';
