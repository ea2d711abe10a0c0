-- @name runs/queues
-- @call queues
-- @about The open work, and its age.
-- @use people
-- @returns many
-- @column queue text checked Queue
-- @column count bigint checked How many
-- @column oldest timestamptz null Oldest
select 'waiting items' as queue, count(*) as count, min(item_received) as oldest from item where item_state = 'waiting'
  and (item_waits is null or item_received < now() - interval '1 day')
union all select 'waiting for files', count(*), min(item_received) from item where item_state = 'waiting' and item_waits
  and item_received >= now() - interval '1 day'
union all select 'quarantined items', count(*), min(item_received) from item where item_state = 'quarantined' and item_seen is null
union all select 'held changes', count(*), min(reply_received) from change
  join reply on reply_id = change_reply where change_outcome = 'held'
union all select 'refused changes', count(*), min(received) from refused_changes()
union all select 'letters to send', count(*), min(queued) from outbox() where status = 'queued'
union all select 'letters put off', count(*), min(queued) from outbox() where status = 'put-off'
union all select 'letters parked', count(*), min(queued) from outbox() where status = 'parked'
union all select 'letters failed', count(*), min(queued) from outbox() where status = 'failed'
union all select 'open packets', count(*), min(packet_issued) from packet where packet_status = 'open' and packet_expires > now()
  and not exists (select from reply where reply_packet = packet_id)
union all select 'inquiries', count(*), min(inquiry_received) from inquiry where inquiry_status = 'new'
union all select 'wishes for forms', count(*), min(form_request_received) from form_request where form_request_status = 'queued'
union all select 'letters that came back', count(*), min(bounced) from outbox() where bounced > now() - interval '30 days'
-- long enough to make another key, and to meet; no row where there is none
union all select 'keys of staff that end', count(*), min(staff_pgp_expires) from staff
  where staff_active and staff_protection = 'pgp' and staff_pgp_expires < now() + interval '30 days' having count(*) > 0
