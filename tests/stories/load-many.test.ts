// Ten thousand rows of every type: pages are crossed, counts are right, the last row can stop all of it, and a second time changes nothing.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { organizationSheet, otherSheets } from '../helpers/table-sheets.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home?.close())

interface File {
  readonly type: string
  readonly rows: number
  readonly new: number
  readonly filled: number
  readonly same: number
  readonly faults: readonly { readonly line: number }[]
  readonly kept: readonly unknown[]
}

async function load(path: string, ...options: readonly string[]) {
  const ended = await home.satchel(['--as', 'grace', '--json', 'load', path, ...options])
  if (ended.code !== 0 && ended.code !== 3) throw new Error(ended.err)
  return ended.json<{ readonly done: boolean; readonly files: readonly File[] }>()
}

const organizations = 2400
/** How many rows are where, past what a fresh installation holds. */
const counts = async () =>
  (
    await home.rows<Readonly<Record<string, number>>>(
      `select (select count(*)::int from organization) as organization, (select count(*)::int from product) as product,
         (select count(*)::int from grp) as "group", (select count(*)::int from deal) as deal, (select count(*)::int from ticket) as ticket,
         (select count(*)::int from contact_point join organization on organization_id = contact_point_entity) as contact,
         (select count(*)::int from address join organization on organization_id = address_entity) as address,
         (select count(*)::int from deal_line) as "deal-line", (select count(*)::int from relationship) as relationship,
         (select count(*)::int from member) as member, (select count(*)::int from activity) as activity`,
    )
  )[0]

test('10,080 rows in, counted, out, and in again without a change', async () => {
  const sheet = join(home.home.folder, 'organizations.csv')
  const text = organizationSheet(organizations)
  const before = await counts()

  // the last of all rows names nobody: nothing stays of the pages before it
  writeFileSync(sheet, text.replace(/O-2390(,[^\n]*\n)$/, 'O-nobody$1'))
  const refused = await load(sheet, '--type', 'organization')
  expect([refused.done, refused.files[0]?.faults.map(({ line }) => line)]).toEqual([false, [organizations + 1]])
  expect(await counts()).toEqual(before)

  writeFileSync(sheet, text)
  expect(await load(sheet, '--type', 'organization')).toMatchObject({ done: true, files: [{ new: organizations }] })
  const folder = join(home.home.folder, 'others')
  const others = otherSheets(organizations)
  mkdirSync(folder)
  for (const [type, other] of others) writeFileSync(join(folder, `${type}.csv`), other.text)
  const loaded = await load(folder)
  expect(loaded.done).toBe(true)
  expect(Object.fromEntries(loaded.files.map(file => [file.type, file.new]))).toEqual(
    Object.fromEntries([...others].map(([type, { rows }]) => [type, rows])),
  )
  const expected = {
    organization: organizations,
    contact: organizations,
    address: organizations / 2,
    ...Object.fromEntries([...others].map(([type, { rows }]) => [type, rows])),
  }
  expect(Object.values(expected).reduce((sum, rows) => sum + rows, 0)).toBe(10_080)
  expect(await counts()).toEqual(expected)

  const out = join(home.home.folder, 'out')
  const exported = (await home.satchel(['--as', 'grace', '--json', 'export', '--all', out])).json<{
    readonly files: readonly { readonly type: string; readonly rows: number }[]
  }>()
  const written = new Map(exported.files.map(({ type, rows }) => [type, rows]))
  for (const [type, rows] of Object.entries(expected)) expect([type, written.get(type)]).toEqual([type, rows])
  const [noted] = await home.rows<{ n: number }>('select count(*)::int as n from audit')
  const again = await load(out)
  expect(again.done).toBe(true)
  for (const file of again.files)
    expect(file).toMatchObject({ new: 0, filled: 0, same: written.get(file.type), faults: [], kept: [] })
  expect(await counts()).toEqual(expected)
  expect(await home.rows('select count(*)::int as n from audit')).toEqual([noted])
})
