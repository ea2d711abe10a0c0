-- Pages that are open hear that some record has changed, and ask under their own colleague's role whether it is theirs. The notice
-- itself says nothing: every login may listen.

create or replace function entity_told() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform pg_notify('satchel_changed', '');
  return null;
end $$;
comment on function entity_told() is 'Tells whoever listens that a record, or what pages list beside records, has changed, and not which';
