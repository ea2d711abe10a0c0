// Who may see and change what: replies under a salesperson's role, and staff who log in with plain SQL.

import { Client, DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const logins: Record<string, Client> = {}
const staff = { anna: 'sales', baraka: 'sales', grace: 'office', tina: 'admin', ina: 'sales', olga: 'office' } as const
type Name = keyof typeof staff
const as = (name: Name) => logins[name] as Client

beforeAll(async () => {
  stage = await openStage()
  for (const [hid, role] of Object.entries(staff)) {
    const known = await stage.rows('select 1 from staff where staff_hid = $1', [hid])
    if (known.length === 0) {
      await stage.one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
    }
    const { login } = await stage.one<{ login: string }>(
      'select staff_login as login from staff where staff_hid = $1',
      [hid],
    )
    // staff get no password from the program; an administrator may give one, and then they connect by themselves
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const client = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await client.connect()
    logins[hid] = client
  }
  await stage.rows("update staff set staff_active = false where staff_hid in ('ina', 'olga')")
})
afterAll(async () => {
  for (const client of Object.values(logins)) await client.end()
  await stage.close()
})

const slot = 'field/given-name'
/** Tables with a person's rows, and the column that says whose. */
const owned = [
  ['entity', 'entity_id'],
  ['person', 'person_id'],
  ['contact_point', 'contact_point_entity'],
  ['address', 'address_entity'],
  ['activity', 'activity_entity'],
  ['development_tracking', 'development_tracking_entity'],
] as const

/** A person with a row in every table of people. */
const fullPerson = async (owner: 'anna' | 'baraka') => {
  const person = await stage.person(owner)
  await stage.rows(
    "insert into activity (activity_entity, activity_kind, activity_body) values ($1, lookup_find('activity-kind', 'note'), 'A note')",
    [person],
  )
  await stage.rows(
    "insert into development_type (development_type_hid, development_type_name) values ('t', 'T') on conflict do nothing",
  )
  await stage.rows(
    "insert into development_process (development_process_hid, development_process_type, development_process_name) select 'p', development_type_id, 'P' from development_type on conflict do nothing",
  )
  await stage.rows(
    "insert into development_stage (development_stage_hid, development_stage_process, development_stage_name, development_stage_sort) select 's', development_process_id, 'S', 1 from development_process on conflict do nothing",
  )
  await stage.rows(
    'insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage',
    [person],
  )
  return person
}

/** Runs a statement and tells what it did: rows touched, or the error's code. */
const outcome = async (client: Client, text: string, values: unknown[] = []): Promise<number | string> => {
  try {
    return (await client.query(text, values)).rowCount ?? 0
  } catch (error) {
    return error instanceof DatabaseError ? String(error.code) : Promise.reject(error)
  }
}

/** Everything about a person, to see that nothing changed. */
const everything = async (person: number) => {
  const found = []
  for (const [table, key] of owned) found.push(await stage.rows(`select * from ${table} where ${key} = $1`, [person]))
  return found
}

describe("a reply under one salesperson's role", () => {
  test("C7: cannot reach another's record by a forged packet id, token, row or field", async () => {
    const mine = await stage.packet(await stage.person('anna'), 'anna')
    const theirs = await stage.packet(await stage.person('baraka'), 'baraka')
    const before = await everything(theirs.person)
    const row = theirs.row('contact-point')
    expect(await stage.reply(mine, { packet: theirs.hid, set: { 'given-name': 'James' } })).toMatchObject({
      problem: 'token/other-packet',
    })
    expect(await stage.reply(theirs, { token: mine.token, set: { 'given-name': 'James' } })).toMatchObject({
      problem: 'token/other-packet',
    })
    const told = await stage.reply(mine, {
      set: { 'entity-owner': String(mine.person), person_id: String(theirs.person) },
      rows: [
        { collection: 'contact-point', row, fields: { value: '+255 799 000 001' } },
        {
          collection: 'contact-point',
          row: 'new-1',
          fields: { entity: String(theirs.person), kind: 'phone', value: '+255 799 000 002' },
        },
        { collection: 'staff', row: 's1', fields: { role: 'admin' } },
      ],
      drops: [{ collection: 'contact-point', row: theirs.row('contact-point', 1) }],
    })
    expect(told.status).toBe('refused')
    expect(Object.values(told.slots).every(outcomeOf => outcomeOf.startsWith('refused'))).toBe(true)
    expect(await everything(theirs.person)).toEqual(before)
  })

  test('is refused by its count of rows: row security itself says nothing', async () => {
    const [mine, theirs] = [await stage.person('anna'), await stage.person('baraka')]
    const planned = (person: number) => ({
      change: 1,
      table: 'person',
      verb: 'update',
      own: true,
      row: person,
      entity: person,
      defaults: {},
      fields: [{ column: 'person_given', domain: null, value: 'James' }],
    })
    const write = async (person: number) =>
      (await as('anna').query('select write_rows($1) as told', [JSON.stringify([planned(person)])])).rows
    expect(await write(mine)).toEqual([{ told: { 1: mine } }])
    expect(await write(theirs)).toEqual([{ told: { 1: 'access-lost' } }])
    expect([await stage.given(mine), await stage.given(theirs)]).toEqual(['James', 'Jimmy'])
  })

  test('is held where the record has passed to a colleague', async () => {
    const packet = await stage.packet(await stage.person('anna'), 'anna')
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
      [packet.person],
    )
    expect((await stage.reply(packet, { set: { 'given-name': 'James' } })).slots).toEqual({
      [slot]: 'held access-lost',
    })
  })

  test('is held where the sender has left', async () => {
    const person = await stage.person('anna')
    await stage.rows("update staff set staff_active = true where staff_hid = 'ina'")
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'ina') where entity_id = $1",
      [person],
    )
    const packet = await stage.packet(person, 'ina')
    await stage.rows("update staff set staff_active = false where staff_hid = 'ina'")
    expect((await stage.reply(packet, { set: { 'given-name': 'James' } })).slots).toEqual({
      [slot]: 'held access-lost',
    })
  })

  test('no packet is opened for a record that its recipient does not see', async () => {
    const person = await stage.person('baraka')
    await expect(stage.packet(person, 'anna')).rejects.toThrow('entity/not-seen')
  })
})

describe('staff who log in', () => {
  test("sales see their own records and nothing of a colleague's", async () => {
    const [mine, theirs] = [await fullPerson('anna'), await fullPerson('baraka')]
    for (const [table, key] of owned) {
      const seen = `select from ${table} where ${key} = $1`
      expect([table, await outcome(as('anna'), seen, [mine])]).not.toEqual([table, 0])
      expect([table, await outcome(as('anna'), seen, [theirs])]).toEqual([table, 0])
    }
  })

  test("sales change, remove and add nothing on a colleague's record", async () => {
    const theirs = await fullPerson('baraka')
    const before = await everything(theirs)
    for (const [table, key] of owned) {
      expect([0, '42501']).toContain(
        await outcome(as('anna'), `update ${table} set ${key} = ${key} where ${key} = $1`, [theirs]),
      )
      expect([0, '42501']).toContain(await outcome(as('anna'), `delete from ${table} where ${key} = $1`, [theirs]))
    }
    for (const insert of [
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), '+255 799 000 009')",
      "insert into address (address_entity, address_kind, address_city) values ($1, lookup_find('address-kind', 'home'), 'Moshi')",
      "insert into activity (activity_entity, activity_kind) values ($1, lookup_find('activity-kind', 'note'))",
      'insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage',
    ]) {
      expect(await outcome(as('anna'), insert, [theirs])).toBe('42501')
    }
    expect(await everything(theirs)).toEqual(before)
  })

  test('sales cannot hand a row of theirs to another record, nor take a record over', async () => {
    const [mine, theirs] = [await fullPerson('anna'), await fullPerson('baraka')]
    const move = 'update contact_point set contact_point_entity = $2 where contact_point_entity = $1'
    expect(await outcome(as('anna'), move, [mine, theirs])).toBe('42501')
    const own = 'update entity set entity_owner = my_staff() where entity_id = $1'
    expect(await outcome(as('anna'), own, [theirs])).toBe('42501')
  })

  test('a person whom a salesperson adds is theirs', async () => {
    // without "returning": a select policy cannot see the record that the statement's own trigger makes
    expect(await outcome(as('anna'), "insert into person (person_hid, person_given) values ('P-new', 'Neema')")).toBe(1)
    const seen = "select from person where person_hid = 'P-new'"
    expect(await outcome(as('anna'), seen)).toBe(1)
    expect(await outcome(as('baraka'), seen)).toBe(0)
  })

  test('the office and administrators see all records', async () => {
    const people = [await fullPerson('anna'), await fullPerson('baraka')]
    for (const name of ['grace', 'tina'] as const) {
      for (const [table, key] of owned) {
        const { rows } = await as(name).query(`select distinct ${key} from ${table} where ${key} = any ($1)`, [people])
        expect([name, table, rows.length]).toEqual([name, table, 2])
      }
    }
  })

  test('sales see no packets, replies, changes, letters, tokens, items or audit', async () => {
    const packet = await stage.packet(await stage.person('anna'), 'anna')
    await stage.reply(packet, { set: { 'given-name': 'James' } })
    for (const table of [
      'packet',
      'reply',
      'change',
      'letter',
      'token',
      'item',
      'audit',
      'audit_content',
      'consent',
      'acting',
      'stated_write',
    ]) {
      expect([table, await outcome(as('anna'), `select from ${table}`)]).toEqual([table, '42501'])
    }
  })

  test('tokens and letters are for nobody who logs in', async () => {
    for (const name of ['grace', 'tina'] as const) {
      for (const table of ['letter', 'token', 'acting', 'stated_write']) {
        expect([table, await outcome(as(name), `select from ${table}`)]).toEqual([table, '42501'])
      }
    }
  })

  test('a private note is seen by whom it was written by alone', async () => {
    const person = await stage.person('anna')
    await as('anna').query(
      "insert into activity (activity_entity, activity_kind, activity_private) values ($1, lookup_find('activity-kind', 'note'), true)",
      [person],
    )
    const seen = 'select from activity where activity_entity = $1'
    expect(await outcome(as('anna'), seen, [person])).toBe(1)
    expect(await outcome(as('grace'), seen, [person])).toBe(0)
  })

  test('staff who are no longer active see no row of anybody', async () => {
    const packet = await stage.packet(await fullPerson('anna'), 'anna')
    await stage.reply(packet, { set: { 'given-name': 'James' } })
    const tables = [...owned.map(([table]) => table), 'staff', 'organization', 'packet', 'reply', 'change']
    for (const name of ['ina', 'olga'] as const) {
      for (const table of [...tables, 'item', 'import_run', 'audit', 'audit_content', 'consent']) {
        expect([0, '42501']).toContain(await outcome(as(name), `select from ${table}`))
      }
      for (const call of ['held_changes()', 'outbox()']) {
        expect([call, await outcome(as(name), `select from ${call}`)]).toEqual([call, '42501'])
      }
    }
  })

  test('an active office sees the audit and what is held', async () => {
    expect(await outcome(as('grace'), 'select from audit_content')).toBeGreaterThan(0)
    expect(await outcome(as('grace'), 'select from held_changes()')).toBeTypeOf('number')
  })

  test('nobody takes on the role of a colleague', async () => {
    const { role } = await stage.one<{ role: string }>("select staff_role_of('grace') as role")
    for (const text of [`set role ${role}`, 'set role satchel_owner', 'set role satchel_import']) {
      expect(await outcome(as('anna'), text)).toBe('42501')
    }
  })
})
