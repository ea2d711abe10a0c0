-- Transitions that are not listed are rejected (docs/state-machine.md). The triggers call this only where the state changes.

create or replace function state_transition_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  was text := to_jsonb(old) ->> tg_argv[0];
  becomes text := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select from state_transition where state_transition_hid = concat_ws('/', tg_table_name, was, becomes)) then
    raise exception 'a row of % does not go from % to %', tg_table_name, was, becomes
      using errcode = '23514', constraint = tg_table_name || '_state';
  end if;
  return new;
end $$;
