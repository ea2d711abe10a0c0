-- A letter that is late has not come back: what a mail server says of it is kept apart.
alter table letter
  add letter_delayed timestamptz,
  add letter_delay text;
-- such reports counted as letters that came back; what came back later says so again
update letter set letter_delayed = letter_bounced, letter_delay = letter_bounce, letter_bounced = null, letter_bounce = null
-- 4.4.7 says that nobody tries any longer
where letter_bounce like '4.%' and letter_bounce <> '4.4.7';
update letter set letter_bounced = null, letter_bounce = null where letter_bounce like '2.%';
