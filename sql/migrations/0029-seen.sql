-- Items that cannot be imported and letters that cannot be sent are no work any more once a person has seen them. An answer whose files have
-- not come waits for them, and for no import.
alter table item add column item_seen timestamptz, add column item_seer name, add column item_waits boolean;
comment on column item.item_seen is 'When somebody of the office had looked at it in quarantine';
comment on column item.item_seer is 'Who had';
comment on column item.item_waits is 'The import has looked at it and waits for its files';
alter table letter add column letter_seen timestamptz, add column letter_seer name;
comment on column letter.letter_seen is 'When somebody of the office saw that it cannot be sent';
comment on column letter.letter_seer is 'Who saw it';
