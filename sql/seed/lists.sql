-- Lists that every installation starts with. Run on each migrate; only adds what is missing.
insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_sort)
select domain || '/' || word, domain, word, name, row_number() over (partition by domain order by place)
-- in the order in which they stand here
from (select *, row_number() over () as place from (values
  ('contact-kind', 'phone', 'Phone'), ('contact-kind', 'email', 'E-mail'),
  ('contact-kind', 'web', 'Web page'), ('contact-kind', 'other', 'Other'),
  ('address-kind', 'home', 'Home'), ('address-kind', 'work', 'Work'),
  ('address-kind', 'postal', 'Postal'), ('address-kind', 'farm', 'Farm'),
  ('activity-kind', 'call', 'Call'), ('activity-kind', 'visit', 'Visit'), ('activity-kind', 'mail', 'E-mail'),
  ('activity-kind', 'letter', 'Letter'),
  ('activity-kind', 'sms', 'Text message'), ('activity-kind', 'meeting', 'Meeting'),
  ('activity-kind', 'task', 'Task'), ('activity-kind', 'note', 'Note'),
  ('outcome', 'reached', 'Reached'), ('outcome', 'not-reached', 'Not reached'), ('outcome', 'busy', 'Busy'),
  ('outcome', 'wrong-number', 'Wrong number'),
  ('outcome', 'refused', 'Refused'), ('outcome', 'call-back', 'Call back'),
  ('priority', 'high', 'High'), ('priority', 'normal', 'Normal'), ('priority', 'low', 'Low'),
  ('source', 'visit', 'Visit'), ('source', 'referral', 'Referral'), ('source', 'market-day', 'Market day'), ('source', 'import', 'Import'),
  ('industry', 'farming', 'Farming'), ('industry', 'trade', 'Trade'), ('industry', 'school', 'School'), ('industry', 'health', 'Health'),
  ('industry', 'transport', 'Transport'), ('industry', 'other', 'Other'),
  ('grp-kind', 'list', 'List'), ('grp-kind', 'segment', 'Segment'), ('grp-kind', 'campaign', 'Campaign'),
  ('grp-kind', 'household', 'Household'),
  ('grp-kind', 'team', 'Team'), ('grp-kind', 'tag', 'Tag'), ('grp-kind', 'class', 'Class'),
  ('member-status', 'active', 'Active'), ('member-status', 'invited', 'Invited'), ('member-status', 'left', 'Left'),
  ('deal-kind', 'opportunity', 'Opportunity'), ('deal-kind', 'quote', 'Quote'), ('deal-kind', 'order', 'Order'),
  ('deal-kind', 'invoice', 'Invoice'),
  ('deal-kind', 'contract', 'Contract'), ('deal-kind', 'credit', 'Credit note'),
  ('consent-purpose', 'all', 'Letters that you did not ask for, such as this form'),
  ('origin', 'phone', 'Telephone'), ('origin', 'mail', 'E-mail'), ('origin', 'visit', 'Visit'), ('origin', 'web', 'Web page')
  union all select 'staff-role', role, title from staff_roles()) v (domain, word, name)) listed
on conflict (lookup_hid) do nothing;

-- what people read of a purpose, in their own language
update lookup set lookup_labels = '{"sw": "Barua ambazo hukuziomba, kama fomu hii",
  "fr": "Lettres que vous n''avez pas demandées, comme ce formulaire",
  "de": "Briefe, um die Sie nicht gebeten haben, wie dieses Formular"}'
where lookup_hid = 'consent-purpose/all' and lookup_labels = '{}';

create or replace function unreached_outcomes() returns text[]
language sql immutable set search_path = public, pg_temp
as $$ select array['not-reached', 'busy', 'wrong-number'] $$;
comment on function unreached_outcomes() is 'Outcomes of the list outcome that say that nobody was reached';

create or replace function wrong_outcome() returns text
language sql immutable set search_path = public, pg_temp
as $$ select 'wrong-number' $$;
comment on function wrong_outcome() is 'The outcome of the list outcome that says that the number belongs to somebody else';

insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value) values
  ('contact_point', 'contact_point_kind', 'domain', 'contact-kind'),
  ('address', 'address_kind', 'domain', 'address-kind'),
  ('activity', 'activity_kind', 'domain', 'activity-kind'),
  ('form', 'form_report_kind', 'domain', 'activity-kind'),
  ('development_stage', 'development_stage_kind', 'domain', 'activity-kind'),
  ('activity', 'activity_outcome', 'domain', 'outcome'),
  ('activity', 'activity_priority', 'domain', 'priority'),
  ('staff', 'staff_role', 'domain', 'staff-role'),
  ('person', 'person_source', 'domain', 'source'),
  ('organization', 'organization_industry', 'domain', 'industry'),
  ('grp', 'grp_kind', 'domain', 'grp-kind'),
  ('member', 'member_status', 'domain', 'member-status'),
  ('deal', 'deal_kind', 'domain', 'deal-kind'),
  ('ticket', 'ticket_priority', 'domain', 'priority'),
  ('ticket', 'ticket_origin', 'domain', 'origin'),
  ('person', 'person_note', 'widget', 'area'),
  ('organization', 'organization_note', 'widget', 'area'),
  ('activity', 'activity_body', 'widget', 'area'),
  ('product', 'product_description', 'widget', 'area'),
  ('deal', 'deal_note', 'widget', 'area'),
  ('ticket', 'ticket_description', 'widget', 'area'),
  ('attachment', 'attachment_data', 'widget', 'file')
on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;

-- a reference into a big table is searched for, not picked from a list
insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
select conrelid::regclass::text, attname, 'widget', 'jsisearch'
from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
where contype = 'f' and connamespace = 'public'::regnamespace and attname <> conrelid::regclass::text || '_id'
  and confrelid in (select source::text::regclass from record_tables() where part = 'subtype'
    union select 'entity'::regclass union select 'activity'::regclass)
on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;

insert into relationship_type (relationship_type_hid, relationship_type_forward, relationship_type_backward,
  relationship_type_left, relationship_type_right)
select hid, forward, backward, l.entity_type_id, r.entity_type_id
from (values
  ('works-for', 'works for', 'employs', 'person', 'organization'),
  ('contact-for', 'is the contact for', 'has as contact', 'person', 'organization'),
  ('parent-of', 'is a parent of', 'is a child of', 'person', 'person'),
  ('married-to', 'is married to', 'is married to', 'person', 'person'),
  ('knows', 'knows', 'knows', 'person', 'person'), ('guarantor-of', 'stands surety for', 'has as surety', 'person', 'person'),
  ('supplier-of', 'supplies', 'is supplied by', 'organization', 'organization'),
  ('part-of', 'is part of', 'has as part', 'organization', 'organization'))
  v (hid, forward, backward, left_type, right_type)
join entity_type l on l.entity_type_hid = left_type join entity_type r on r.entity_type_hid = right_type
on conflict (relationship_type_hid) do nothing;

-- kept by triggers or by the program: shown, never edited by hand
insert into meta_fields (meta_fields_table, meta_fields_field, meta_fields_attribute, meta_fields_value)
select c.relname, a.attname, 'widget', 'readonly'
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (
  a.atttypid in ('jsonb'::regtype, 'bigint[]'::regtype, 'text[]'::regtype)
  or a.attname in ('entity_uuid', 'entity_level', 'entity_path', 'entity_version', 'entity_changed',
    'entity_created', 'entity_creator', 'entity_merged',
    'contact_point_normal', 'activity_created', 'activity_creator', 'consent_creator', 'development_tracking_process',
    'attachment_size', 'attachment_field', 'attachment_digest', 'attachment_created', 'attachment_creator', 'duplicate_score',
    'duplicate_reason', 'duplicate_band'))
on conflict (meta_fields_table, meta_fields_field, meta_fields_attribute) do nothing;
