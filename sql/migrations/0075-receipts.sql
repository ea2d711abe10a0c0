-- What became of items that an intake gave receipts for, as the intakes are told; and items of erased people that they have to forget.
create sequence receipt_number;
create table receipt (
  receipt_id bigint generated always as identity primary key,
  receipt_hid text not null unique,
  receipt_item bigint not null unique references item,
  receipt_state text,
  receipt_number bigint unique,
  receipt_said timestamptz,
  constraint receipt_receipt_hid_check check (length(receipt_hid) = 64 and receipt_hid !~ '[^0-9a-f]'),
  constraint receipt_receipt_state_check check (receipt_state in ('stored', 'imported', 'held', 'refused')),
  constraint receipt_told_check check (num_nulls(receipt_state, receipt_number, receipt_said) in (0, 3))
);
comment on table receipt is 'Receipts that an intake gave for items, and what it is told of them';
comment on column receipt.receipt_id is 'Number';
comment on column receipt.receipt_hid is 'SHA-256 of its code';
comment on column receipt.receipt_item is 'Item';
comment on column receipt.receipt_state is 'What the intakes are told; null: nothing yet';
comment on column receipt.receipt_number is 'Rises with each telling';
comment on column receipt.receipt_said is 'When it was decided what is told';
-- those that may still change
create index receipt_open_index on receipt (receipt_id) where receipt_state is distinct from 'imported';

create table forgotten (
  forgotten_id bigint generated always as identity primary key,
  forgotten_hid text not null unique,
  forgotten_asked timestamptz not null default clock_timestamp(),
  forgotten_told text[] not null default '{}',
  constraint forgotten_forgotten_hid_check check (length(forgotten_hid) = 64 and forgotten_hid !~ '[^0-9a-f]')
);
comment on table forgotten is 'Items of erased people, which every intake has to forget';
comment on column forgotten.forgotten_id is 'Number';
comment on column forgotten.forgotten_hid is 'SHA-256 of the item';
comment on column forgotten.forgotten_asked is 'Erased';
comment on column forgotten.forgotten_told is 'Intakes that were told';
