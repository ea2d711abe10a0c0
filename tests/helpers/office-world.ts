// An office with every type of record: organisations with branches and contacts, groups, members, relations, goods, deals with lines, tickets,
// activities. Written through plain SQL as the owner of the tables, with values that break careless programs.

import type { TestHome } from './home.ts'

/** The names of what a spreadsheet, a reader or a separator could take for something else. */
export const awkwardTexts = [
  "O'Brien & Sons",
  '=1+1',
  "'=quoted",
  '-7 degrees',
  '+x',
  '@home',
  'a;b, c|d\te',
  '"q" said she',
  ' space before and behind ',
  'two\nlines',
  'TRUE',
  '007',
  '1e5',
  'NULL',
  '#N/A',
  '_x0041_ and _x005F_',
  '山田 محمد Zoë',
  '<b>&amp;</b>',
  '\\n {} [] ()',
  '2026-01-02',
]

export async function furnishOffice(home: TestHome): Promise<void> {
  const texts = JSON.stringify(awkwardTexts)
  for (const statement of [
    // branches stand under organisations whose id comes later in a file
    `insert into organization (organization_hid, organization_name, organization_industry, organization_website, organization_taxcode,
       organization_revenue, organization_staffcount, organization_note)
     select 'O-' || lpad((50 - place)::text, 3, '0'), 'Firm ' || place || ' ' || replace(text, E'\\n', ' '), lookup_find('industry', 'trade'),
       case when place % 2 = 0 then 'https://firm.example/' || place end, text, place * 1234567.89, place, text
     from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    `update entity set entity_parent = (select organization_id from organization where organization_hid = 'O-049'), entity_owner =
       (select staff_id from staff where staff_hid = 'grace') where entity_name like 'Firm 1_ %'`,
    `insert into person (person_hid, person_given, person_family, person_prefix, person_title, person_born, person_language, person_prefers,
       person_source, person_note)
     select 'P-' || place, replace(text, E'\\n', ' ') || ' A', 'Okello', 'Mr', null, date '1950-01-31' + place::integer * 500, 'sw', 'visit',
       lookup_find('source', 'referral'), text from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    `insert into grp (grp_hid, grp_name, grp_kind, grp_start, grp_end, grp_budget, grp_note)
     select 'G-' || place, replace(text, E'\\n', ' ') || ' group', lookup_find('grp-kind', 'list'), '2026-01-01',
       case when place % 2 = 0 then date '2026-12-31' end, place * 0.01, text from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    `insert into product (product_hid, product_name, product_description, product_price, product_currency, product_unit, product_active)
     select place::text, 'Good ' || place, text, place * 1.1111, 'TZS', 'kg', place % 3 > 0 from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    `insert into deal (deal_hid, deal_name, deal_kind, deal_party, deal_contact, deal_amount, deal_currency, deal_probability, deal_expected,
       deal_campaign, deal_note, deal_difference)
     select place::text, 'Deal', lookup_find('deal-kind', case when place % 2 = 0 then 'order' else 'opportunity' end),
       (select organization_id from organization where organization_hid = 'O-' || lpad((50 - place)::text, 3, '0')),
       (select person_id from person where person_hid = 'P-' || place), place * 1000.5, 'TZS', 50, '2027-03-04',
       (select grp_id from grp where grp_hid = 'G-' || place), text, 'rebate' from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    // twice the same line, and one without a product
    `insert into deal_line (deal_line_deal, deal_line_product, deal_line_text, deal_line_quantity, deal_line_price, deal_line_discount, deal_line_sort)
     select deal_id, case when line < 3 then (select product_id from product where product_hid = deal_hid) end,
       case when line = 3 then deal_note end, 2.5, 400.2, case when line = 3 then 12.5 else 0 end, 0
     from deal cross join generate_series(1, 3) line order by deal_id, line`,
    `insert into ticket (ticket_hid, ticket_name, ticket_party, ticket_contact, ticket_description, ticket_priority, ticket_origin,
       ticket_resolution, ticket_closed)
     select 'T-' || place, 'Broken pump ' || place, case when place % 2 = 0 then (select person_id from person where person_hid = 'P-' || place)
       else (select organization_id from organization where organization_hid = 'O-049') end,
       (select person_id from person where person_hid = 'P-' || place), text, lookup_find('priority', 'high'), lookup_find('origin', 'web'),
       text, case when place % 4 = 0 then timestamptz '2026-05-06 07:08:09.123456+03' end
     from jsonb_array_elements_text($1) with ordinality t (text, place)`,
    `insert into relationship (relationship_left, relationship_kind, relationship_right, relationship_start, relationship_end,
       relationship_primary, relationship_note)
     select person_id, (select relationship_type_id from relationship_type where relationship_type_hid = 'works-for'), organization_id,
       case when n = 1 then date '2020-01-01' end, case when n = 1 then date '2021-01-01' end, n = 2, person_note
     from person join organization on organization_hid = 'O-049' cross join generate_series(1, 2) n where person_hid like 'P-%'
       and person_note <> 'NULL' order by person_id, n`,
    `insert into member (member_grp, member_entity, member_status, member_since)
     select grp_id, person_id, lookup_find('member-status', 'active'), timestamptz '2026-01-02 03:04:05.6+00' + grp_id * interval '1 day'
     from person join grp on grp_hid in ('G-1', 'G-2') where person_hid like 'P-%'
     union all select grp_id, organization_id, null, timestamptz '2026-02-03 00:00+00' from organization join grp on grp_hid = 'G-3'`,
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary)
     select e.id, lookup_find('contact-kind', kind), value, value like '0700%' from (select organization_id as id, organization_hid as hid from organization
       union all select person_id, person_hid from person where person_hid like 'P-%') e
     cross join lateral (values ('phone', '+255 700 000 91' || right(hid, 1)), ('phone', '0700 000 922'),
       ('email', lower(replace(hid, '-', '')) || '@example.org'), ('other', 'sms: ' || hid)) v (kind, value)`,
    `insert into address (address_entity, address_kind, address_line1, address_line2, address_city, address_region, address_postcode,
       address_country, address_start, address_end)
     select e.id, lookup_find('address-kind', kind), line1, null, 'Moshi', 'Kilimanjaro', '00123', 'TZ', '2020-02-29',
       case when kind = 'work' then date '2023-01-01' end from (select organization_id as id from organization
       union all select person_id from person where person_hid like 'P-%') e
     cross join lateral (values ('work', 'Plot 1'), ('postal', 'P.O. Box 7')) v (kind, line1)`,
    `insert into activity (activity_kind, activity_entity, activity_with, activity_staff, activity_subject, activity_body, activity_direction,
       activity_status, activity_priority, activity_start, activity_due, activity_done, activity_outcome, activity_next)
     select lookup_find('activity-kind', 'task'), deal_id, deal_contact, (select staff_id from staff where staff_hid = 'anna'), 'Call back', deal_note,
       'out', 'done', lookup_find('priority', 'low'), timestamptz '2026-03-29 02:30+00', '2026-12-24', timestamptz '2026-03-30 12:00:00.5+03',
       lookup_find('outcome', 'reached'), 'again' from deal cross join generate_series(1, 2)`,
    // under one of a record whose id comes later
    `update activity set activity_parent = (select max(activity_id) from activity) where activity_id = (select min(activity_id) from activity)`,
    `insert into participant (participant_activity, participant_entity, participant_role)
     select activity_id, person_id, 'interpreter' from activity join person on person_hid = 'P-1'
     where activity_id in (select activity_id from activity order by activity_id desc limit 3)`,
  ])
    await home.rows(statement, statement.includes('$1') ? [texts] : [])
}
