-- E-mail addresses: which can be one (RFC 5321 and 6531), and when two are the same. A domain in its own letters and the same one in
-- xn-- letters are one domain (IDNA); the part before the @ is compared without case, as nearly every mail server does.

create or replace function mail_domain_valid(p_domain text) returns boolean
language sql immutable
-- labels of letters, digits and inner hyphens, two at least; the last is no number, as it is in an IP address
return length(p_domain) <= 253 and p_domain ~ '[^0-9.][^.]*$'
  and p_domain ~ '^([^\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a0\u00ad\u1680\u2000-\u206f\u3000\ufeff\ufff9-\uffff]([^\u0001-'
  '\u002c\u002e\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a0\u00ad\u1680\u2000-\u206f\u3000\ufeff\ufff9-\uffff]{0,61}[^\u0001-\u002f'
  '\u003a-\u0040\u005b-\u0060\u007b-\u00a0\u00ad\u1680\u2000-\u206f\u3000\ufeff\ufff9-\uffff])?(\.(?!$)|$)){2,}$';

create or replace function mail_valid(p_value text) returns boolean
language sql immutable
-- neither space nor anything without width is part of an address; quoted names are none that a letter of ours is sent to
return octet_length(p_value) <= 254 and octet_length(split_part(p_value, '@', 1)) <= 64
  and p_value ~ '^[^\u0001-\u0020"(),.:;<>@\[\\\]\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-'
    '\uffff]+(\.[^\u0001-\u0020"(),.:;<>@\[\\\]\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff'
    '\ufff9-\uffff]+)*@[^@]+$'
  and mail_domain_valid(split_part(p_value, '@', 2));
comment on function mail_valid(text) is 'Whether a text can be an e-mail address that letters go to';

create or replace function punycode_bias(p_delta bigint, p_first boolean, p_size integer) returns bigint
language plpgsql immutable
as $$
declare
  delta bigint := p_delta / case when p_first then 700 else 2 end;
  step bigint := 0;
begin
  -- RFC 3492, 6.1
  delta := delta + delta / p_size;
  while delta > 455 loop
    delta := delta / 35;
    step := step + 36;
  end loop;
  return step + 36 * delta / (delta + 38);
end $$;
comment on function punycode_bias(bigint, boolean, integer) is
  'How the next number of a punycode domain is to be read, after one of this size';

create or replace function punycode_letters(p_code text) returns text
language plpgsql immutable
as $$
declare
  hyphen integer := position('-' in reverse(p_code));
  basic text := case when hyphen > 0 then left(p_code, -hyphen) else '' end;
  rest text := case when hyphen > 0 then right(p_code, hyphen - 1) else p_code end;
  found integer[] := array(select ascii(c) from regexp_split_to_table(nullif(basic, ''), '') with ordinality s (c, place) order by place);
  place integer := 1;
  code bigint := 128;
  at bigint := 0;
  bias bigint := 72;
  before bigint;
  weight bigint;
  digit integer;
  step bigint;
  bound bigint;
  size integer;
begin
  if p_code !~ '^[a-z0-9-]{1,59}$' then
    return null;
  end if;
  -- RFC 3492, 6.2
  while place <= length(rest) loop
    before := at;
    weight := 1;
    step := 36;
    loop
      digit := position(substr(rest, place, 1) in 'abcdefghijklmnopqrstuvwxyz0123456789') - 1;
      if place > length(rest) or digit < 0 then
        return null;
      end if;
      place := place + 1;
      at := at + digit * weight;
      bound := least(greatest(step - bias, 1), 26);
      exit when digit < bound;
      weight := weight * (36 - bound);
      step := step + 36;
      if at > 2147483647 or weight > 2147483647 then
        return null;
      end if;
    end loop;
    size := cardinality(found) + 1;
    bias := public.punycode_bias(at - before, before = 0, size);
    code := code + at / size;
    at := at % size;
    if code > 1114111 or code between 55296 and 57343 then
      return null;
    end if;
    found := found[1:at] || code::integer || found[at + 1:];
    at := at + 1;
  end loop;
  return (select string_agg(chr(c), '' order by n) from unnest(found) with ordinality s (c, n));
end $$;
comment on function punycode_letters(text) is 'The letters that stand behind xn-- in a domain; null where it is none of this code';

create or replace function domain_letters(p_domain text) returns text
language sql immutable
as $$
  select string_agg(case when label like 'xn--%' and letters ~ '[^\u0001-\u007f]'
    and letters = lower(normalize(letters, nfkc) collate "und-x-icu") then letters else label end, '.' order by place)
  from regexp_split_to_table(rtrim(translate(lower(normalize(p_domain, nfkc) collate "und-x-icu"), U&'\3002', '.'), '.'),
    '\.') with ordinality labels (label, place),
    lateral (select case when label like 'xn--%' then public.punycode_letters(substr(label, 5)) end as letters offset 0) l
$$;
comment on function domain_letters(text) is 'A domain in lower case, in its own letters, without a dot at its end';
