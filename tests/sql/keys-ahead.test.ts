// What somebody who logs in tries with numbers of rows that are not there yet, and with the marks of removed and merged records.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const logins = new Map<string, Client>()
const as = (name: 'anna' | 'olga') => logins.get(name) as Client
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('olga', 'Olga', 'olga@kilimo.example', 'office', 'en', 'plain')")
  for (const name of ['anna', 'olga']) {
    const { login } = await stage.one<{ login: string }>('select staff_role_of($1) as login', [name])
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const client = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await client.connect()
    logins.set(name, client)
  }
})
afterAll(async () => {
  for (const client of logins.values()) await client.end()
  await stage.close()
})

describe('numbers taken in advance', () => {
  const ahead = async (table: string) =>
    Number(
      (
        await stage.one<{ last: string }>(
          "select coalesce(last_value, 0) as last from pg_sequences where sequencename = $1 || '_' || $1 || '_id_seq'",
          [table],
        )
      ).last,
    )

  test('are not to be had; what colleagues add afterwards is stored', async () => {
    const person = await stage.person('anna')
    for (const [table, columns, values] of [
      [
        'contact_point',
        'contact_point_entity, contact_point_kind, contact_point_value',
        "$1::bigint, lookup_find('contact-kind', 'web'), 'https://' || g",
      ],
      ['activity', 'activity_entity, activity_kind', "$1::bigint, lookup_find('activity-kind', 'call')"],
      [
        'entity',
        'entity_type, entity_name',
        "(select entity_type_id from entity_type where entity_type_hid = 'person' and $1::bigint > 0), 'x'",
      ],
    ]) {
      await as('anna').query(
        `insert into ${table} (${table}_id, ${columns}) overriding system value select ${await ahead(String(table))} + g, ${values} from generate_series(1, 40) g`,
        [person],
      )
    }
    await stage.one("select add_staff('late', 'Late', 'late@kilimo.example', 'sales', 'en', 'plain')")
    const packet = await stage.packet(await stage.person('late'), 'late')
    const told = await stage.reply(packet, {
      rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 777' } }],
    })
    expect(Object.values(told.slots)).toEqual(['applied'])
  })

  test('by the owner are told as a fault of the database, and not as a value that is there', async () => {
    const packet = await stage.packet(await stage.person('anna'))
    const other = await stage.person('anna')
    const begin = await ahead('contact_point')
    await stage.rows(
      "insert into contact_point (contact_point_id, contact_point_entity, contact_point_kind, contact_point_value) select $1::bigint + g, $2, lookup_find('contact-kind', 'web'), 'https://owner/' || g from generate_series(1, 30) g",
      [begin, other],
    )
    const reply = stage.reply(packet, {
      rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 778' } }],
    })
    await expect(reply).rejects.toMatchObject({ code: '23505', constraint: 'contact_point_pkey' })
    await stage.rows('delete from contact_point where contact_point_id > $1', [begin])
  })

  test('by the owner are told as such to the office, too, that settles what is held', async () => {
    const packet = await stage.packet(await stage.person('anna'))
    const row = packet.row('contact-point')
    await stage.rows('delete from contact_point where contact_point_id = $1', [row.slice(1)])
    const fields = { kind: 'phone', value: '+255 700 000 779' }
    await stage.reply(packet, { rows: [{ collection: 'contact-point', row, fields }] })
    const other = await stage.person('anna')
    const begin = await ahead('contact_point')
    await stage.rows(
      "insert into contact_point (contact_point_id, contact_point_entity, contact_point_kind, contact_point_value) select $1::bigint + g, $2, lookup_find('contact-kind', 'web'), 'https://owner/' || g from generate_series(1, 30) g",
      [begin, other],
    )
    await expect(stage.settle(packet.person, 'accepted')).rejects.toMatchObject({ constraint: 'contact_point_pkey' })
    await stage.rows('delete from contact_point where contact_point_id > $1', [begin])
  })
})

describe('a record that was removed', () => {
  test('is told by the clock, in the audit, and comes back by the office', async () => {
    const person = await stage.person('anna')
    const office = as('olga')
    const removed = await office.query(
      "update entity set entity_deleted = '2001-01-01' where entity_id = $1 returning entity_deleted > now() - interval '1 hour' as now",
      [person],
    )
    expect(removed.rows).toEqual([{ now: true }])
    await office.query('update entity set entity_deleted = null where entity_id = $1', [person])
    const { rows } = await office.query(
      "select audit_by like '%\\_olga' as office from audit where audit_entity = $1 and audit_fields = 'entity_deleted'",
      [person],
    )
    expect(rows).toEqual([{ office: true }, { office: true }])
  })

  test('by a merge comes back by undoing that', async () => {
    const [one, two] = [await stage.person('anna'), await stage.person('anna')]
    const { rows } = await as('olga').query("select merge_records($1, $2) ->> 'merge' as merge", [one, two])
    await expect(
      as('olga').query('update entity set entity_deleted = null where entity_id = $1', [two]),
    ).rejects.toMatchObject({ code: '42501' })
    await as('olga').query('select undo_merge($1)', [rows[0]?.merge])
    expect(
      await stage.one('select entity_merged as merged, entity_deleted as deleted from entity where entity_id = $1', [
        two,
      ]),
    ).toEqual({ merged: null, deleted: null })
  })
})
