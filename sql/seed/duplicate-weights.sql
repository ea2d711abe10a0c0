-- How often a field agrees this well in records of one person, of one household, of strangers. They hold until this office's own pairs
-- are enough to learn from; learned ones stand beside them. The last two: what is never learned beyond (docs/duplicates.md says why).

insert into duplicate_weight (duplicate_weight_field, duplicate_weight_level, duplicate_weight_means,
  duplicate_weight_person, duplicate_weight_household,
  duplicate_weight_stranger, duplicate_weight_person_most, duplicate_weight_household_most) values
  ('given', 0, 'other given names', 0.08, 0.97, 0.94, 0.1, null),
  ('given', 1, 'given names alike', 0.07, 0.02, 0.05, 0.08, null),
  ('given', 2, 'given names differ by one letter', 0.15, 0.005, 0.003, null, null),
  ('given', 3, 'same given name', 0.7, 0.005, 0.007, null, null),
  ('family', 0, 'other family names', 0.08, 0.12, 0.95, 0.1, 0.15),
  ('family', 1, 'family names alike', 0.07, 0.03, 0.04, null, null),
  ('family', 2, 'family names differ by one letter', 0.15, 0.05, 0.004, null, null),
  ('family', 3, 'same family name', 0.7, 0.8, 0.006, null, null),
  ('exchanged', 0, null, 0.97, 1, 1, null, null),
  ('exchanged', 1, 'given and family name exchanged', 0.03, 1, 1, 0.1, null),
  ('born', 0, 'born on other days', 0.04, 0.92, 0.95, 0.06, null),
  ('born', 1, 'same year or same day of the year of birth', 0.01, 0.045, 0.048, 0.01, null),
  ('born', 2, 'two digits of the day of birth differ', 0.02, 0.001, 0.001, 0.02, null),
  ('born', 3, 'one digit of the day of birth differs', 0.09, 0.0005, 0.0005, null, null),
  ('born', 4, 'day and month of birth exchanged', 0.04, 0.0005, 0.0001, 0.15, null),
  ('born', 5, 'same day of birth', 0.8, 0.03, 5e-05, null, null),
  ('phone', 0, 'other telephone numbers', 0.15, 0.1, 0.9999, null, 0.1),
  ('phone', 1, 'telephone numbers differ by one digit', 0.1, 0.05, 5e-05, null, null),
  ('phone', 2, 'same telephone number', 0.75, 0.85, 5e-05, null, null),
  ('email', 0, 'other e-mail addresses', 0.15, 0.6, 0.97, 0.25, null),
  ('email', 1, 'e-mail addresses alike', 0.05, 0.2, 0.029, null, null),
  ('email', 2, 'e-mail addresses differ by a letter or two, or in the provider', 0.15, 0.1, 0.0005, null, null),
  ('email', 3, 'same e-mail address', 0.65, 0.1, 1e-05, null, null),
  ('street', 0, 'other streets', 0.1, 0.12, 0.93, null, 0.15),
  ('street', 1, null, 0.05, 0.03, 0.06, null, null),
  ('street', 2, 'streets alike', 0.1, 0.05, 0.01, null, null),
  ('street', 3, 'streets nearly the same', 0.2, 0.1, 0.0005, null, null),
  ('street', 4, 'same street', 0.55, 0.7, 0.0001, null, null),
  ('city', 0, 'other towns', 0.12, 0.05, 0.94, null, null),
  ('city', 1, 'towns alike', 0.1, 0.05, 0.03, null, null),
  ('city', 2, 'same town', 0.78, 0.9, 0.03, null, null),
  ('region', 0, null, 0.1, 0.05, 0.8, null, null),
  ('region', 1, null, 0.9, 0.95, 0.2, null, null),
  ('postcode', 0, null, 0.08, 0.05, 0.985, null, null),
  ('postcode', 1, 'postcodes differ by one digit', 0.12, 0.05, 0.01, null, null),
  ('postcode', 2, 'same postcode', 0.8, 0.9, 0.005, null, null)
on conflict (duplicate_weight_field, duplicate_weight_level) do update set duplicate_weight_means = excluded.duplicate_weight_means,
  duplicate_weight_person = excluded.duplicate_weight_person, duplicate_weight_household = excluded.duplicate_weight_household,
  duplicate_weight_stranger = excluded.duplicate_weight_stranger, duplicate_weight_person_most = excluded.duplicate_weight_person_most,
  duplicate_weight_household_most = excluded.duplicate_weight_household_most;

-- another version may compare otherwise: what people are compared by is noted down anew, at the next look
truncate duplicate_look, duplicate_key;
