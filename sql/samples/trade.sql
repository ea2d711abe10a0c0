-- Goods, groups, offers and orders with their lines, and cases of the co-operative. Invented, and the same at each load. It follows
-- cooperative.sql, whose people and organisations it names.

select add_process('opportunity');
select add_process('support-case');

insert into organization (organization_hid, organization_name, organization_industry, organization_staffcount, organization_note)
values ('O-soko-moshi', 'Soko Kuu Traders, Moshi', lookup_find('industry', 'trade'), 5, 'Their branch with the store');
update entity set entity_parent = (select organization_id from organization where organization_hid = 'O-soko'),
  entity_owner = (select staff_id from staff where staff_hid = 'anna')
where entity_id = (select organization_id from organization where organization_hid = 'O-soko-moshi');

insert into product (product_hid, product_name, product_description, product_price, product_currency, product_unit)
values ('G-maize', 'Maize seed', 'Bags of 10 kg, of the harvest before', 38000, 'TZS', 'bag'),
  ('G-sunflower', 'Sunflower oil', 'Pressed in Machame', 9500, 'TZS', 'litre'),
  ('G-pump', 'Water pump', 'With 20 m of hose', 420000, 'TZS', 'piece');

insert into grp (grp_hid, grp_name, grp_kind, grp_start)
values ('L-training', 'Training 2026', lookup_find('grp-kind', 'list'), '2026-02-01'),
  ('L-sunflower', 'Sunflower growers', lookup_find('grp-kind', 'tag'), '2026-01-01');
insert into member (member_grp, member_entity)
select grp_id, person_id from grp, person
where grp_hid = 'L-training' and person_hid in ('P001', 'P010', 'P020', 'P030', 'P040', 'P050')
  or grp_hid = 'L-sunflower' and person_hid in ('P005', 'P015', 'P025');

insert into deal (deal_hid, deal_name, deal_kind, deal_party, deal_amount, deal_currency, deal_probability, deal_expected)
select hid, name, lookup_find('deal-kind', kind), (select organization_id from organization where organization_hid = party), amount,
  'TZS', chance, expected
from (values
  ('D-001', 'Sunflower oil for the school kitchen', 'quote', 'O-shule', 380000, 60, date '2026-12-15'),
  ('D-002', 'Maize for Soko Kuu', 'opportunity', 'O-soko', 1900000, 40, date '2027-01-20'),
  ('D-003', 'Two pumps for the clinic', 'order', 'O-afya', 840000, 90, date '2026-12-05'),
  ('D-004', 'Oil for the branch in Moshi', 'opportunity', 'O-soko-moshi', 190000, 20, date '2027-02-10')) d
  (hid, name, kind, party, amount, chance, expected);
insert into deal_line (deal_line_deal, deal_line_product, deal_line_quantity, deal_line_price, deal_line_sort)
select deal_id, product_id, quantity, price, 1
from (values ('D-001', 'G-sunflower', 40, 9500), ('D-002', 'G-maize', 50, 38000), ('D-003', 'G-pump', 2, 420000),
  ('D-004', 'G-sunflower', 20, 9500)) l (deal, product, quantity, price)
join deal on deal_hid = deal join product on product_hid = product;

insert into ticket (ticket_hid, ticket_name, ticket_party, ticket_description, ticket_priority, ticket_origin)
select hid, name, (select organization_id from organization where organization_hid = party), description,
  lookup_find('priority', priority), lookup_find('origin', origin)
from (values
  ('T-001', 'A pump that makes a noise', 'O-afya', 'Since the second week. They ask for a visit.', 'high', 'phone'),
  ('T-002', 'Two bags arrived wet', 'O-soko', 'Photos will follow.', 'normal', 'mail')) t (hid, name, party, description, priority, origin);

-- offers and cases belong to those who sell
update entity set entity_owner = (select staff_id from staff
  where staff_hid = case when entity_name ~ '(clinic|pump)' then 'baraka' else 'anna' end)
from (select deal_id as id from deal union all select ticket_id from ticket) owned where id = entity_id;
update entity set entity_owner = (select staff_id from staff where staff_hid = 'grace')
from (select product_id as id from product union all select grp_id from grp) owned where id = entity_id;

insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_owner,
  development_tracking_entered)
select entity_id, development_stage_id, entity_owner, timestamptz '2026-11-10 08:00:00+03'
from (values ('D-001', 'opportunity-proposal'), ('D-002', 'opportunity-prospecting'), ('D-003', 'opportunity-negotiation'),
  ('D-004', 'opportunity-prospecting')) e (deal, stage)
join deal on deal_hid = deal join entity on entity_id = deal_id join development_stage on development_stage_hid = stage;
