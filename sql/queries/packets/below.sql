-- Generated from the function packets_below() and its comment by npm run generate. Do not edit.
-- @name packets/below
-- @call packetsBelow
-- @about Packets that went to the acting colleague, and of a manager to those under them, newest first, with what became of their fields. A record that is another's by now has no name.
-- @param limit integer
-- @returns many
-- @column packet text checked
-- @column record text null
-- @column recipient text checked
-- @column status text checked
-- @column carrier text checked
-- @column issued timestamptz checked
-- @column expires timestamptz checked
-- @column replies bigint checked
-- @column answered timestamptz null
-- @column applied bigint checked
-- @column held bigint checked
-- @column refused bigint checked
select packet, record, recipient, status, carrier, issued, expires, replies, answered, applied, held, refused from
  packets_below($1::integer)
