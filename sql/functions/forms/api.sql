-- Forms come as data (parsed from their definition files) and never change once published. And requests for a person's own form, which
-- the dispatcher answers.

create or replace function form_faults(p_form jsonb) returns table (fault text)
language sql stable security invoker set search_path = public, pg_temp
as $$
  -- Faults that would show at the first packet, or lose answers. The words for the place are those of forms/definition/definition-check.ts.
  select 'the form: (entity ...) is not one of ' || (select string_agg(entity_type_hid, ', ' order by entity_type_id) from entity_type)
  where not exists (select from entity_type where entity_type_hid = p_form ->> 'entity')
  union all
  select format('the report: (kind ...) is not one of the list activity-kind: %s',
    (select string_agg(lookup_value, ', ' order by lookup_value) from lookup where lookup_domain = 'activity-kind'))
  where p_form ->> 'report_kind' is not null
    and not exists (select from lookup where lookup_domain = 'activity-kind' and lookup_value = p_form ->> 'report_kind')
  union all
  select fault from form_column_faults(p_form)
  where exists (select from entity_type where entity_type_hid = p_form ->> 'entity')
$$;
comment on function form_faults(jsonb) is $$The faults that prevent the publication of a form; no rows is good
@query forms/faults @call formFaults @param form Parsed definition with its fields @shape unknown
@column fault null Begins with the place in the definition$$;

create or replace function publish_form(p_form jsonb) returns text
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  known form;
  made bigint;
  -- what a colleague publishes is this installation's own, whatever is said of it
  is_own boolean := coalesce((p_form ->> 'own')::boolean, false) or not pg_has_role(acting_role(), 'satchel_owner', 'member');
begin
  if not is_admin() then
    raise exception 'forms are for an administrator to publish' using errcode = '42501', constraint = 'form_admin';
  end if;
  select * into known from form
  where form_name = p_form ->> 'name' and form_version = (p_form ->> 'version')::integer;
  if known.form_id is not null then
    return case when known.form_digest = p_form ->> 'digest' then 'known' else 'changed' end;
  elsif is_own and (p_form ->> 'name' like 'record-%' or exists (select from form
      where form_name = p_form ->> 'name' and not form_own)) then
    return 'taken';
  end if;
  if exists (select from form_faults(p_form)) then
    return 'faults';
  end if;
  insert into form (form_hid, form_name, form_version, form_type, form_definition, form_digest, form_report_kind,
    form_shows, form_own)
  select p_form ->> 'name' || '/' || (p_form ->> 'version'), p_form ->> 'name', (p_form ->> 'version')::integer,
    entity_type_id, p_form ->> 'definition', p_form ->> 'digest',
    (select lookup_id from lookup where lookup_domain = 'activity-kind' and lookup_value = p_form ->> 'report_kind'),
    coalesce(p_form ->> 'shows', 'stages contacts'), is_own
  from entity_type where entity_type_hid = p_form ->> 'entity'
  returning form_id into made;
  insert into form_field (form_field_hid, form_field_form, form_field_place, form_field_collection, form_field_name,
    form_field_table, form_field_column, form_field_type, form_field_domain, form_field_sort, form_field_change, form_field_add,
    form_field_drop, form_field_required, form_field_policy, form_field_needs, form_field_max, form_field_choices, form_field_through)
  select concat_ws('/', p_form ->> 'name', p_form ->> 'version', f.place, f.collection, f.name), made, f.place, f.collection, f.name,
    f.source, f.field, f.type, coalesce('stage/' || f.stage, m.meta_fields_value, reference_domain(f.source, f.field)), f.sort,
    f.change, coalesce(f.add, false), coalesce(f.drop, false),
    coalesce(f.required, false), f.policy, f.needs, f.max, coalesce(f.choices, ''), f.through
  from jsonb_to_recordset(p_form -> 'fields') f (place text, collection text, name text, source name, field name, type text,
    sort integer, change boolean, add boolean, drop boolean, required boolean, policy text, needs text, max integer, choices text,
    through text, stage text)
  left join meta_fields m on m.meta_fields_table = f.source and m.meta_fields_field = f.field and m.meta_fields_attribute = 'domain';
  return 'new';
end $$;
comment on function publish_form(jsonb) is $$Adds a form version, for an administrator: new, known (same content), changed (same number, other content: refused), taken (the name is that of a form of the program), faults (form_faults lists them)
@query forms/publish @call publishForm @param form Parsed definition with its fields @shape unknown
@column result null new, known, changed, taken or faults @shape 'new' | 'known' | 'changed' | 'taken' | 'faults'$$;

create or replace function forms_for(p_record text) returns table (form text, type text, is_usual boolean)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  -- the form that is called as its type is the usual one, and of people the call report
  return query
    select distinct form_name, entity_type_hid, coalesce(record_type(form_name) = entity_type_hid, false)
      or entity_type_hid = 'person' and form_name = 'call-report'
    from entity join entity_type on entity_type_id = entity.entity_type
    left join form on form_type = entity_type_id and form_active
      -- a person's own form is for them alone
      and not exists (select from form_field where form_field_form = form_id and form_field_table = 'own_consent')
    where entity_id = entity_survivor(find_entity(p_record))
    order by 3 desc, 1;
end $$;
comment on function forms_for(text) is $$The forms that fit a record, the usual one of its type first; no row where there is no such record
@query forms/for-record @call formsFor @param record Human id or uuid @column form null None fits @column type checked @column is_usual checked$$;

create or replace function stage_form(p_entity bigint) returns text
language sql stable security definer set search_path = public, pg_temp
as $$
  -- of several processes the stage that it entered last; a form that is no longer there, or does not fit, is passed over
  select development_stage_form from development_tracking
  join development_stage on development_stage_id = development_tracking_stage
  join entity on entity_id = development_tracking_entity
  where development_tracking_entity = p_entity and development_tracking_finished is null
    and exists (select from form where form_name = development_stage_form and form_active and form_type = entity_type
      and not exists (select from form_field where form_field_form = form_id and form_field_table = 'own_consent'))
  order by development_tracking_entered desc, development_tracking_id desc limit 1
$$;
comment on function stage_form(bigint) is 'The form that the stage of a record names; null where none of its stages does';

create or replace function form_preview(p_form text, p_version integer, p_record text, p_zone text, p_files bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  record_id bigint := find_entity(p_record);
  shown jsonb := packet_read((select form_id from form where form_name = p_form and form_version = p_version), record_id, p_zone, p_files);
begin
  if shown is null then
    return '{"problem": "entity/not-seen"}';
  elsif shown ->> 'type' <> (select entity_type_hid from form join entity_type on entity_type_id = form_type
      where form_name = p_form and form_version = p_version) then
    return '{"problem": "form/other-type"}';
  end if;
  return shown;
end $$;
comment on function form_preview(text, integer, text, text, bigint) is $$What a packet of a form would show of a record, with the caller's rights
@query forms/preview @call formPreview @param form Name @param version Version @param record Human id or uuid @param zone Time zone of the days
@param files Bytes of files at most @column shown checked The values read, or {problem} @shape Refusal | RecordShown$$;

create or replace function form_columns(p_tables text[]) returns table (source name, attribute name, kind text, choices text[])
language sql stable security invoker set search_path = public, pg_temp
as $$
  select f.source, f.attribute, f.kind, f.choices from unnest(p_tables) named (name), lateral table_fields(named.name::name) f
  order by f.source, f.sort
$$;
comment on function form_columns(text[]) is $$The columns of tables, with what each may hold in a form
@query forms/columns @call formColumns @param tables Names of the tables @column source checked Its table @column attribute checked Its name
@column kind checked @column choices null$$;

create or replace function note_form_request(p_item bigint, p_mailto text, p_mark text, p_received timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  insert into form_request (form_request_item, form_request_mailto, form_request_mark, form_request_received)
  values (p_item, p_mailto, p_mark, least(p_received, clock_timestamp()));
end $$;
comment on function note_form_request(bigint, text, text, timestamptz) is $$Queues a form request; the dispatcher answers it
@query form-requests/note @call noteFormRequest$$;

create or replace function next_form_request() returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  wish form_request;
  one record;
  make jsonb := '[]';
  again integer := 0;
  letters integer;
begin
  perform must_be_login('satchel_dispatch');
  select * into wish from form_request where form_request_status = 'queued' order by form_request_id limit 1 for update skip locked;
  if wish.form_request_id is null then
    return null;
  end if;
  -- a form that waits to be sent is one that was asked for by now
  update packet set packet_gate = null
  where packet_gate = wish.form_request_mark and exists (select from contact_point
    where contact_point_entity = entity_survivor(packet_entity) and contact_point_normal = normal_mail(wish.form_request_mailto)
      and contact_point_bounced is null and contact_point_verified is not null);
  if exists (select from letter join packet on packet_id = letter_packet
    where lower(letter_to) in (lower(wish.form_request_mailto), normal_mail(wish.form_request_mailto))
      and packet_kind = 'self-update' and letter_kind = 'packet'
      and letter_problem is distinct from 'consent/withdrawn'
      -- also one that waits to be sent again; a clock that was ahead says nothing
      and greatest(letter_sent, letter_queued) between clock_timestamp() - interval '1 day' and clock_timestamp()) then
    return jsonb_build_object('request', wish.form_request_id, 'make', '[]'::jsonb, 'status', 'too-often');
  end if;
  -- a family may share one address: a form for each of them, and not for a whole village
  for one in
    select distinct entity_id, entity_uuid from contact_point
    join entity on entity_id = entity_survivor(contact_point_entity)
    join person on person_id = entity_id
    where contact_point_kind = lookup_find('contact-kind', 'email') and contact_point_normal = normal_mail(wish.form_request_mailto)
      and contact_point_bounced is null and contact_point_verified is not null and entity_deleted is null
    order by entity_id limit 5
  loop
    -- a form that is still good is sent again as it is
    update letter set letter_status = 'queued', letter_queued = clock_timestamp()
    where letter_id = (
      select max(letter_id) from letter join packet on packet_id = letter_packet
      where packet_entity = one.entity_id and packet_kind = 'self-update' and letter_kind = 'packet' and packet_status = 'open'
        and packet_expires > clock_timestamp() + interval '3 days'
          and lower(letter_to) in (lower(wish.form_request_mailto), normal_mail(wish.form_request_mailto))
        and packet_version = (select entity_version from entity where entity_id = one.entity_id)
        and not exists (select from reply where reply_packet = packet_id))
      and letter_bytes is not null and letter_status = 'sent';
    get diagnostics letters = row_count;
    again := again + letters;
    if letters = 0 then
      make := make || to_jsonb(one.entity_uuid);
    end if;
  end loop;
  return jsonb_build_object('request', wish.form_request_id, 'mailto', wish.form_request_mailto, 'mark', wish.form_request_mark,
    'make', make, 'status', case when jsonb_array_length(make) > 0 then 'sent' when again > 0 then 'sent-again' else 'unknown' end);
end $$;
comment on function next_form_request() is $$Locks the oldest form request: {request, mailto, mark, make: [records], status}; null if there is none. A form that is still valid is queued again
@query form-requests/next @call nextFormRequest @column wish
@shape { request: number, mailto?: string, mark?: string, make: string[], status: string }$$;

create or replace function end_form_request(p_request bigint, p_status text) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_dispatch');
  update form_request set form_request_status = p_status, form_request_mailto = null, form_request_ended = clock_timestamp()
  where form_request_id = p_request and form_request_status = 'queued';
end $$;
comment on function end_form_request(bigint, text) is $$Ends a form request and deletes its address
@query form-requests/end @call endFormRequest$$;

create or replace function answer_paper(p_packet text, p_code text, p_token text, p_operator text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  sent packet;
begin
  perform must_be_login('satchel_dispatch');
  select p.* into sent from packet p join token on token_packet = packet_id and token_purpose = 'address' and token_hid = p_code
  join staff on staff_hid = lower(p_operator) and staff_active
  where packet_hid = p_packet and packet_carrier = 'paper' and packet_status = 'open' and packet_expires > clock_timestamp()
    and (staff_id = packet_recipient or lookup_value(staff_role) in ('office', 'admin'));
  if not found then
    return '{"problem": "token/not-known"}';
  end if;
  insert into token (token_hid, token_purpose, token_packet, token_expires, token_limit)
  values (p_token, 'reply', sent.packet_id, sent.packet_expires, 50);
  return (select jsonb_build_object('id', sent.packet_id, 'name', '', 'mailto', sent.packet_mailto, 'language', sent.packet_language,
      'form_name', form_name, 'form_version', form_version, 'type', entity_type_hid, 'version', sent.packet_version,
      'epoch', sent.packet_epoch, 'issued', to_char(sent.packet_issued, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'expires', to_char(sent.packet_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'slots', sent.packet_snapshot,
      'case', jsonb_build_object('name', ''), 'protection', sent.packet_protection)
    from form join entity_type on entity_type_id = form_type where form_id = sent.packet_form);
end $$;
comment on function answer_paper(text, text, text, text) is $$What an open printed packet showed, for the one who types its answer in, and a token for that: its recipient, or the office
@query packets/answer-paper @call answerPaper @param code Hash @param token Hash @param operator Short name of the one who types
@column opened checked @shape Refusal | PacketOpened$$;
