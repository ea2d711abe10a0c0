-- What members of staff do to records by commands, each as one reply in one transaction.

create or replace function change_record(p_staff text, p_record text, p_shown jsonb, p_said jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_record(command_begin(p_staff), p_record);
  taken jsonb;
  results jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  taken := command_take(begun, p_shown, p_said);
  results := command_write(begun ->> 'role', taken -> 'writes');
  return command_end(taken -> 'told', results);
end $$;
comment on function change_record(text, text, jsonb, jsonb) is
  $$Changes a record for a member of staff: the slots as they were read, and as they shall be
@query commands/change @call changeRecord @param staff Short name @param record Human id or uuid
@param shown The slots that the person saw @shape Record<string, unknown>
@param said The value of each slot as it shall be @shape { slot: string, value: unknown }[]
@column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function add_record(p_staff text, p_type text, p_name text, p_hid text, p_under text, p_owner text, p_said jsonb)
returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_begin(p_staff);
  under bigint;
  owner bigint;
  taken jsonb;
  results jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  perform set_config('role', begun ->> 'role', true);
  under := seen_entity(p_under);
  owner := (select staff_id from staff where staff_hid = lower(p_owner) and staff_active);
  if p_under is not null and under is null or p_owner is not null and owner is null then
    perform set_config('role', 'none', true);
    return jsonb_build_object('problem', case when owner is null and p_owner is not null then 'staff/not-known' else 'entity/not-seen' end);
  end if;
  begun := begun || jsonb_build_object('entity', add_place(p_type, p_name, under, owner));
  perform set_config('role', 'none', true);
  taken := add_take(begun, p_said, p_hid);
  results := command_write(begun ->> 'role', taken -> 'writes');
  return command_end(taken -> 'told', results);
end $$;
comment on function add_record(text, text, text, text, text, text, jsonb) is
  $$Adds a record for a member of staff, with all its fields and rows
@query commands/add @call addRecord @param staff Short name @param type Type @param name Name of the record @param hid null Human id
@param under null Record that it stands under @param owner null Short name of its owner
@param said The value of each slot @shape { slot: string, value: unknown }[]
@column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function note_activity(p_staff text, p_record text, p_row bigint, p_for text, p_values jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_record(command_begin(p_staff), p_record);
  given jsonb := p_values;
  colleague bigint;
  was jsonb;
  taken jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  perform set_config('role', begun ->> 'role', true);
  colleague := (select staff_id from staff where staff_hid = lower(p_for) and staff_active);
  was := (select jsonb_object_agg(key, to_jsonb(activity) ->> key) from activity, jsonb_object_keys(p_values) key
    where activity_id = p_row and activity_entity = (begun ->> 'entity')::bigint);
  perform set_config('role', 'none', true);
  if p_for is not null and colleague is null then
    return '{"problem": "staff/not-known"}';
  elsif p_row is not null and was is null then
    return '{"problem": "record/no-task"}';
  elsif p_row is null then
    given := given || jsonb_build_object('activity_staff', coalesce(colleague, (begun ->> 'staff')::bigint)::text);
  end if;
  taken := command_single(begun, case when p_row is null then 'report/command' else 'row/activity/a' || p_row end, 'activity',
    case when p_row is null then 'insert' else 'update' end, p_row, was, given);
  return command_end(taken -> 'told', command_write(begun ->> 'role', taken -> 'writes'));
end $$;
comment on function note_activity(text, text, bigint, text, jsonb) is $$Adds an activity to a record, or changes one, for a member of staff
@query commands/note @call noteActivity @param staff Short name @param record Human id or uuid @param row null The activity to change
@param for null Short name of the colleague who shall do it @param values By column @shape Record<string, string | null>
@column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function attach_file(p_staff text, p_record text, p_name text, p_type text, p_data bytea) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_record(command_begin(p_staff), p_record);
  taken jsonb;
  made bigint;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  taken := command_single(begun, 'row/attachment/new-1/command', 'attachment', 'insert', null, null,
    jsonb_build_object('attachment_filename', file_name(p_name), 'attachment_type', p_type));
  -- the bytes go straight into their row; the statement names the file
  perform set_config('role', begun ->> 'role', true);
  insert into attachment (attachment_entity, attachment_filename, attachment_type, attachment_data)
  values ((begun ->> 'entity')::bigint, file_name(p_name), p_type, p_data) returning attachment_id into made;
  set constraints all immediate;
  perform set_config('role', 'none', true);
  return command_end(taken -> 'told', jsonb_build_object(taken ->> 'change', made));
end $$;
comment on function attach_file(text, text, text, text, bytea) is $$Adds a file to a record for a member of staff
@query commands/attach @call attachFile @param staff Short name @param record Human id or uuid @param name File name
@param type Kind of its content @param data Its bytes @column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function put_file(p_staff text, p_record text, p_source name, p_field text, p_row bigint, p_was text, p_name text,
  p_type text, p_data bytea) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_record(command_begin(p_staff), p_record);
  entity bigint := (begun ->> 'entity')::bigint;
  held name;
  row_number bigint := case when p_row is not null or is_subtype(p_source) then coalesce(p_row, entity) end;
  digest text := encode(sha256(p_data), 'hex');
  slot text;
  stands jsonb;
  made bigint;
  taken jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  perform command_lock(begun);
  if row_number is null then
    row_number := file_row(begun, p_source);
  end if;
  slot := case when is_subtype(p_source) then 'field/' || p_field
    else format('row/%s/%s%s', replace(p_source, '_', '-'), row_prefix(p_source), row_number) end;
  perform set_config('role', begun ->> 'role', true);
  held := (select f.attribute from table_fields(p_source) f where f.field = p_field and f.kind = 'file' and is_own(f.attribute));
  stands := file_standing(entity, p_source, held, row_number);
  perform set_config('role', 'none', true);
  if stands is null then
    return '{"problem": "entity/not-seen"}';
  elsif stands ->> 'digest' is distinct from digest and stands ->> 'digest' is distinct from p_was then
    return '{"problem": "record/file-changed"}';
  end if;
  if stands ->> 'digest' is not distinct from digest then
    made := (stands ->> 'file')::bigint;
  else
    perform set_config('role', begun ->> 'role', true);
    made := case when p_data is not null then field_file(p_source, held, row_number, file_name(p_name), p_type, p_data) end;
    perform set_config('role', 'none', true);
  end if;
  taken := command_single(begun, slot, p_source, 'update', row_number, jsonb_build_object(held, stands ->> 'file'),
    jsonb_build_object(held, made::text));
  perform note_file((taken ->> 'change')::bigint, file_words(file_name(p_name), length(p_data)), digest);
  return command_end(taken -> 'told', command_write(begun ->> 'role', taken -> 'writes')) || jsonb_build_object('was', stands -> 'words');
end $$;
comment on function put_file(text, text, name, text, bigint, text, text, text, bytea) is
  $$Puts a file into a field of a record or of one of its rows for a member of staff, or empties the field
@query commands/put-file @call putFile @param staff Short name @param record Human id or uuid @param source Table
@param field Name in commands @param row null Number of the row; null for the record itself, or a row that is made for the file
@param was null Digest of the file that the writer saw there @param name null File name @param type null Kind of its content
@param data null Its bytes; null empties the field @column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function remove_record(p_staff text, p_record text, p_removed boolean) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  begun jsonb := command_record(command_begin(p_staff), p_record, true);
  was text := begun ->> 'removed';
  taken jsonb;
begin
  if begun ? 'problem' then
    return begun;
  end if;
  taken := command_single(begun, 'field/deleted', 'entity', 'update', (begun ->> 'entity')::bigint,
    jsonb_build_object('entity_deleted', was),
    jsonb_build_object('entity_deleted', case when p_removed then coalesce(was, now()::text) end));
  return command_end(taken -> 'told', command_write(begun ->> 'role', taken -> 'writes'));
end $$;
comment on function remove_record(text, text, boolean) is $$Removes a record, or brings one back, for a member of staff
@query commands/remove @call removeRecord @param staff Short name @param record Human id or uuid @param removed Whether it shall be removed
@column outcome checked @shape Refusal | CommandOutcome$$;

create or replace function mentions_unseen(p_record text, p_text text) returns table (staff text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  found_record bigint := find_entity(p_record);
begin
  -- of a record that the caller does not see nothing is told
  return query select s.staff_hid from staff s where s.staff_id = any (mentioned_staff(p_text))
    and staff_reaches(my_staff(), found_record) and not staff_reaches(s.staff_id, found_record) order by 1;
end $$;
comment on function mentions_unseen(text, text) is $$Colleagues whom a text mentions and who may not see the record that it is about: they get no task
@query mentions/unseen @call mentionsUnseen @use people @param record Human id @param text The note @column staff checked Short name$$;

create or replace function mentions_since(p_mention bigint) returns table (mention bigint, record text, name text, writer text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select mention_id, record_hid(activity_entity), entity_name, s.staff_name
  from mention join activity on activity_id = mention_task join entity on entity_id = activity_entity
    left join staff s on s.staff_login = activity_creator
  where mention_staff = my_staff() and mention_id > p_mention and staff_reaches(my_staff(), activity_entity)
  order by mention_id limit 20
$$;
comment on function mentions_since(bigint) is $$Notes that mention the caller, after one of them
@query mentions/since @call mentionsSince @use people @param mention Number of the last one that was told @column mention checked Number
@column record null Human id @column name checked Name @column writer null Who wrote the note$$;

create or replace function mentions_last() returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select coalesce(max(mention_id), 0) from mention where mention_staff = my_staff() $$;
comment on function mentions_last() is $$The last note that mentions the caller, or 0
@query mentions/last @call lastMention @use people @column mention null Number$$;
