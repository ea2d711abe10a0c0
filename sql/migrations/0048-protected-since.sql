-- Since when the letters of a member of staff are protected as they are: letters that were queued before are not sent as they were made.
-- An upgrade counts as a change, so that letters that wait wait for a choice.
alter table staff add staff_protected timestamptz not null default clock_timestamp();
comment on column staff.staff_protected is 'Since when their letters are protected as they are, or nobody has chosen';

-- a letter that is tried again is queued anew, with the bytes that it had
alter table letter add letter_made timestamptz;
update letter set letter_made = letter_queued;
alter table letter alter letter_made set default clock_timestamp(), alter letter_made set not null;
comment on column letter.letter_made is 'When its bytes were made';
