-- A command adds a record: first its place and owner, under the role of the one who adds it; then, as in change-record.sql, a packet that
-- showed nothing, a reply, a statement for each field and row, and the writes. A record is made with all of its fields or not at all.

create or replace function add_place(p_type text, p_name text, p_under bigint, p_owner bigint) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  if not has_table_privilege('entity', 'insert') then
    -- support and marketing add tickets and groups, and say nothing of where these stand
    if p_under is not null or p_owner is not null then
      raise exception 'your role does not say where a record stands, or whose it is' using errcode = '42501';
    end if;
    return add_unplaced(p_type, p_name);
  end if;
  insert into entity (entity_type, entity_name, entity_parent, entity_owner)
  select entity_type_id, p_name, p_under, p_owner from entity_type where entity_type_hid = p_type returning entity_id into made;
  return made;
end $$;
comment on function add_place(text, text, bigint, bigint) is 'Makes the row that all records have, with the caller''s rights';

create or replace function add_unplaced(p_type text, p_name text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  made bigint;
begin
  perform must_be_login('satchel_import');
  -- as a plain insert into the table of the type does, which the caller may make
  insert into entity (entity_type, entity_name, entity_created, entity_creator)
  select entity_type_id, p_name, clock_timestamp(), acting_role() from entity_type
  where entity_type_hid = p_type and has_table_privilege(acting_role(), entity_type_table::text::regclass, 'insert')
  returning entity_id into made;
  if made is null then
    raise exception 'your role adds no record of this type' using errcode = '42501';
  end if;
  return made;
end $$;
comment on function add_unplaced(text, text) is 'The same for roles that add records of a type, and place none';

create or replace function add_take(p_begun jsonb, p_said jsonb, p_hid text) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  form bigint := (select record_form(entity_type_hid) from entity join entity_type on entity_type_id = entity_type
    where entity_id = (p_begun ->> 'entity')::bigint);
  sent packet := command_packet(p_begun, form, '{}');
  replies batch_reply[] := command_replies(sent, encode(sha256(convert_to(p_said::text, 'UTF8')), 'hex'));
  stated batch_statement[];
  writes jsonb;
begin
  perform must_be_login('satchel_import');
  -- nothing stands yet: each statement goes in, or the command fails
  select array_agg(jsonb_populate_record(s, jsonb_build_object('outcome', 'applied', 'change', nextval('change_change_id_seq'),
    'verb', case when s.slot like 'row/%' then 'insert' else 'update' end)) order by s.turn)
  into stated from unnest(command_statements(sent, p_said)) s;
  replies := note_replies(replies, stated);
  perform note_statements(replies, stated);
  perform acting_for_replies(array[replies[1].reply]);
  writes := add_own_write(plain_writes(replies, stated), p_hid);
  perform state_writes(null, writes);
  return jsonb_build_object('writes', writes,
    'told', jsonb_build_array(jsonb_build_object('outcome', jsonb_build_object('case', 'new', 'reply', replies[1].reply))));
end $$;
comment on function add_take(jsonb, jsonb, text) is 'Writes down what a new record shall hold: {writes, told}, as command_take';

create or replace function add_own_write(p_writes jsonb, p_hid text) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- the fields of the record itself are one row, that is made; its other rows come after it
  with given as (select w, nth, (w ->> 'own')::boolean as own from jsonb_array_elements(p_writes) with ordinality e (w, nth)),
  own as (
    select (jsonb_agg(w order by nth) -> 0) || jsonb_build_object('verb', 'insert', 'row', null, 'fields',
      (select jsonb_agg(field) from given g, jsonb_array_elements(g.w -> 'fields') field where g.own)
      || case when p_hid is null then '[]' else jsonb_build_array(jsonb_build_object('name', 'id', 'domain', null, 'value', p_hid,
        'column', (min(w ->> 'table')) || '_hid')) end) as w
    from given where own)
  select jsonb_agg(w || jsonb_build_object('stage', nth) order by nth)
  from (select w, 0 as nth from own union all select w, nth from given where not own) ordered
$$;
comment on function add_own_write(jsonb, text) is 'The writes of a new record: the row of its type with all its fields, then the others';
