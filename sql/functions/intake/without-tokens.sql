-- People quote the letters that they answer, and so put our own secrets into their words. Words are kept, secrets are not.

create or replace function without_tokens(p_text text) returns text
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  said text := p_text;
  run text;
  word text;
begin
  -- 26 characters of their own, or behind a few others, as in an address or a link
  for run in select distinct hit[1] from regexp_matches(p_text, '(?<![0-9A-Za-z])[0-9A-Za-z]{26,32}(?![0-9A-Za-z])', 'g') r (hit) loop
    for start in 1 .. length(run) - 25 loop
      word := substr(run, start, 26);
      -- the one way to write a token, as protocol/messages/token.ts has it
      if exists (select from token
        where token_hid = encode(sha256(convert_to(translate(upper(word collate "C"), 'OIL', '011'), 'UTF8')), 'hex')) then
        said := replace(said, word, repeat('*', 26));
      end if;
    end loop;
  end loop;
  return said;
end $$;
comment on function without_tokens(text) is 'A text that somebody sent, with stars in the place of every token of ours';
