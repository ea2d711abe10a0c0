-- Normal forms: what makes two written values the same value. Used by constraints and by the merge, nowhere else.

create or replace function normal_text(p_value text) returns text
language sql immutable
as $$
  -- nearly every value is plain ASCII without space at its ends, and normal as it is
  select case when p_value ~ '^[!-~]([ -~]*[!-~])?$' then p_value else nullif(btrim(normalize(p_value, nfc), E' \t\n\r\u00a0'), '') end
$$;
comment on function normal_text(text) is 'NFC without space at the ends; null when nothing is left';

create or replace function one_spaced(p_value text) returns text
language sql immutable
as $$
  select case when p_value ~ '^[!-~]+( [!-~]+)*$' then p_value else nullif(btrim(regexp_replace(
    translate(normalize(p_value, nfc), U&'\200B\2060\FEFF\00AD\200E\200F\202A\202B\202C\202D\202E', ''),
    '[ \t\u000b\u000c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+', ' ', 'g'), E' \n\r'), '') end
$$;
comment on function one_spaced(text) is
  'NFC with one space for each run of white space but line breaks, nothing without width; null when nothing is left';

create or replace function same_words(p_value text) returns text
language sql immutable
-- in any database alike: one of the locale C knows the case of ASCII alone
return lower(translate(one_spaced(normalize(p_value, nfkc)), U&'\2019\2018\02BC\00B4\0060', '''''''''''') collate "und-x-icu");
comment on function same_words(text) is
  'What makes two names of people the same: case, white space, full-width letters and the shape of an apostrophe say nothing';

create or replace function normal_value(p_type text, p_kind text, p_raw text, p_calling_code text) returns text
language plpgsql immutable
as $$
declare
  seen text := p_raw;
begin
  if seen !~ '^[!-~]([ -~]*[!-~])?$' then
    -- a text form and a mail program turn no-break spaces into spaces and drop characters without width: no change by itself
    seen := public.normal_text(regexp_replace(replace(translate(p_raw, U&'\00A0\202F\200B\2060\FEFF\00AD', '  '), U&'\000D\000A',
      U&'\000A'),
      U&'[\0001-\0008\000B-\001F\007F-\009F]', '', 'g'));
  end if;
  return case
    when p_type = 'phone' or p_type = 'contact' and p_kind = 'phone'
      then coalesce(nullif(public.normal_phone(seen, p_calling_code), ''), seen)
    when p_type = 'email' or p_type = 'contact' and p_kind = 'email' then public.normal_mail(seen)
    when p_type = 'contact' and p_kind = 'web' then lower(seen)
    when p_type = 'text' then public.one_spaced(seen)
    when p_type = 'place' then coalesce(public.place_text(seen), seen)
    when p_type in ('number', 'money') and seen ~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$' then trim_scale(seen::numeric)::text
    when p_type = 'currency' then upper(seen)
    when p_type = 'record' then public.id_folded(seen)
    when p_type = 'web' then coalesce(lower(substring(public.web_text(seen) from '^https?://[^/?#]+'))
      || regexp_replace(substring(public.web_text(seen) from '^https?://[^/?#]+(.*)$'), '^/$', ''), seen)
    when p_type = 'time' then replace(seen, 'T', ' ')
    else seen end;
end $$;
comment on function normal_value(text, text, text, text) is
  'Normal form of a value of a form field type; kind matters for contact points only';
