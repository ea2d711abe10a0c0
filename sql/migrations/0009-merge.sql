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
