-- A colleague whom a note mentions as @name gets a task, once, where they may see the record. Whoever writes the note, by whatever way.

create or replace function mentioned_staff(p_text text) returns bigint[]
language sql stable security definer set search_path = public, pg_temp
as $$
  -- an address is no mention, nor is a name that goes on
  select array(select staff_id from staff where staff_active and staff_hid in (
    select lower(hit[1])
    from regexp_matches(p_text, '(?<![[:alnum:]_.@+-])@([a-z][a-z0-9_]{0,30})(?![[:alnum:]_@]|\.[[:alnum:]])', 'gi') hit))
$$;
comment on function mentioned_staff(text) is 'The colleagues whom a text mentions by their short names';

create or replace function staff_reaches(p_staff bigint, p_entity bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  who staff := (select s from staff s where staff_id = p_staff and staff_active);
  role text := lookup_value(who.staff_role);
  what entity := (select e from entity e where entity_id = p_entity);
  path text := (select entity_path from entity where entity_id = p_staff);
  people bigint[] := array[p_staff];
begin
  -- as the policies of entity say it of the acting role; tests compare both
  if role in ('office', 'admin') then
    return what.entity_id is not null;
  elsif what.entity_id is null or who.staff_id is null or what.entity_type = any (own_types('{office}')) then
    return false;
  end if;
  if role = 'manager' then
    people := people || array(select staff_id from staff
      where (select entity_path from entity where entity_id = staff_id) like path || '_%');
  end if;
  if what.entity_type = any (own_types('{owner}')) then
    return coalesce(what.entity_owner = any (people), false);
  end if;
  return role in ('support', 'marketing', 'analyst') or coalesce(what.entity_owner = any (people), false)
    or (what.entity_path ~>=~ path) and (what.entity_path ~<~ (rtrim(path, '/') || '0'))
    or what.entity_type = any (own_types('{everybody}'))
    or exists (select from entity_type where entity_type_id = what.entity_type and entity_type_hid = 'product');
end $$;
comment on function staff_reaches(bigint, bigint) is 'Whether a staff member may see a record';

create or replace function note_mentions() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  written jsonb := to_jsonb(new);
  entity bigint := (written ->> tg_argv[0])::bigint;
  number bigint := (written ->> (tg_table_name || '_id'))::bigint;
  note text := concat_ws(' ', variadic array(select written ->> c from unnest(tg_argv[1:]) c));
  mentioned bigint;
begin
  -- what its writer keeps to themselves tells nobody; and the task of a mention mentions nobody
  if entity is null or (written ->> 'activity_private')::boolean or current_setting('satchel.mentioning', true) = 'on' then
    return null;
  end if;
  foreach mentioned in array mentioned_staff(note) loop
    if not staff_reaches(mentioned, entity) then
      raise notice '@% may not see this record: no task was made', (select staff_hid from staff where staff_id = mentioned);
    else
      perform make_mention(tg_table_name, number, mentioned, entity,
        case when tg_table_name = 'activity' then left(regexp_replace(btrim(note), '\s+', ' ', 'g'), 200) end);
    end if;
  end loop;
  return null;
end $$;
comment on function note_mentions() is 'Makes the tasks of those whom a note mentions; of an edited note, of those who are new in it';

create or replace function make_mention(p_table name, p_row bigint, p_staff bigint, p_entity bigint, p_text text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
  task bigint;
begin
  insert into mention (mention_table, mention_row, mention_staff) values (p_table, p_row, p_staff)
  on conflict (mention_table, mention_row, mention_staff) do nothing returning mention_id into made;
  if made is null then
    return;
  end if;
  perform set_config('satchel.mentioning', 'on', true);
  -- the words of a field may be hidden from some who see its record: then the task says who, and not what
  insert into activity (activity_kind, activity_entity, activity_staff, activity_parent, activity_subject, activity_status, activity_due)
  values (lookup_find('activity-kind', 'task'), p_entity, p_staff, case when p_table = 'activity' then p_row end,
    coalesce(p_text, concat((select staff_name from staff where staff_id = my_staff()), ': @',
      (select staff_hid from staff where staff_id = p_staff))), 'open', own_today())
  returning activity_id into task;
  perform set_config('satchel.mentioning', 'off', true);
  update mention set mention_task = task where mention_id = made;
end $$;
comment on function make_mention(name, bigint, bigint, bigint, text) is
  'Makes the task of one mention, unless this note has made it before';
