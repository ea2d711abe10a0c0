-- Points that the office may add to a pair's score. The shipped points change nothing; an organisation's own stay as they are.

insert into duplicate_rule (duplicate_rule_hid, duplicate_rule_points, duplicate_rule_shipped, duplicate_rule_about) values
  ('name', 0.6, 0.6, 'both names agree, but for one error in each'),
  ('contact-shared', 0.25, 0.25, 'a telephone number or e-mail address in common'),
  ('born-same', 0.25, 0.25, 'born on the same day'),
  ('born-swapped', 0.15, 0.15, 'day and month of birth exchanged'),
  ('born-digit', 0.1, 0.1, 'one digit of the day of birth is another'),
  ('born-other', -0.3, -0.3, 'born on other days'),
  ('place-same', 0.05, 0.05, 'the same town'),
  ('place-other', -0.05, -0.05, 'another town'),
  ('mail-other', -0.1, -0.1, 'both have e-mail addresses, and none in common')
on conflict (duplicate_rule_hid) do update set duplicate_rule_about = excluded.duplicate_rule_about
where duplicate_rule.duplicate_rule_about <> excluded.duplicate_rule_about;
