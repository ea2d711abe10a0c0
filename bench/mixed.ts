// Records of every type for the search benchmark: people from a sheet, as bench people loads them, and beside them organisations, deals,
// tickets, goods and groups with members, inserted under the rules, the audit and the history that any insert meets.

import type pg from 'pg'
import { randomFrom } from '../tests/helpers/doubles.ts'
import { sellers, writeSheet } from './files/crowd.ts'
import { satchel } from './stage.ts'

const pick = <T>(random: () => number, list: readonly T[]) => list[Math.floor(random() * list.length)] as T
const kinds = 'Cooperative School Clinic Trading Transport Seeds Dairy Hardware Bakery Mill'.split(' ')
const places = 'Machame Marangu Kibosho Mwika Rombo Usangi Kisangara Mamba Moshi Arusha'.split(' ')
const goods = 'maize seed,fertiliser,water pump,solar lamp,school books,cattle feed,spare tyre,cement'.split(',')
const wishes = 'Order,Quote,Repeat order,Service contract'.split(',')
const faults = 'does not start,arrived late,is too short,makes a noise,was billed twice,leaks'.split(',')

/** How many records of each type there are among that many. */
export function shares(count: number) {
  const [organizations, deals, tickets, products, groups] = [0.12, 0.1, 0.1, 0.03, 0.005].map(part =>
    Math.round(count * part),
  ) as [number, number, number, number, number]
  return {
    people: count - organizations - deals - tickets - products - groups,
    organizations,
    deals,
    tickets,
    products,
    groups,
  }
}

/** Loads and inserts them all: every salesperson has the same number of them. */
export async function fillMixed(client: pg.Client, folder: string, count: number): Promise<void> {
  const parts = shares(count)
  satchel(folder, 'load', writeSheet(folder, parts.people).file)
  const random = randomFrom(20261130)
  const named = (make: (place: number) => Readonly<Record<string, unknown>>, many: number) =>
    Array.from({ length: many }, (_, place) => make(place))
  const insert = async (text: string, rows: readonly object[]) => {
    for (let from = 0; from < rows.length; from += 500) {
      await client.query(text, [JSON.stringify(rows.slice(from, from + 500))])
    }
  }
  await insert(
    `insert into organization (organization_name, organization_note) select name, note from jsonb_to_recordset($1::jsonb) r (name text, note text)`,
    named(
      place => ({
        name: `${pick(random, places)} ${pick(random, kinds)} ${place}`,
        note: `Buys ${pick(random, goods)} in ${pick(random, places)}.`,
      }),
      parts.organizations,
    ),
  )
  await insert(
    `insert into product (product_name, product_description) select name, note from jsonb_to_recordset($1::jsonb) r (name text, note text)`,
    named(
      place => ({
        name: `${pick(random, goods)} ${place}`,
        note: `Sold by the ${pick(random, ['bag', 'piece', 'box'])}.`,
      }),
      parts.products,
    ),
  )
  await insert(
    `insert into deal (deal_name, deal_kind, deal_note) select name, lookup_find('deal-kind', 'order'), note
    from jsonb_to_recordset($1::jsonb) r (name text, note text)`,
    named(
      place => ({
        name: `${pick(random, wishes)} ${pick(random, goods)} ${place}`,
        note: `To ${pick(random, places)}.`,
      }),
      parts.deals,
    ),
  )
  await insert(
    `insert into ticket (ticket_name, ticket_description) select name, note from jsonb_to_recordset($1::jsonb) r (name text, note text)`,
    named(
      place => ({
        name: `${pick(random, goods)} ${pick(random, faults)} ${place}`,
        note: `Seen in ${pick(random, places)}.`,
      }),
      parts.tickets,
    ),
  )
  await insert(
    `insert into grp (grp_name, grp_kind) select name, lookup_find('grp-kind', 'list')
    from jsonb_to_recordset($1::jsonb) r (name text)`,
    named(place => ({ name: `${pick(random, places)} list ${place}` }), parts.groups),
  )
  await client.query(
    `update entity set entity_owner = (select staff_id from staff where staff_hid = 'seller' || entity_id % $1)
    where entity_owner is null and entity_id not in (select staff_id from staff)`,
    [sellers],
  )
  await client.query(
    `insert into member (member_grp, member_entity)
    select g.id, p.id from (select grp_id as id, row_number() over () - 1 as place from grp) g
      join (select person_id as id, row_number() over () as place from person) p on p.place % 20 = 0 and p.place / 20 % (select count(*) from grp) = g.place`,
  )
}
