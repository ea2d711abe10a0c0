-- What a file says against what stands is asked of the office, through the same statements and the same review as an answer to a
-- packet: a load answers as a reply without an item, to a packet that was never sent.

alter table load_run add column load_run_held integer not null default 0 check (load_run_held >= 0);
alter type load_row add attribute held text[];

alter table packet drop constraint packet_packet_kind_check;
alter table packet add check (packet_kind in ('work', 'self-update', 'my-data', 'edit', 'load'));
-- one for each record and loader, so that the later file's word replaces the earlier's
create unique index packet_load_index on packet (packet_entity, packet_recipient, packet_form) where packet_kind = 'load';

alter table reply alter column reply_item drop not null,
  add column reply_load bigint references load_run,
  add check (num_nonnulls(reply_item, reply_load) = 1);
create index reply_load_index on reply (reply_load) where reply_load is not null;
