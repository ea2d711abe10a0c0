-- What every installation starts with. Run on each migrate; only adds what is missing.
insert into entity_type (entity_type_hid, entity_type_name, entity_type_table) values
  ('person', 'Person', 'person'),
  ('organization', 'Organisation', 'organization'),
  ('staff', 'Staff', 'staff')
on conflict (entity_type_hid) do nothing;

insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_sort)
select domain || '/' || word, domain, word, name, row_number() over (partition by domain)
from (values
  ('contact-kind', 'phone', 'Phone'), ('contact-kind', 'email', 'E-mail'), ('contact-kind', 'web', 'Web page'), ('contact-kind', 'other', 'Other'),
  ('address-kind', 'home', 'Home'), ('address-kind', 'work', 'Work'), ('address-kind', 'postal', 'Postal'), ('address-kind', 'farm', 'Farm'),
  ('activity-kind', 'call', 'Call'), ('activity-kind', 'visit', 'Visit'), ('activity-kind', 'mail', 'E-mail'), ('activity-kind', 'letter', 'Letter'),
  ('activity-kind', 'sms', 'Text message'), ('activity-kind', 'meeting', 'Meeting'), ('activity-kind', 'task', 'Task'), ('activity-kind', 'note', 'Note'),
  ('outcome', 'reached', 'Reached'), ('outcome', 'not-reached', 'Not reached'), ('outcome', 'busy', 'Busy'), ('outcome', 'wrong-number', 'Wrong number'),
  ('outcome', 'refused', 'Refused'), ('outcome', 'call-back', 'Call back'),
  ('priority', 'high', 'High'), ('priority', 'normal', 'Normal'), ('priority', 'low', 'Low'),
  ('staff-role', 'admin', 'Administrator'), ('staff-role', 'office', 'Office'), ('staff-role', 'sales', 'Sales'),
  ('source', 'visit', 'Visit'), ('source', 'referral', 'Referral'), ('source', 'market-day', 'Market day'), ('source', 'import', 'Import'),
  ('industry', 'farming', 'Farming'), ('industry', 'trade', 'Trade'), ('industry', 'school', 'School'), ('industry', 'health', 'Health'),
  ('industry', 'transport', 'Transport'), ('industry', 'other', 'Other')) v (domain, word, name)
on conflict (lookup_hid) do nothing;

insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value) values
  ('contact_point', 'contact_point_kind', 'domain', 'contact-kind'),
  ('address', 'address_kind', 'domain', 'address-kind'),
  ('activity', 'activity_kind', 'domain', 'activity-kind'),
  ('activity', 'activity_outcome', 'domain', 'outcome'),
  ('activity', 'activity_priority', 'domain', 'priority'),
  ('staff', 'staff_role', 'domain', 'staff-role'),
  ('person', 'person_source', 'domain', 'source'),
  ('organization', 'organization_industry', 'domain', 'industry'),
  ('person', 'person_note', 'widget', 'area'),
  ('organization', 'organization_note', 'widget', 'area'),
  ('activity', 'activity_body', 'widget', 'area'),
  ('entity', 'entity_owner', 'widget', 'jsisearch'),
  ('entity', 'entity_parent', 'widget', 'jsisearch')
on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;

-- kept by triggers or by the program: shown, never edited by hand
insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
select c.relname, a.attname, 'widget', 'readonly'
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (
  a.atttypid = 'jsonb'::regtype
  or a.attname in ('entity_uuid', 'entity_level', 'entity_path', 'entity_version', 'entity_changed', 'entity_created', 'entity_creator', 'entity_merged',
    'contact_point_normal', 'activity_created', 'activity_creator', 'consent_creator', 'development_tracking_process'))
on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;
