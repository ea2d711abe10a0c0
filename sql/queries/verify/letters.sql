-- @name verify/letters
-- @call unansweredReplies
-- @about Finished replies without an acknowledgement, queued or sent.
-- @returns many
-- @column packet text not-null
select packet_hid as packet from reply join packet on packet_id = reply_packet
-- an edit or a load is told on the screen
where packet_kind not in ('edit', 'load') and reply_id not in (select reply from acknowledged_replies()) order by reply_id
