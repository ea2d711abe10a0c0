-- Bytes of letters are sealed by the program. These find what an earlier version left in the clear, and what is kept long enough.
create index letter_clear_index on letter (letter_id) where letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\x01';
create index letter_kept_index on letter (coalesce(letter_sent, letter_queued)) where letter_bytes is not null and letter_status in ('sent', 'failed');
-- a cipher's bytes do not get shorter, and the first of them are asked for alone
alter table letter alter column letter_bytes set storage external;
