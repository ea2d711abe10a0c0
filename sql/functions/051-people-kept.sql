-- Names and days of people as they are kept, by whichever way they come in.

create or replace function person_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- spaces that nobody sees make two names of one
  new.person_given := one_spaced(new.person_given);
  new.person_family := one_spaced(new.person_family);
  if new.person_born > latest_day() and (tg_op = 'INSERT' or new.person_born is distinct from old.person_born) then
    raise exception 'nobody is born in the future' using errcode = '23514', constraint = 'person_born_past', table = 'person';
  end if;
  return new;
end $$;
