-- What commands of that version do not make: a salesperson under the manager, other kinds of records, a note of one's own. Each as the
-- staff member who does it at a keyboard.
update entity set entity_parent = (select staff_id from staff where staff_hid = 'maria')
where entity_id = (select staff_id from staff where staff_hid = 'anna');
reset role;
select set_config('role', staff_role_of('grace'), false);
insert into organization (organization_hid, organization_name, organization_note) values ('O-soko', 'Soko Kuu Traders', 'Buys maize');
insert into product (product_hid, product_name, product_price, product_currency, product_unit) values ('G-maize', 'Maize', 45000, 'TZS', 'sack');
insert into grp (grp_hid, grp_name, grp_kind) values ('L-goats', 'Keeps goats', lookup_find('grp-kind', 'list'));
insert into member (member_grp, member_entity) select grp_id, person_id from grp, person where person_hid in ('A-01', 'A-10', 'B-01');
insert into deal (deal_hid, deal_name, deal_kind, deal_party, deal_contact, deal_amount, deal_currency)
select 'V-1', 'Twenty sacks', lookup_find('deal-kind', 'order'), organization_id, person_id, 900000, 'TZS'
from organization, person where person_hid = 'A-01';
insert into deal_line (deal_line_deal, deal_line_product, deal_line_quantity, deal_line_price) select deal_id, product_id, 20, 45000 from deal, product;
insert into ticket (ticket_hid, ticket_name, ticket_party, ticket_description, ticket_priority)
select 'T-1', 'Wet sacks', person_id, 'Two sacks came wet', lookup_find('priority', 'high') from person where person_hid = 'A-02';
reset role;
select set_config('role', staff_role_of('sam'), false);
insert into activity (activity_kind, activity_entity, activity_staff, activity_body)
select lookup_find('activity-kind', 'call'), ticket_id, my_staff(), 'Will call the driver' from ticket;
reset role;
select set_config('role', staff_role_of('anna'), false);
insert into activity (activity_kind, activity_entity, activity_staff, activity_body, activity_private)
select lookup_find('activity-kind', 'note'), person_id, my_staff(), 'For myself: owes me a visit', true from person where person_hid = 'A-01';
reset role;
