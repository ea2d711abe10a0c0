// The four patterns of rights of a table of one's own, for records of a type and for rows of records: what each role reads, changes and adds
// of what is somebody else's, over a connection of its own and by the commands.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const patterns = ['record', 'owner', 'office', 'everybody'] as const
const staff = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  mia: 'manager',
  grace: 'office',
  adam: 'admin',
  sam: 'support',
  mary: 'marketing',
  alex: 'analyst',
  audrey: 'auditor',
} as const
type Name = keyof typeof staff

let home: TestHome
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
beforeAll(async () => {
  home = await makeHome()
  await home.person('P-1', 'anna')
  for (const rights of patterns) {
    const made = [
      await home.satchel(['new-type', `thing-${rights}`, 'note:text', '--rights', rights]),
      await home.satchel(['new-table', `row-${rights}`, 'note:text', '--of', 'person', '--rights', rights]),
      await home.satchel(['add', `thing-${rights}`, `name=Thing ${rights}`, 'note=canary', 'owner=anna']),
      await home.satchel(['set', 'P-1', `row-${rights}/new.note=canary`]),
    ]
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  }
  const one = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await home.rows<T & Record<string, unknown>>(text, values))[0]
  logins = await openLogins({ ...home, one } as unknown as Parameters<typeof openLogins<Name>>[0], staff)
  // anna and baraka are mia's people; mona leads nobody
  for (const name of ['anna', 'baraka'])
    expect((await home.satchel(['--as', 'adam', 'staff', 'manager', name, 'mia'])).code).toBe(0)
}, 240_000)
afterAll(async () => {
  await logins?.close()
  await home?.close()
})

/** How many rows a statement reads or changes, and nothing of it stays; a dash where it is refused. */
async function tried(name: Name, text: string): Promise<string> {
  const client = logins.as(name)
  await client.query('begin')
  try {
    return String((await client.query(text)).rowCount ?? 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') return '-'
    throw error
  } finally {
    await client.query('rollback')
  }
}

const person = "(select entity_id from entity where entity_name = 'Jimmy Okello')"
/** Read, changed, added: of a thing that anna owns, or a row of a person whom she owns. */
async function seenBy(name: Name, table: string, insert: string): Promise<string> {
  const read = await tried(name, `select ${table}_note from ${table}`)
  const changed = await tried(name, `update ${table} set ${table}_note = 'other'`)
  return [read, changed, await tried(name, insert)].join(' ')
}

describe.each([
  [
    'record',
    { anna: '1 1 1', baraka: '0 0 1', mona: '0 0 1', mia: '1 1 1', grace: '1 1 1', adam: '1 1 1', sam: '1 - -' },
    { anna: '1 1 1', baraka: '0 0 -', mona: '0 0 -', mia: '1 1 1', grace: '1 1 1', adam: '1 1 1', sam: '1 - -' },
  ],
  [
    'owner',
    { anna: '1 1 1', baraka: '0 0 1', mona: '0 0 1', mia: '1 1 1', grace: '1 1 1', adam: '1 1 1', sam: '- - -' },
    { anna: '1 1 1', baraka: '0 0 -', mona: '0 0 -', mia: '1 1 1', grace: '1 1 1', adam: '1 1 1', sam: '- - -' },
  ],
  [
    'office',
    { anna: '- - -', baraka: '- - -', mona: '- - -', mia: '- - -', grace: '1 1 1', adam: '1 1 1', sam: '- - -' },
    { anna: '- - -', baraka: '- - -', mona: '- - -', mia: '- - -', grace: '1 1 1', adam: '1 1 1', sam: '- - -' },
  ],
  [
    'everybody',
    {
      anna: '1 - -',
      baraka: '1 - -',
      mona: '1 - -',
      mia: '1 - -',
      grace: '1 1 1',
      adam: '1 1 1',
      sam: '1 - -',
      mary: '1 - -',
      alex: '1 - -',
      audrey: '1 - -',
    },
    {
      anna: '1 - -',
      baraka: '1 - -',
      mona: '1 - -',
      mia: '1 - -',
      grace: '1 1 1',
      adam: '1 1 1',
      sam: '1 - -',
      mary: '1 - -',
      alex: '1 - -',
      audrey: '1 - -',
    },
  ],
] as const)('the pattern %s', (rights, things, rows) => {
  const none = Object.fromEntries(Object.keys(staff).map(name => [name, '- - -']))
  const all = async (table: string, insert: string) => {
    const found: [string, string][] = []
    for (const name of Object.keys(staff) as Name[]) found.push([name, await seenBy(name, table, insert)])
    return Object.fromEntries(found)
  }

  test('of a type', async () => {
    const table = `own_thing_${rights}`
    expect(await all(table, `insert into ${table} (${table}_name) values ('New')`)).toEqual({ ...none, ...things })
  })

  test('of rows of people', async () => {
    const table = `own_row_${rights}`
    // the person's number, as somebody who does not see them may guess it
    const [{ id } = { id: '0' }] = await home.rows<{ id: string }>(`select ${person}::text as id`)
    expect(await all(table, `insert into ${table} (${table}_person, ${table}_note) values (${id}, 'new')`)).toEqual({
      ...none,
      ...rows,
    })
  })
})

test('nobody but an administrator learns of values, records or uses by asking whether something can be made', async () => {
  const asked = [
    { what: 'retype', record: 'thing-office', fields: [{ name: 'name', type: 'date' }] },
    { what: 'drop', record: 'thing-office' },
    { what: 'type', name: 'person', label: 'Person', fields: [] },
  ]
  for (const name of Object.keys(staff) as Name[]) {
    for (const wanted of asked) {
      const said = await logins
        .as(name)
        .query('select may, faults, places from own_check($1)', [JSON.stringify(wanted)])
      if (name === 'adam') expect(said.rows[0].faults).not.toEqual([])
      else expect([name, said.rows]).toEqual([name, [{ may: false, faults: [], places: [] }]])
    }
  }
})

test('lists, searches, show and dispatch keep to them', async () => {
  const listed = async (as: string, rights: string) => (await home.satchel(['--as', as, 'list', `thing-${rights}`])).out
  const found = async (as: string, rights: string) => (await home.satchel(['--as', as, 'find', `Thing ${rights}`])).out
  for (const rights of patterns) {
    const sees = { anna: rights !== 'office', baraka: rights === 'everybody', grace: true }
    for (const [name, seen] of Object.entries(sees)) {
      expect([name, rights, (await listed(name, rights)).includes(`Thing ${rights}`)]).toEqual([name, rights, seen])
      expect([name, rights, (await found(name, rights)).includes(`Thing ${rights}`)]).toEqual([name, rights, seen])
    }
    const [{ hid } = { hid: '' }] = await home.rows<{ hid: string }>(
      `select own_thing_${rights}_hid as hid from own_thing_${rights}`,
    )
    expect((await home.satchel(['--as', 'baraka', 'set', hid, 'note=mine'])).code).not.toBe(0)
    const form = `thing-${rights}`
    expect(await home.satchel(['--as', 'adam', 'form', 'new', form, '--type', form])).toMatchObject({ code: 0 })
    expect(await home.satchel(['--as', 'adam', 'form', 'publish'])).toMatchObject({ code: 0 })
    const sent = await home.satchel(['dispatch', hid, '--to', 'baraka', '--form', form])
    expect([rights, sent.code, sent.err]).toEqual(
      rights === 'everybody' ? [rights, 0, ''] : [rights, 2, expect.stringContaining('entity/not-seen')],
    )
  }
  const shown = (await home.satchel(['--as', 'anna', 'show', 'P-1'])).out
  for (const rights of patterns)
    expect([rights, shown.includes(`Row ${rights}`)]).toEqual([rights, rights !== 'office'])
}, 120_000)

test('what a manager owns is above their people, and their people are beside each other', async () => {
  const seen = async (name: Name, table: string) => (await seenBy(name, table, 'select')).split(' ')[0]
  for (const rights of patterns) {
    expect((await home.satchel(['add', `thing-${rights}`, 'name=Of mia', 'note=canary', 'owner=mia'])).code).toBe(0)
    const table = `own_thing_${rights}`
    const all = rights === 'everybody'
    const none = rights === 'office'
    expect([rights, await seen('mia', table)]).toEqual([rights, none ? '-' : '2'])
    expect([rights, await seen('anna', table)]).toEqual([rights, none ? '-' : all ? '2' : '1'])
    expect([rights, await seen('baraka', table)]).toEqual([rights, none ? '-' : all ? '2' : '0'])
    expect([rights, await seen('grace', table)]).toEqual([rights, '2'])
  }
  // by the commands as well; and whoever may not read a table that names a person is shown the rest of them
  for (const rights of ['record', 'owner'])
    expect((await home.satchel(['--as', 'mia', 'list', `thing-${rights}`])).out).toContain(`Thing ${rights}`)
  expect((await home.satchel(['--as', 'adam', 'new-field', 'thing-office', 'friend:person'])).code).toBe(0)
  const [{ hid } = { hid: '' }] = await home.rows<{ hid: string }>(
    "select own_thing_office_hid as hid from own_thing_office where own_thing_office_name = 'Thing office'",
  )
  expect((await home.satchel(['set', hid, 'friend=P-1'])).code).toBe(0)
  for (const name of ['anna', 'mia', 'sam', 'grace'] as const) {
    const { code, out } = await home.satchel(['--as', name, 'show', 'P-1'])
    expect([name, code, out.includes('Thing office')]).toEqual([name, 0, name === 'grace'])
  }
}, 120_000)
