// The people of the import benchmark in a test's home, without the command that loads them there.

import type { TestHome } from './home.ts'

/** As bench/stage.ts names them, all of anna's. */
export async function benchPeople(home: TestHome, count: number): Promise<void> {
  await home.rows(
    `with made as (
        insert into person (person_hid, person_given, person_family)
        select 'B-' || lpad(n::text, 6, '0'), 'Person' || lpad(n::text, 6, '0'), 'Benchmark' from generate_series(1, $1::integer) n
        returning person_id as id, substr(person_hid, 3) as number
      ), contacts as (
        insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_verified)
        select id, lookup_find('contact-kind', kind), value, now() from made, lateral (values ('phone', '+255700' || number),
          ('email', 'p' || number || '@people.example')) v (kind, value)
      )
      insert into address (address_entity, address_line1, address_city, address_country) select id, 'Plot 7', 'Moshi', 'TZ' from made`,
    [count],
  )
  await home.rows("update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna')")
}
