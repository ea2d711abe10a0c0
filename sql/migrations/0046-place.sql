-- Where somebody was when a contact took place, as a form asks it: latitude and longitude in degrees, and the metres of doubt.

alter table activity add column activity_place text
  check (activity_place ~ '^-?[0-9]{1,2}(\.[0-9]{1,6})?, -?[0-9]{1,3}(\.[0-9]{1,6})?( \([0-9]{1,6} m\))?$');
comment on column activity.activity_place is 'Place';
