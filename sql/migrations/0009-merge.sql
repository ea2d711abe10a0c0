-- What the merge rule works on, in memory: one statement of a packet (docs/merge.md). And the ways by which an import finds the
-- statements of a packet and the reply of an item: without them it slows down with every reply that ever came.
create type merge_statement as (
  id bigint,
  slot text,
  rank text,
  apart boolean,
  strong boolean,
  needs text,
  said jsonb,
  said_raw jsonb,
  believed jsonb,
  believed_raw jsonb,
  current_raw jsonb,
  outcome text,
  reason text,
  taken boolean,
  place text,
  own text,
  made boolean,
  verb text);
comment on type merge_statement is 'A statement of a packet: values as they are compared, and as they were given (raw)';

create type reply_statement as (slot text, value jsonb, fault text, said jsonb, shown jsonb);
comment on type reply_statement is 'What a reply states in a slot: as given, why not, in normal form, and what its packet showed there';

create index change_packet_index on change (change_packet, change_slot);
create index reply_item_index on reply (reply_item);

-- A hold can end by itself, when the record comes to what it asks for: its sender is told by the next import.
alter table reply add column reply_untold boolean not null default false;
create index reply_untold_index on reply (reply_id) where reply_untold;

-- The office's own edit of a record goes through a packet to the one who edits, so that parser, merge and history are the same.
alter table packet drop constraint packet_packet_kind_check;
alter table packet add check (packet_kind in ('work', 'self-update', 'my-data', 'edit'));
