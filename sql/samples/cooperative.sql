-- A farmers' co-operative in East Africa: about 200 invented people in families, staff, organisations, and a farmer's process.
-- Everything follows from the fixed seed below, so two loads into two databases are equal. Runs as the owner's login, once.
-- No person, address or number here is real: telephone numbers are from a range that is not given out.
-- How the letters of its staff are protected is chosen by what loads it.

select add_staff('anna', 'Anna Auma', 'anna@kilimo.example', 'sales', 'en');
select add_staff('baraka', 'Baraka Mushi', 'baraka@kilimo.example', 'sales', 'sw');
select add_staff('grace', 'Grace Wanjiru', 'grace@kilimo.example', 'office', 'en');
-- Baraka's own program reads packet files
update staff set staff_packet_file = true where staff_hid = 'baraka';

select add_process('farmer');

insert into organization (organization_hid, organization_name, organization_industry, organization_staffcount, organization_note)
select hid, name, lookup_find('industry', industry), staffcount, note
from (values
  ('O-kilimo', 'Kilimo Co-operative', 'farming', 9, 'Ourselves'),
  ('O-soko', 'Soko Kuu Traders', 'trade', 14, 'Buys maize and beans after the long rains'),
  ('O-shule', 'Mlimani Primary School', 'school', 22, 'Buys for the school kitchen'),
  ('O-afya', 'Afya Bora Clinic', 'health', 11, null),
  ('O-lori', 'Lori Transport', 'transport', 6, 'Two lorries, Tuesdays and Fridays'),
  ('O-mbegu', 'Mbegu Seed Supply', 'trade', 8, 'Seed on credit until harvest'),
  ('O-maji', 'Maji Pumps', 'trade', 4, null)) o (hid, name, industry, staffcount, note);
update entity set entity_owner = (select staff_id from staff where staff_hid = 'grace')
from organization where organization_id = entity_id;

do $$
declare
  seed constant text := 'kilimo-1';
  given constant text[] := array['Amani', 'Neema', 'Juma', 'Zawadi', 'Daudi', 'Rehema', 'Imani', 'Baraka',
    'Furaha', 'Salim', 'Halima', 'Joseph',
    'Mwajuma', 'Peter', 'Esther', 'Moses', 'Agnes', 'Simon', 'Mary', 'Hamisi', 'Fatuma', 'Elias', 'Joyce', 'Kato', 'Nakato', 'Wanjiku',
    'Otieno', 'Akinyi', 'Kiptoo', 'Chebet'];
  family constant text[] := array['Okello', 'Auma', 'Mushi', 'Massawe', 'Wanjiru', 'Kamau', 'Odhiambo', 'Njeri',
    'Mwangi', 'Kimaro', 'Lyimo', 'Shayo',
    'Achieng', 'Mutua', 'Nabirye', 'Ssemakula', 'Kariuki', 'Chepkoech', 'Mollel', 'Temba', 'O''Connor-Njoroge', 'Mwakasege'];
  village constant text[] := array['Machame', 'Marangu', 'Kibosho', 'Mwika', 'Rombo', 'Usangi', 'Kisangara', 'Mamba'];
  crop constant text[] := array['maize', 'beans', 'coffee', 'bananas', 'sunflower', 'sorghum', 'cassava'];
  stages constant text[] := array['farmer-education', 'farmer-land-report', 'farmer-exchange', 'farmer-done', 'farmer-left'];
  anna bigint := (select staff_id from staff where staff_hid = 'anna');
  baraka bigint := (select staff_id from staff where staff_hid = 'baraka');
  -- a number from 0 to n - 1 that depends on the seed, a label and an index only
  head bigint;
  member bigint;
  place text;
  name text;
  number integer := 0;
  started timestamptz;
  upto integer;
  keeper bigint;
begin
  create function pg_temp.pick(p_seed text, p_label text, p_index integer, p_count integer) returns integer
  language sql immutable as 'select (''x'' || substr(md5(concat_ws('':'', p_seed, p_label, p_index)), 1, 7))::bit(28)::integer % p_count';

  for household in 1..60 loop
    place := village[1 + pg_temp.pick(seed, 'village', household, array_length(village, 1))];
    name := family[1 + pg_temp.pick(seed, 'family', household, array_length(family, 1))];
    keeper := case when pg_temp.pick(seed, 'keeper', household, 2) = 0 then anna else baraka end;
    head := null;
    for person_of in 1..2 + pg_temp.pick(seed, 'size', household, 4) loop
      number := number + 1;
      insert into person (person_hid, person_given, person_family, person_born, person_language, person_prefers, person_source, person_note)
      values ('P' || lpad(number::text, 3, '0'), given[1 + pg_temp.pick(seed, 'given', number, array_length(given, 1))], name,
        date '1950-01-01' + pg_temp.pick(seed, 'born', number, 12000) + case when person_of > 2 then 9000 else 0 end,
        case pg_temp.pick(seed, 'language', number, 4) when 0 then 'en' else 'sw' end,
        case pg_temp.pick(seed, 'prefers', number, 3) when 0 then 'visit' else 'phone' end,
        lookup_find('source', case pg_temp.pick(seed, 'source', number, 3) when 0 then 'visit'
          when 1 then 'referral' else 'market-day' end),
        case when person_of = 1 then 'Grows ' || crop[1 + pg_temp.pick(seed, 'crop', number, array_length(crop, 1))]
          || ' on ' || (1 + pg_temp.pick(seed, 'acres', number, 9)) || ' acres' end)
      returning person_id into member;
      -- the family stands under its first member, and belongs to one salesperson
      update entity set entity_parent = head, entity_owner = keeper where entity_id = member;
      head := coalesce(head, member);

      if person_of <= 2 then
        insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary)
        values (member, lookup_find('contact-kind', 'phone'), '+255 700 000 ' || lpad(number::text, 3, '0'), true);
      end if;
      if pg_temp.pick(seed, 'mail', number, 3) = 0 then
        insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
        values (member, lookup_find('contact-kind', 'email'), 'p' || lpad(number::text, 3, '0') || '@' || lower(place) || '.example');
      end if;
      if person_of = 1 then
        insert into address (address_entity, address_kind, address_line1, address_city, address_region, address_country)
        values (member, lookup_find('address-kind', 'farm'), 'Plot ' || (1 + pg_temp.pick(seed, 'plot', household, 400)), place,
          'Kilimanjaro', 'TZ');

        -- the head of the family goes through the farmer's process, up to some stage
        started := timestamptz '2026-01-05 08:00:00+03' + make_interval(days => pg_temp.pick(seed, 'started', household, 200));
        upto := 1 + pg_temp.pick(seed, 'stage', household, 5);
        for step in 1..least(upto, 4) loop
          insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_owner,
            development_tracking_entered)
          select member, development_stage_id, keeper, started + make_interval(days => 35 * (step - 1))
          from development_stage where development_stage_hid = case when step = 4 and upto = 5 then 'farmer-left' else stages[step] end;
        end loop;

        insert into activity (activity_kind, activity_entity, activity_staff, activity_subject, activity_body, activity_status,
          activity_start, activity_outcome)
        values (lookup_find('activity-kind', 'visit'), member, keeper, 'First visit',
          'Showed the plot and the store. Asked for the price of seed.',
          'done', started, lookup_find('outcome', 'reached'));
        if pg_temp.pick(seed, 'call', household, 2) = 0 then
          insert into activity (activity_kind, activity_entity, activity_staff, activity_body, activity_status, activity_start,
            activity_outcome, activity_next, activity_due)
          values (lookup_find('activity-kind', 'call'), member, keeper, 'Wants to hear about the next training.', 'done',
            started + interval '20 days',
            lookup_find('outcome', 'call-back'), 'Call with the date', (started + interval '50 days')::date);
        end if;
      end if;
    end loop;
  end loop;
end $$;
