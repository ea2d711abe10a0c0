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
grant select on meta_tables, meta_fields, lookup, entity_type, development_type, development_process, development_stage,
  query, form, form_field to satchel_admin, satchel_office, satchel_sales;
grant execute on function my_staff(), my_path(), lookup_value(bigint), lookup_find(text, text), entity_survivor(bigint) to public;

grant select, insert, update on person, organization, contact_point, address, activity, development_tracking to satchel_sales;
grant select, insert on entity to satchel_sales;
grant select on staff to satchel_sales;
grant delete on contact_point, address to satchel_sales;

grant select, insert, update on entity, person, organization, staff, contact_point, address, activity, development_tracking,
  lookup, development_type, development_process, development_stage, query to satchel_office, satchel_admin;
grant select, insert on consent to satchel_office, satchel_admin;
grant delete on contact_point, address, activity, development_tracking, query to satchel_office, satchel_admin;
grant select on packet, reply, change, item, import_run, audit, audit_content, audit_seal, audit_sealed to satchel_office, satchel_admin, satchel_auditor;
grant select on instance to satchel_office, satchel_admin, satchel_auditor, satchel_sales;

grant select on form to satchel_import, satchel_dispatch;
grant execute on function is_office() to public;
grant execute on function held_changes(), outbox(), revoke_packet(text), settle_begin(bigint, text), settle_end(bigint, text, text, bigint), seal_audit(), verify_audit(),
  run_balance(bigint), reply_outcome(bigint) to satchel_office, satchel_admin;
grant execute on function queue_answer(bigint, text, text, bytea) to satchel_office, satchel_admin, satchel_import;

grant execute on function take_reply(bigint, jsonb, text, timestamptz), plan_reply(bigint, boolean), end_reply(bigint, jsonb),
  begin_run(text), take_item(bigint, text, text, text, bigint, timestamptz), waiting_items(timestamptz, bigint, integer),
  try_item(bigint), untry_item(bigint), item_state(text), end_item(bigint, bigint, text, text, text), retry_item(text), end_run(bigint), run_balance(bigint), queue_again(bigint), seal_audit()
  to satchel_import;
grant execute on function packet_begin(text, text), packet_end(jsonb, jsonb, bigint, text, text, text, integer),
  post_packet(bigint, text, text, text, bytea), take_letters(integer), letter_done(bigint, text) to satchel_dispatch;
