-- The currencies of ISO 4217, with the decimals that an amount may have. Remade on every migrate: a code that comes or goes needs no more
-- than a line here.

create or replace function currencies() returns table (code text, places integer, ended integer, follows text)
language sql immutable set search_path = public, pg_temp
as $$
  select code, 2, null::integer, null::text from unnest(string_to_array(
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP '
    'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD '
    'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR '
    'PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU '
    'UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG', ' ')) code
  union all
  select code, 0, null, null from unnest(string_to_array(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', ' ')) code
  union all
  select code, 3, null, null from unnest(string_to_array('BHD IQD JOD KWD LYD OMR TND', ' ')) code
  union all
  -- units of account, and metals by the ounce, which has no smallest part
  select v.code, v.places, null, null from (values ('CLF', 4), ('UYW', 4), ('XDR', null), ('XAU', null), ('XAG', null), ('XPT', null),
    ('XPD', null)) v (code, places)
  union all
  -- withdrawn: the year in which one last paid with it, and what replaced it
  select split_part(one, ' ', 1), 2, split_part(one, ' ', 2)::integer, split_part(one, ' ', 3) from unnest(string_to_array(
    'ADP 2002 EUR,AFA 2003 AFN,ANG 2025 XCG,AOR 1999 AOA,ATS 2002 EUR,AZM 2006 AZN,BEF 2002 EUR,BGL 1999 EUR,BGN 2026 EUR,'
    'BYB 2000 BYN,BYR 2016 BYN,CSD 2006 RSD,CUC 2021 CUP,CYP 2008 EUR,DEM 2002 EUR,ECS 2000 USD,EEK 2011 EUR,ESP 2002 EUR,'
    'FIM 2002 EUR,FRF 2002 EUR,GHC 2007 GHS,GRD 2002 EUR,GWP 1997 XOF,HRK 2023 EUR,IEP 2002 EUR,ITL 2002 EUR,LTL 2015 EUR,'
    'LUF 2002 EUR,LVL 2014 EUR,MGF 2005 MGA,MRO 2018 MRU,MTL 2008 EUR,MZM 2006 MZN,NLG 2002 EUR,PTE 2002 EUR,ROL 2006 RON,'
    'RUR 1998 RUB,SDD 2007 SDG,SIT 2007 EUR,SKK 2009 EUR,SLL 2024 SLE,SRG 2004 SRD,STD 2018 STN,TMM 2009 TMT,TRL 2005 TRY,'
    'UGS 1987 UGX,VEB 2008 VES,VEF 2018 VES,XEU 1999 EUR,YUM 2003 RSD,ZMK 2013 ZMW,ZRN 1999 CDF,ZWD 2009 USD,ZWL 2024 ZWG', ',')) one
$$;
comment on function currencies() is
  'Currencies of ISO 4217: code, decimals of an amount (null: any), the last year of a withdrawn one and what follows it';

create or replace function currency_places(p_code text) returns integer
language plpgsql immutable set search_path = public, pg_temp
as $$
begin
  return (select places from currencies() where code = p_code);
end $$;
comment on function currency_places(text) is 'How many decimals an amount in a currency may have; null: any, or no currency';

create or replace function currency_fault(p_code text, p_day date) returns text
language plpgsql immutable set search_path = public, pg_temp
as $$
declare
  known record;
  near text;
begin
  if p_code is null then
    return null;
  end if;
  select * into known from currencies() where code = p_code;
  if known.code is null then
    -- the country is in the first two letters; else whatever differs in one
    select code into near from currencies()
    where ended is null and (left(code, 2) = left(upper(p_code), 2) or right(code, 2) = right(upper(p_code), 2)
      or overlay(code placing '-' from 2 for 1) = overlay(upper(p_code) placing '-' from 2 for 1))
    order by code <> upper(p_code), left(code, 2) <> left(upper(p_code), 2), places is null, code limit 1;
    return format('"%s" is no currency of ISO 4217', left(p_code, 10)) || coalesce('; the nearest one is ' || near, '');
  elsif known.ended is not null and (p_day is null or extract(year from p_day) > known.ended) then
    return format('%s is no longer used since %s: today it is %s', p_code, known.ended, known.follows);
  end if;
  return null;
end $$;
comment on function currency_fault(text, date) is
  'Why a code is not the currency of something that ended on a day, or goes on (null): a sentence; null where it is';
