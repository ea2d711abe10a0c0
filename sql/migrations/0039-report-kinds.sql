-- The kind of activity stands with every form that asks for a report: until now a form that did not say it made calls.
update form set form_report_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/call')
where form_report_kind is null and exists (
  select from form_field where form_field_form = form_id and form_field_place = 'report');
