// GeDaFe reads this database through each kind of login: it does not stop, its menu has exactly the tables that this colleague
// may read and people work with, and each page of it opens.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAsGedafe } from '../helpers/gedafe.ts'
import { openStage, type Stage } from '../helpers/stage.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const staff = {
  anna: 'sales',
  mona: 'manager',
  grace: 'office',
  adam: 'admin',
  sam: 'support',
  mary: 'marketing',
  alex: 'analyst',
  audrey: 'auditor',
} as const
type Name = keyof typeof staff
const everybody = Object.keys(staff) as Name[]

let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
beforeAll(async () => {
  stage = await openStage()
  await stage.person('anna')
  logins = await openLogins(stage, staff)
})
afterAll(async () => {
  await logins?.close()
  await stage.close()
})
const menuOf = async (name: Name) => (await readAsGedafe(logins.as(name))).menu.map(table => table.name)

const lists = [
  'development_process',
  'development_stage',
  'development_type',
  'entity_rule',
  'entity_type',
  'form',
  'lookup',
  'query',
  'relationship_type',
]
const records = [
  'activity',
  'address',
  'attachment',
  'contact_point',
  'deal',
  'deal_line',
  'development_tracking',
  'entity',
  'grp',
  'member',
  'organization',
  'participant',
  'person',
  'product',
  'relationship',
  'staff',
  'ticket',
]
const ofTheOffice = ['consent', 'duplicate', 'duplicate_rule', 'packet', 'person_private']

describe('the menu', () => {
  test("a salesperson's has the records and the lists, and nothing that the program keeps for itself", async () => {
    expect(await menuOf('anna')).toEqual([...lists, ...records].sort())
    expect(await menuOf('mona')).toEqual([...lists, ...records].sort())
  })

  test("the office's has what only the office reads, too", async () => {
    expect(await menuOf('grace')).toEqual([...lists, ...records, ...ofTheOffice].sort())
    expect(await menuOf('adam')).toEqual([...lists, ...records, ...ofTheOffice].sort())
  })

  test.each(everybody)('%s is offered what people work with and they may read, with its list', async name => {
    const { rows } = await logins.as(name).query<{ source: string }>(
      `select source from shown_tables() where has_table_privilege(source::text, 'select')
         and has_table_privilege(source || '_list', 'select') order by source`,
    )
    expect(await menuOf(name)).toEqual(rows.map(({ source }) => source))
    expect(rows.length).toBeGreaterThan(8)
  })

  test('reports are offered to who may read them', async () => {
    for (const name of everybody) {
      const { rows } = await logins
        .as(name)
        .query<{ view: string }>(
          "select relname as view from pg_class where relname ~ '_rep$' and has_table_privilege(oid, 'select') order by relname",
        )
      expect((await readAsGedafe(logins.as(name))).reports.map(table => table.name)).toEqual(
        rows.map(({ view }) => view),
      )
    }
    expect((await readAsGedafe(logins.as('anna'))).reports).toHaveLength(5)
  })
})

test.each(everybody)('each page that is offered to %s opens, with its choices', async name => {
  const client = logins.as(name)
  const { menu, reports } = await readAsGedafe(client)
  for (const table of [...menu, ...reports]) {
    const sorted = (
      await client.query('select from pg_attribute where attrelid = $1::regclass and attname = $2', [
        table.view,
        'meta_sort',
      ])
    ).rowCount
    await client.query(`select * from ${table.view} ${sorted === 1 ? 'order by meta_sort' : ''} limit 11`)
    for (const choice of table.choices) await client.query(`select id, text from ${choice} order by meta_sort`)
  }
  if (name === 'anna') expect((await client.query('select from person_list')).rowCount).toBe(1)
})

test('a table that an installation hides itself stays hidden', async () => {
  await stage.rows(
    "update meta_tables set meta_tables_value = '1' where meta_tables_table = 'ticket' and meta_tables_attribute = 'hide'",
  )
  expect(await menuOf('anna')).not.toContain('ticket')
})

test('a label on what is no column to be shown stops it, as a type that it does not know', async () => {
  await stage.rows("comment on column person_list.meta_sort is 'Order'")
  await expect(readAsGedafe(logins.as('anna'))).rejects.toThrow('person_list.meta_sort')
  await stage.rows('comment on column person_list.meta_sort is null')
  await expect(readAsGedafe(logins.as('anna'))).resolves.toBeDefined()
})
