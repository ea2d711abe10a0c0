-- Grants. Everything is taken away first, so that this file is the whole truth.
do $$
declare
  f record;
  everybody text := 'public, ' || staff_groups() || ', satchel_subject, satchel_import, satchel_dispatch, satchel_console';
begin
  execute format('revoke all on all tables in schema public from %s', everybody);
  -- numbers are drawn by triggers
  execute format('revoke all on all sequences in schema public from %s', everybody);
  for f in select p.oid::regprocedure as signature, p.prosecdef or p.prorettype = 'trigger'::regtype as narrow
    from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'public'::regnamespace and r.rolname = 'satchel_owner'
  loop
    execute format('revoke all on function %s from %s', f.signature, everybody);
    -- functions with the caller's own rights may be called by anybody; definer functions are granted one by one below
    -- and trigger functions to nobody: on a table of one's own they would do what its arguments say, as their owner
    if not f.narrow then
      execute format('grant execute on function %s to public', f.signature);
    end if;
  end loop;
end $$;

grant usage on schema public to public;
do $$
declare
  t record;
begin
  for t in select distinct source, part, rights from record_tables() where part <> 'end' loop
    execute format('grant select, insert, update on %I to satchel_office, satchel_admin', t.source);
    if t.part = 'row' then
      execute format('grant delete on %I to satchel_office, satchel_admin', t.source);
    end if;
    continue when t.source = 'person_private' or t.rights = 'office';
    if t.rights = 'everybody' then
      execute format('grant select on %I to %s', t.source, staff_groups());
      continue;
    end if;
    execute format('grant select on %I to satchel_sales, satchel_manager', t.source);
    -- support reads what goes with a record, and not what is its owner's alone
    if t.rights = 'record' then
      execute format('grant select on %I to satchel_support', t.source);
    end if;
    -- goods and colleagues are for them to read
    continue when t.source in ('product', 'staff');
    execute format('grant insert, update on %I to satchel_sales, satchel_manager', t.source);
    -- activities and the history of stages stay
    continue when t.part = 'subtype' or t.source in ('activity', 'development_tracking');
    execute format('grant delete on %I to satchel_sales, satchel_manager', t.source);
  end loop;
end $$;
-- logins, roles and who is active say whose rights somebody has, the address says who gets the packets, and the protection who else can
-- read them: an administrator alone changes them, by functions
revoke insert, update on staff from satchel_office, satchel_admin;
grant update (staff_name, staff_person, staff_language) on staff to satchel_office, satchel_admin;

-- the lists, for all staff, and what they do for themselves: these ask who acts
do $$
begin
  execute 'grant select on state_transition, meta_tables, added_table, meta_fields, lookup, entity_type, entity_rule, '
    'relationship_type, development_type, '
    'development_process, development_stage, query, form, form_field to ' || staff_groups();
  execute 'grant execute on function staff_email_set(text, text), note_staff_password(text), contact_by(bigint, name), '
    'staff_protection_set(text, text), staff_protection_confirm(text), staff_letters_set(text, boolean, boolean), '
    'staff_phrase_set(text, bytea, bytea, integer), record_form(text), add_unplaced(text, text), people_below(), own_check(jsonb), '
    'record_inquiries(text), packets_below(integer), file_told(bigint), field_file(name, name, bigint, text, text, bytea) to '
    || staff_groups();
end $$;
grant execute on function own_value_fault(text, text), own_same(text, text) to public;
grant execute on function own_gate() to satchel_import, satchel_dispatch, satchel_console;
grant execute on function my_staff(), my_path(), my_people(), lookup_value(bigint), lookup_find(text, text), own_zone(), own_today(),
  reference_text(text, bigint), reference_is(text, text, bigint), reference_survivor(bigint) to public;

grant select, insert on entity to satchel_sales, satchel_manager;
grant execute on function entity_mine(bigint) to satchel_sales, satchel_manager;
-- handing over, among themselves and those that stand under them
grant update (entity_owner, entity_parent) on entity to satchel_manager;
grant select on entity to satchel_support, satchel_marketing;
grant insert, update on ticket, activity, participant, attachment to satchel_support;
grant insert on development_tracking to satchel_support;
-- files in fields of one's own that everybody reads, see the policy attachment_field_only
grant select on attachment to satchel_marketing, satchel_analyst, satchel_auditor;
grant select on person, organization, contact_point, address, product, grp, member, staff, consent to satchel_marketing;
grant insert, update on grp to satchel_marketing;
grant insert, update, delete on member to satchel_marketing;
-- numbers, and nobody's name
grant select (entity_id, entity_type, entity_parent, entity_owner, entity_level, entity_changed, entity_deleted, entity_created) on entity
  to satchel_analyst;
grant select (person_id, person_language, person_prefers, person_source) on person to satchel_analyst;
grant select (organization_id, organization_industry, organization_revenue, organization_staffcount) on organization to satchel_analyst;
grant select (deal_id, deal_kind, deal_amount, deal_currency, deal_probability, deal_expected, deal_closed, deal_outcome, deal_campaign)
  on deal to satchel_analyst;
grant select (activity_id, activity_kind, activity_entity, activity_staff, activity_status, activity_outcome,
  activity_start, activity_due, activity_done)
  on activity to satchel_analyst;
grant select (development_tracking_id, development_tracking_entity, development_tracking_stage,
  development_tracking_process, development_tracking_round,
  development_tracking_owner, development_tracking_entered, development_tracking_finished) on development_tracking to satchel_analyst;
grant select on product, member, deal_line to satchel_analyst;

-- a person may see and change this of their own record; the notes of staff are not among it
grant select (entity_id, entity_uuid, entity_type, entity_name, entity_version, entity_deleted) on entity to satchel_subject;
grant select (person_id, person_hid, person_prefix, person_given, person_family, person_title,
  person_born, person_language, person_prefers),
  update (person_prefix, person_given, person_family, person_title, person_born, person_language,
    person_prefers) on person to satchel_subject;
grant select, insert, update, delete on contact_point to satchel_subject;
grant select, insert, update on address to satchel_subject;
grant select on lookup, meta_tables, meta_fields to satchel_subject;
grant select on form_field to satchel_subject;
-- a row is written whole; its trigger takes the answer alone
grant select, update (own_consent_given, own_consent_purpose) on own_consent to satchel_subject;
grant execute on function person_answer(bigint, text) to satchel_subject;

grant select, insert, update on entity, lookup, relationship_type, development_type, development_process, development_stage, query
  to satchel_office, satchel_admin;
grant insert, update, delete on entity_type, entity_rule to satchel_admin;
grant select on duplicate, duplicate_weight, duplicate_run to satchel_office, satchel_admin;
grant select, update (duplicate_rule_points) on duplicate_rule to satchel_office, satchel_admin;
grant select, insert on consent to satchel_office, satchel_admin;
grant delete on query to satchel_office, satchel_admin;
grant select on inquiry, inquiry_answer, item_file, form_request to satchel_office, satchel_admin, satchel_auditor;
grant select on backup_run, restore_run to satchel_office, satchel_admin, satchel_auditor, satchel_sales, satchel_manager;
grant execute on function restore_open() to public;
grant execute on function close_restore(), newest_backup(), import_holder(), hold_import(timestamptz) to satchel_import;
grant execute on function release_letters() to satchel_office, satchel_admin;
grant select on load_run, load_key to satchel_office, satchel_admin, satchel_auditor, satchel_sales, satchel_manager;
grant execute on function lock_load(), begin_load(text, text, text[]), end_load(integer, integer, integer, integer), load_ask(jsonb, text),
  this_load(), load_remember(load_row[]), file_remember(text, file_row[]), undo_load(bigint, boolean)
  to satchel_office, satchel_admin, satchel_sales, satchel_manager;
grant execute on function note_consent(text, boolean, text, text, text, text), note_noes(jsonb, text, text), consent_history(text, text),
  consent_in_force(text, text), inquiry_done(text, text), inquiry_to_answer(text), link_inquiry(text, text),
  answer_inquiry(text, integer, text, text, text, text, bytea)
  to satchel_office, satchel_admin;
grant execute on function own_form_begin(text, text, text, text, boolean), own_form_end(jsonb, bigint, text, text),
  own_form_addresses(text, text), next_form_request(), end_form_request(bigint, text), forms_for(text) to satchel_dispatch;
grant execute on function choose_copies(jsonb), note_part(bigint), packet_holder(text, text), token_address(text),
  note_unsubscribe(bigint, text, text, text, text, timestamptz, text[]),
  note_yes(bigint, text, text, text, text, timestamptz, text, integer),
  note_bounce(text, text, text, boolean), note_bounce_of(text, text, text),
  files_missing(jsonb), attach_files(bigint, bigint, jsonb), note_inquiry(bigint, jsonb, timestamptz),
  keep_words(bigint, text, text, jsonb, timestamptz), link_new(text, text, text),
  note_form_request(bigint, text, text, timestamptz), open_confirmation(bigint, text, integer), read_confirmation(text, timestamptz),
  queue_notice(text, bigint, text, text, bytea, integer), live_tokens(text, integer), offered_purposes(), ended_items(jsonb),
  known_items(jsonb), next_pull(), staff_signers(), note_receipts(jsonb), tell_receipts(), told_receipts(bigint, integer),
  items_to_forget(text, integer), note_forgotten(text, jsonb) to satchel_import;
grant execute on function find_duplicates(numeric, boolean), decide_different(bigint), begin_merge(bigint, bigint), end_merge(bigint),
  undo_merge(bigint), erase_record(bigint, jsonb), erase_addresses(bigint), erased_traces(), my_data(bigint), my_data_address(bigint, text),
  queue_my_data(bigint, text, text, text, bytea) to satchel_office, satchel_admin;
grant execute on function forgotten_waits(jsonb) to satchel_office, satchel_admin, satchel_auditor;
grant select on record_merge, private_read to satchel_office, satchel_admin, satchel_auditor;
grant execute on function note_private_read(bigint, jsonb, text) to satchel_office, satchel_admin, satchel_auditor;
grant execute on function acting_subject(), no_letters(bigint), confirmed_on(bigint), must_be_stated(name, name, text, jsonb[], jsonb[])
  to public;
grant select on packet, reply, change, item, import_run, audit, audit_content, audit_seal, audit_sealed to satchel_office, satchel_admin,
  satchel_auditor;
grant execute on function activity_open(bigint), history_open(name, bigint) to satchel_office, satchel_admin, satchel_auditor;
grant select on instance to satchel_office, satchel_admin, satchel_auditor, satchel_sales, satchel_manager;

grant select on form to satchel_import, satchel_dispatch;
grant execute on function is_office() to public;
-- an analyst reads nobody's name
grant execute on function my_records(integer, bigint), find_records(text, text, text, text, text, integer, boolean),
  find_facets(text, text, text, text, text, boolean), save_search(text, jsonb), forget_search(text) to satchel_sales,
  satchel_manager, satchel_office, satchel_admin, satchel_support, satchel_marketing;
-- they ask who acts; without an administrator the office at the program's own login stands in
grant execute on function change_staff(text, text, boolean), insert_colleague(jsonb), own_fill(jsonb), own_prepare(jsonb),
  staff_manager_set(text, text), staff_key_set(text, text, text, timestamptz), publish_form(jsonb) to satchel_office, satchel_admin;
grant execute on function own_made_by(text) to satchel_office, satchel_admin, satchel_manager, satchel_sales, satchel_support,
  satchel_marketing, satchel_analyst, satchel_auditor;
grant execute on function packets_left(bigint) to satchel_office, satchel_admin, satchel_manager;
grant execute on function keep_own_query(text, text, text), drop_own_query(text) to satchel_office, satchel_admin;
grant execute on function set_label(text, text, text) to satchel_office, satchel_admin;
grant execute on function see_item(text), failed_letters(), see_letter(bigint, boolean), refused_changes(),
  see_refused(bigint[]) to satchel_office, satchel_admin;
grant execute on function inquiry_answers(text) to satchel_office, satchel_admin, satchel_auditor;
grant execute on function held_changes(text, bigint, bigint, integer), held_doubles(bigint), outbox(), revoke_packet(text),
  resolve_begin(bigint, text, boolean, jsonb), resolve_made(bigint, bigint), resolve_end(bigint, text, text, bigint),
  seal_audit(), verify_audit(), verify_states(),
  run_balance(bigint), reply_outcome(bigint), acknowledged_replies() to satchel_office, satchel_admin;
grant execute on function queue_answers(jsonb) to satchel_office, satchel_admin, satchel_import;

grant execute on function await_files(bigint), packet_guard(bigint), report_begin(bigint, text), report_end(),
  keep_report_file(bigint, text, text, text, bytea) to satchel_import;
grant execute on function accepted_report(bigint) to satchel_office, satchel_admin;
grant execute on function lock_batch(jsonb), batch_waves(jsonb), wave_senders(jsonb), act_on(bigint), act_as_subject(bigint),
  take_wave(jsonb, integer[]), take_stronger(jsonb, boolean), end_wave(jsonb, jsonb),
  begin_run(text), receive_items(bigint, text, text, jsonb), waiting_items(timestamptz, bigint, integer),
  try_items(jsonb), end_items(bigint, jsonb), packet_records(jsonb), untold_replies(integer), release_attempt(bigint), item_state(text),
  end_item(bigint, bigint, text, text, text), retry_item(text), end_run(bigint), run_balance(bigint), run_waits(bigint),
  queue_again(bigint),
  queue_again_item(text), seal_audit()
  to satchel_import;
grant execute on function command_begin(text), command_take(jsonb, jsonb, jsonb), command_end(jsonb, jsonb),
  command_lock(jsonb), note_file(bigint, text, text), command_single(jsonb, text, name, text, bigint, jsonb, jsonb),
  add_take(jsonb, jsonb, text) to satchel_import;
-- the console asks whose a session is, and does the rest under that colleague's role; of sessions staff see their own
grant execute on function console_enter(bytea, bytea, text), console_certificate(text, bytea, text),
  console_visit(bytea, text, boolean), console_leave(bytea), console_still_open(text[]),
  console_connections(), work_goes_on(console_work, jsonb), begin_console_work(bigint, text, text, text, boolean, integer, jsonb),
  list_console_work(bigint, bigint, jsonb), console_work_begin(bigint, text, text, text, boolean, integer), console_works(bigint, bigint),
  console_work_told(bigint, bigint, bigint), console_work_end(bigint, text, jsonb), console_work_stop(bigint, bigint),
  console_work_seen(bigint, bigint),
  attempt_begin(text, bigint, text), attempt_right(text, bigint, text), code_begin(bigint, text), code_of(bigint),
  code_confirm(bigint, bigint, bigint, text[]), code_use(bigint, bigint, text), code_end(bigint), console_awaiting(bytea, text),
  console_proven(bytea, bytea) to satchel_console;
do $$
begin
  execute 'grant execute on function console_sessions(), console_end(bigint), console_waits(), console_unlock(text), '
    'code_users(), code_reset(text), '
    'keep_certificate(text, text, timestamptz), '
    'staff_certificates(text), revoke_certificate(text), mentions_unseen(text, text), mentions_since(bigint), mentions_last() to '
    || staff_groups();
end $$;
grant execute on function own_login(text), sender_role(text, bigint), packet_begin(text, text, text),
  packet_end(jsonb, jsonb, bigint, text, text, text, text, integer, boolean),
  packet_orders(jsonb, text), packets_out(jsonb), carry_packet(bigint, text, text), carry_paper(bigint, text, text),
  answer_paper(text, text, text, text),
  packets_gone(jsonb), post_packets(jsonb, text, text, bytea),
  post_packet(bigint, text, text, text, bytea), packet_sender(text), case_troubles(bigint, jsonb, text),
  claim_letters(integer), letter_done(bigint, text, text),
  letter_later(bigint, text), letters_recent(),
  clear_letters(integer), seal_letter(bigint, bytea), drop_letters(integer) to satchel_dispatch;

-- A view is read by whoever reads the table below it; with their own rights, so it shows nothing more.
do $$
declare
  t record;
begin
  for t in
    select v.relname as view, r.rolname as role
    from pg_class v, (select ('satchel_' || role)::name from staff_roles()) r (rolname)
    where v.relnamespace = 'public'::regnamespace and v.relkind = 'v'
      -- a form's own view: nobody but the person concerned reads it
      and v.relname <> 'own_consent'
      and not exists (select from pg_depend d join pg_rewrite w on w.oid = d.objid and w.ev_class = v.oid
        join pg_class c on c.oid = d.refobjid and c.relkind = 'r'
        where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
          and not has_column_privilege(r.rolname, c.oid, d.refobjsubid::smallint, 'select'))
  loop
    execute format('grant select on %I to %I', t.view, t.role);
  end loop;
end $$;
