-- @name people/history
-- @call historyOf
-- @about The changes of a record's rows, with their author, time, reply and old value, and when the person confirmed that nothing has changed.
-- @use people
-- @param entity bigint
-- @param limit integer=100 How many
-- @returns many
-- @column at timestamptz checked When
-- @column by name checked Role
-- @column verb text checked Operation
-- @column source name checked Table
-- @column row bigint checked Row
-- @column packet text null Packet
-- @column reply text null Reply
-- @column file text null File
-- @column before jsonb null Before
-- @shape Record<string, unknown>
-- @column after jsonb null After
-- @shape Record<string, unknown>
select at, by, verb, source, row, packet, reply, file, before, after from (
  select * from (
    select audit_at as at, audit_by as by, audit_verb as verb, audit_table as source, audit_row as row,
      case when reply_load is null then packet_hid end as packet,
      case when reply_load is null then reply_hid end as reply, load_run_file as file,
      readable_row(audit_table, audit_content_old) as before, readable_row(audit_table, audit_content_new) as after, audit_id as place
    from audit
    left join audit_content on audit_content_id = audit_id
    left join reply on reply_id = audit_reply
    left join packet on packet_id = reply_packet
    left join load_run on load_run_id = reply_load or reply_load is null and load_run_tx = audit_tx
      -- before work was numbered, a restore made the same numbers come again
      and audit_at >= load_run_at and not exists (select from restore_run where restore_run_at between load_run_at and audit_at)
    where audit_entity = $1::bigint
    order by audit_id desc limit $2::integer) changed
  union all
  -- a reply that changes no row: everything on file is still right
  select reply_at, packet_role, 'confirm', 'reply', reply_id, packet_hid, reply_hid, null, null,
    '{"confirmed": "nothing has changed"}', null
  from reply join packet on packet_id = reply_packet
  where packet_entity = $1::bigint and reply_confirms) told
order by at desc, place desc nulls last limit $2::integer
