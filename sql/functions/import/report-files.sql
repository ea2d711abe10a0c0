-- Files that came with a report belong to its activity. As every write of a reply they are written under the sender's role; one that this
-- role may not write stays with the item alone. Those of a report that waits are written when a person accepts it, under the person's role.

create or replace function report_begin(p_item bigint, p_reply text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  found_report jsonb;
begin
  perform must_be_login('satchel_import');
  select jsonb_build_object('role', packet_role, 'entity', activity_entity, 'activity', activity_id, 'reply', reply_id) into found_report
  from reply join packet on packet_id = reply_packet
  join change on change_reply = reply_id and change_table = 'activity' and change_slot like 'report/%' and change_outcome = 'applied'
  join activity on activity_id = change_row
  where reply_item = p_item and reply_hid = p_reply
  limit 1;
  if found_report is not null then
    perform acting_for((found_report ->> 'reply')::bigint);
    perform state_writes((found_report ->> 'reply')::bigint, jsonb_build_array(jsonb_build_object('table', 'attachment', 'verb', 'insert',
      'entity', found_report -> 'entity', 'fields', jsonb_build_array(jsonb_build_object('column', 'attachment_activity',
        'value', found_report -> 'activity')))));
  end if;
  return found_report;
end $$;
comment on function report_begin(bigint, text) is
  'The activity that the report of a reply became, of those in an item, and its sender''s role; null where there is none. Until report_end '
    'the transaction writes on behalf of that reply';

create or replace function report_end() returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  delete from acting where acting_work = (select current_work());
  perform unstate_writes();
end $$;
comment on function report_end() is 'Ends the writing that report_begin began';

create or replace function file_name(p_name text) returns text
language sql immutable set search_path = public, pg_temp
as $$ select coalesce(nullif(left(regexp_replace(p_name, '[/\\[:cntrl:]]', '_', 'g'), 255), ''), 'file') $$;
comment on function file_name(text) is 'A name that a file may have, from what its sender called it';
