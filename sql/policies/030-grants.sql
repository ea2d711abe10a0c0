-- Grants. Everything is taken away first, so that this file is the whole truth.
do $$
declare
  f record;
begin
  revoke all on all tables in schema public from public, satchel_admin, satchel_office, satchel_manager, satchel_sales,
    satchel_support, satchel_marketing, satchel_analyst, satchel_auditor, satchel_subject, satchel_import, satchel_dispatch;
  for f in select p.oid::regprocedure as signature, p.prosecdef and p.prorettype <> 'trigger'::regtype as narrow
    from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'public'::regnamespace and r.rolname = 'satchel_owner'
  loop
    execute format('revoke all on function %s from public, satchel_office, satchel_admin, satchel_sales, satchel_import, satchel_dispatch', f.signature);
    -- what runs with the caller's own rights may be called by anybody; definer functions are granted one by one below
    if not f.narrow then
      execute format('grant execute on function %s to public', f.signature);
    end if;
  end loop;
end $$;

grant usage on schema public to public;
grant select on arrow, meta_tables, meta_fields, lookup, entity_type, development_type, development_process, development_stage,
  query, form, form_field to satchel_admin, satchel_office, satchel_sales;
grant execute on function my_staff(), my_path(), lookup_value(bigint), lookup_find(text, text), entity_survivor(bigint) to public;

grant select, insert, update on person, organization, contact_point, address, activity, development_tracking to satchel_sales;
grant select, insert on entity to satchel_sales;
grant select on staff to satchel_sales;
grant delete on contact_point, address to satchel_sales;

-- what a person may see and change of their own record; the notes of staff are not among it
grant select (entity_id, entity_uuid, entity_type, entity_name, entity_version, entity_deleted) on entity to satchel_subject;
grant select (person_id, person_hid, person_prefix, person_given, person_family, person_title, person_born, person_language, person_prefers),
  update (person_prefix, person_given, person_family, person_title, person_born, person_language, person_prefers) on person to satchel_subject;
grant select, insert, update, delete on contact_point to satchel_subject;
grant select, insert, update on address to satchel_subject;
grant select on lookup, meta_tables, meta_fields to satchel_subject;
grant select on form_field to satchel_subject;

grant select, insert, update on entity, person, organization, staff, contact_point, address, activity, development_tracking,
  lookup, development_type, development_process, development_stage, query to satchel_office, satchel_admin;
grant select, insert on consent to satchel_office, satchel_admin;
grant delete on contact_point, address, activity, development_tracking, query to satchel_office, satchel_admin;
grant select on inquiry, item_file, form_request to satchel_office, satchel_admin, satchel_auditor;
grant select on backup_run, restore_run to satchel_office, satchel_admin, satchel_auditor, satchel_sales;
grant execute on function restore_open() to public;
grant execute on function close_restore(), newest_backup() to satchel_import;
grant execute on function release_letters() to satchel_office, satchel_admin;
grant select on load_run to satchel_office, satchel_admin, satchel_auditor, satchel_sales;
grant execute on function note_load(text, text, integer, integer, integer) to satchel_office, satchel_admin, satchel_sales;
grant execute on function note_consent(text, boolean, text), consent_history(text), consent_stands(text), inquiry_done(text, text)
  to satchel_office, satchel_admin;
grant execute on function own_form_begin(text, text, text, text, boolean), own_form_end(jsonb, bigint, text, text),
  own_form_address(text, text), next_form_request(), end_form_request(bigint, text) to satchel_dispatch;
grant execute on function token_address(text), note_unsubscribe(bigint, text, text, text, text, timestamptz), note_bounce(text, text),
  files_missing(jsonb), attach_files(bigint, bigint, jsonb), note_inquiry(bigint, jsonb, timestamptz),
  note_form_request(bigint, text, text, timestamptz), open_confirmation(bigint, text, integer), take_confirmation(text, timestamptz),
  queue_notice(text, bigint, text, text, bytea, integer), live_tokens(text, integer), ended_items(jsonb), known_items(jsonb), next_pull() to satchel_import;
grant execute on function acting_subject() to public;
grant select on packet, reply, change, item, import_run, audit, audit_content, audit_seal, audit_sealed to satchel_office, satchel_admin, satchel_auditor;
grant select on instance to satchel_office, satchel_admin, satchel_auditor, satchel_sales;

grant select on form to satchel_import, satchel_dispatch;
grant execute on function is_office() to public;
grant execute on function held_changes(), outbox(), revoke_packet(text), settle_begin(bigint, text), settle_end(bigint, text, text, bigint), seal_audit(), verify_audit(), verify_lives(),
  run_balance(bigint), reply_outcome(bigint), acknowledged_replies() to satchel_office, satchel_admin;
grant execute on function queue_answer(bigint, text, text, bytea) to satchel_office, satchel_admin, satchel_import;

grant execute on function take_reply(bigint, jsonb, text, timestamptz), plan_reply(bigint, boolean), end_reply(bigint, jsonb),
  begin_run(text), take_items(bigint, text, text, jsonb), waiting_items(timestamptz, bigint, integer),
  try_items(jsonb), end_items(bigint, jsonb), packet_records(jsonb), untold_replies(integer), untry_item(bigint), item_state(text), end_item(bigint, bigint, text, text, text), retry_item(text), end_run(bigint), run_balance(bigint), queue_again(bigint), queue_again_item(text), seal_audit()
  to satchel_import;
grant execute on function packet_begin(text, text, text), packet_end(jsonb, jsonb, bigint, text, text, text, integer),
  post_packet(bigint, text, text, text, bytea), take_letters(integer), letter_done(bigint, text), letter_later(bigint, text), letters_recent() to satchel_dispatch;
