// People, organisations, deals and what else is searched for, with colleagues of every role.

import { openStage } from './stage.ts'

export const searchStaff = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  grace: 'office',
  tina: 'admin',
  sam: 'support',
  mark: 'marketing',
  abel: 'analyst',
  otto: 'auditor',
  ina: 'office',
} as const
export type Name = keyof typeof searchStaff

export const kindOf = (domain: string, value: string) => `lookup_find('${domain}', '${value}')`

export type Row = Readonly<Record<string, unknown>>

export async function openSearchWorld() {
  const stage = await openStage()
  for (const [hid, role] of Object.entries(searchStaff)) {
    const known = await stage.rows('select from staff where staff_hid = $1', [hid])
    if (known.length === 0)
      await stage.one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
  }
  const { rows: roles } = await stage
    .as('satchel')
    .query<{ hid: string; role: string }>('select staff_hid as hid, staff_login as role from staff')
  const add = async (table: string, columns: Readonly<Record<string, string>>, owner: Name | null = 'anna') => {
    const { id } = await stage.one<{ id: string }>(
      `insert into ${table} (${Object.keys(columns).join(', ')}) values (${Object.values(columns).join(', ')}) returning ${table}_id as id`,
    )
    await stage.rows(
      'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
      [id, owner],
    )
    return Number(id)
  }
  const contact = (entity: number, type: string, value: string) =>
    stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', $2), $3)",
      [entity, type, value],
    )
  const named = { person_given: "'Jürgen'", person_family: "'Müller-Schmidt'" }

  await stage.rows("update staff set staff_active = false where staff_hid = 'ina'")
  await stage.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'baraka')",
  )
  const jürgen = await add('person', { ...named, person_hid: "'KIL-7'", person_note: "'Grows maize on the slope'" })
  const okello = await add('person', { person_given: "'Jimmy'", person_family: "'Okello'" })
  const theirs = await add('person', { person_given: "'Jimmy'", person_family: "'Okelo'" }, 'baraka')
  await contact(jürgen, 'phone', '0712 345 678')
  await contact(jürgen, 'email', 'j.mueller@Kilimo.example')
  await contact(theirs, 'phone', '+255 712 999 678')
  await stage.rows(
    `insert into address (address_entity, address_kind, address_city) values (${okello}, ${kindOf('address-kind', 'home')}, 'Mbeya'), (${theirs}, ${kindOf('address-kind', 'home')}, 'Mbeya')`,
  )
  const farm = await add('organization', {
    organization_name: "'O''Connor & Sons Farm'",
    organization_note: "'Zebu cattle'",
  })
  const deal = await add('deal', {
    deal_name: "'Maize seed order'",
    deal_kind: kindOf('deal-kind', 'order'),
    deal_note: "'Okapi terms'",
  })
  const other = await add(
    'deal',
    { deal_name: "'Maize seed quote'", deal_kind: kindOf('deal-kind', 'quote') },
    'baraka',
  )
  const ticket = await add(
    'ticket',
    { ticket_name: "'Pump broken'", ticket_description: "'Leaks at the valve'" },
    'baraka',
  )
  const group = await add('grp', { grp_name: "'Maize growers'", grp_kind: kindOf('grp-kind', 'list') })
  const hidden = await add('grp', { grp_name: "'Late payers'", grp_kind: kindOf('grp-kind', 'list') }, 'grace')
  const product = await add('product', { product_name: "'Hybrid maize H6'" }, null)
  for (const grp of [group, hidden]) {
    await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [grp, jürgen])
  }
  await stage.one("select add_process('lead')")
  await stage.one("select enter_stage($1, 'lead-new', null)", [jürgen])
  await stage.one("select enter_stage($1, 'lead-new', null)", [theirs])
  const ids: Readonly<Record<string, number>> = {
    jürgen,
    okello,
    theirs,
    farm,
    deal,
    other,
    ticket,
    group,
    hidden,
    product,
  }

  /** Asks under a colleague's role; the servers of the tests have few connections, so on the stage's own. */
  const ask = async (who: Name, text: string, values: readonly unknown[] = []) => {
    const client = stage.as('satchel')
    await client.query(`set role ${roles.find(({ hid }) => hid === who)?.role}`)
    try {
      return (await client.query<Row>(text, [...values])).rows
    } finally {
      await client.query('reset role')
    }
  }
  /** Names of the stage's records that somebody finds, in order. */
  const find = async (who: Name, words: string, more = '') =>
    (await ask(who, `select entity::int, near from find_records($1${more})`, [words])).map(({ entity, near }) => {
      const name = Object.entries(ids).find(([, id]) => id === entity)?.[0] ?? entity
      return near === true ? `~${String(name)}` : name
    })
  const refusal = (who: Name, text: string) =>
    ask(who, text).then(
      () => 'nothing was refused',
      (error: unknown) => error as { readonly message: string; readonly hint?: string; readonly code: string },
    )

  return {
    stage,
    ids,
    add,
    contact,
    ask,
    find,
    refusal,
    close: () => stage.close(),
  }
}
