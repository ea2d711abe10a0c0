-- Replies go in by batches: what the steps of a batch hand to each other.
create type batch_reply as (
  place integer,
  item bigint,
  said jsonb,
  day text,
  token bigint,
  packet bigint,
  form bigint,
  kind text,
  entity bigint,
  role name,
  access boolean,
  is_plain boolean,
  is_copy boolean,
  is_link boolean,
  is_late boolean,
  hid text,
  draft text,
  sequence integer,
  received timestamptz,
  evidence text,
  sealed boolean,
  confirms boolean,
  digest text,
  reason text,
  outcome text,
  reply bigint,
  is_first boolean);
comment on type batch_reply is
  'A reply of a batch: what it says, whose it is, and, step by step, what it is: outcome new, stronger, repeat, or a problem';
create type batch_statement as (
  place integer,
  turn integer,
  slot text,
  value jsonb,
  fault text,
  said jsonb,
  shown jsonb,
  shown_raw jsonb,
  for_digest boolean,
  counts boolean,
  now_raw jsonb,
  outcome text,
  reason text,
  verb text,
  change bigint);
comment on type batch_statement is
  'What a reply of a batch states in a slot, beside what its packet showed there and what stands, and what the merge rule made of it';
