// The probe: as each role, every column of every table, read, written and added where the row is another's, from the catalog. What it
// finds is compared with docs/rights.md; what must never be possible stands here, whatever that page says.
// `npm run probe` runs it alone; with `-u` the page is written anew.

import { roles } from '@satchel/core/staff/roles'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { type Column, prepareAttempts, readColumns, type Result, tryAll } from './attempts.ts'
import { type Found, rightsPage } from './rights-page.ts'
import { deleteAttempt, insertAttempts, readAttempts, type Target, targetOf, updateAttempts } from './tables.ts'
import { makeCommonRows, makeWorld } from './world.ts'

const actors = {
  ada: 'admin',
  olga: 'office',
  mona: 'manager',
  anna: 'sales',
  sam: 'support',
  mark: 'marketing',
  ann: 'analyst',
  aud: 'auditor',
} as const satisfies Readonly<Record<string, (typeof roles)[number]>>

let stage: Stage
let columns: Map<string, readonly Column[]>
const others = new Map<string, Found>()
const owns = new Map<string, Found>()
const missing: string[] = []

const key = (role: string, table: string) => `${role} ${table}`

async function probe(role: string, target: Target): Promise<Found> {
  const rights = await stage.one<{ select: boolean; update: boolean; insert: string[] }>(
    `select has_any_column_privilege($1, $2::regclass, 'select') as select, has_any_column_privilege($1, $2::regclass, 'update') as update,
       array(select attname::text from pg_attribute where attrelid = $2::regclass and attnum > 0 and has_column_privilege($1, $2::regclass, attnum, 'insert')) as insert`,
    [role, target.table],
  )
  // where the catalog gives no column, one attempt shows that it means it
  const some = <T>(has: boolean, attempts: readonly T[]) => (has ? attempts : attempts.slice(0, 1))
  const read = some(rights.select, readAttempts(role, target))
  const update = some(rights.update, updateAttempts(role, target))
  const insert = some(rights.insert.length > 0, insertAttempts(role, target, new Set(rights.insert)))
  const results = await tryAll(stage, [...read, ...update, ...insert, deleteAttempt(role, target)])
  const [r, u] = [read.length, read.length + update.length]
  return {
    read: results.slice(0, r),
    update: results.slice(r, u),
    insert: results.slice(u, -1),
    remove: results.at(-1) ?? 'none',
  }
}

beforeAll(async () => {
  stage = await openStage()
  const roles = new Map<string, string>()
  for (const [hid, role] of Object.entries(actors)) {
    const known = await stage.rows('select from staff where staff_hid = $1', [hid])
    if (known.length === 0)
      await stage.one("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
    roles.set(hid, (await stage.one<{ r: string }>('select staff_role_of($1) as r', [hid])).r)
  }
  const staffOf = async (hid: string) =>
    (await stage.one<{ id: string }>('select staff_id as id from staff where staff_hid = $1', [hid])).id
  await makeCommonRows(stage)
  await makeWorld(stage, 'baraka')
  await prepareAttempts(stage)
  columns = Map.groupBy(await readColumns(stage), column => column.table)
  for (const [table, list] of columns) {
    const target = await targetOf(stage, table, list, await staffOf('baraka'))
    if (target === null) missing.push(table)
    else for (const [hid, role] of roles) others.set(key(actors[hid as 'ada'], table), await probe(role, target))
  }
  for (const hid of ['anna', 'mona'] as const) {
    await makeWorld(stage, hid)
    for (const [table, list] of columns) {
      const target = await targetOf(stage, table, list, await staffOf(hid))
      if (target !== null) owns.set(key(actors[hid], table), await probe(roles.get(hid) ?? '', target))
    }
  }
}, 600_000)
afterAll(() => stage.close())

/** Every result by role, table and column. */
function* results(maps: readonly ReadonlyMap<string, Found>[], act: 'read' | 'update' | 'insert') {
  for (const found of maps) {
    for (const [name, { [act]: list }] of found) {
      const [role = '', table = ''] = name.split(' ')
      // the first insert is the plain one; where nothing was granted, one attempt stands for all columns
      const columnsOf = columns.get(table) ?? []
      for (const [index, result] of list.entries()) {
        const column = act === 'insert' ? (columnsOf[index - 1]?.name ?? '') : (columnsOf[index]?.name ?? '')
        yield { role, table, column, result, what: `${role} ${act} ${table}.${column}` }
      }
    }
  }
}
const both = () => [others, owns]
const wrong = (
  act: 'read' | 'update' | 'insert',
  maps: readonly ReadonlyMap<string, Found>[],
  is: (one: { role: string; table: string; column: string; result: Result }) => boolean,
) => [...new Set([...results(maps, act)].filter(is).map(one => `${one.what}: ${one.result}`))]

test('every role of staff is tried', () => {
  expect(Object.values(actors).sort()).toEqual([...roles].sort())
})

test('every table has a row to try on, and takes a plain copy of it from those who may add one', () => {
  // who acts, and what a reply may write, is noted for a transaction only
  expect(missing.sort()).toEqual(['acting', 'added_file', 'added_table', 'stated_write'])
  expect(wrong('insert', both(), ({ column, result }) => column === '' && result.startsWith('refused'))).toEqual([])
})

test('keys of letters and of the program are read and written by nobody', () => {
  const closed = ['letter', 'letter_part', 'token', 'migration', 'work']
  for (const act of ['read', 'update', 'insert'] as const)
    expect(wrong(act, both(), ({ table, result }) => closed.includes(table) && result !== 'denied')).toEqual([])
})

test('the audit, packets, replies and items are written by nobody', () => {
  const noted = [
    'audit',
    'audit_content',
    'audit_seal',
    'audit_sealed',
    'packet',
    'reply',
    'change',
    'item',
    'item_file',
    'import_run',
    'record_merge',
    'load_run',
    'load_key',
  ]
  for (const act of ['update', 'insert'] as const)
    expect(wrong(act, both(), ({ table, result }) => noted.includes(table) && result !== 'denied')).toEqual([])
})

const records = [
  'person',
  'person_private',
  'organization',
  'staff',
  'grp',
  'deal',
  'deal_line',
  'ticket',
  'contact_point',
  'address',
  'activity',
  'attachment',
  'development_tracking',
  'member',
  'relationship',
  'participant',
  'packet',
  'reply',
  'change',
  'consent',
  'duplicate',
  'inquiry',
  'inquiry_answer',
  'item',
  'load_run',
  'load_key',
]

test("a salesperson or manager reads and writes nothing of a record that is another's; of all records they see goods", async () => {
  const isTheirs = ({ role, table }: { role: string; table: string }) =>
    ['sales', 'manager'].includes(role) && records.includes(table)
  expect(wrong('read', [others], one => isTheirs(one) && !['none', 'denied'].includes(one.result))).toEqual([])
  expect(wrong('update', [others], one => isTheirs(one) && !['none', 'denied'].includes(one.result))).toEqual([])
  const seen = await stage.rows(
    `select distinct entity_type_hid as type from entity join entity_type on entity_type_id = entity_type
     where entity_owner = (select staff_id from staff where staff_hid = 'baraka') and entity_id in (select id from pg_temp.seen('anna') as id)`,
  )
  expect(seen).toEqual([{ type: 'product' }])
})

test("numbers of rows, who made them, versions, merges and normal forms are nobody's to write", () => {
  // what the office keeps of a person has the number of that person
  const kept =
    /^(.*_created|.*_creator|entity_version|entity_changed|entity_merged|entity_path|entity_level|contact_point_normal|attachment_size|attachment_digest|consent_creator|.*_decider|.*_decided)$/
  const isKept = ({ table, column }: { table: string; column: string }) =>
    (column === `${table}_id` && table !== 'person_private') || kept.test(column)
  for (const act of ['update', 'insert'] as const)
    expect(wrong(act, both(), one => one.result === 'changed' && isKept(one))).toEqual([])
})

test('that an address is shown to be theirs, or that letters came back, is said by the office alone', () => {
  for (const act of ['update', 'insert'] as const) {
    const said = wrong(
      act,
      both(),
      ({ role, column, result }) =>
        /_(verified|bounced)$/.test(column) && result === 'changed' && !['office', 'admin'].includes(role),
    )
    expect(said).toEqual([])
  }
})

test('logins and roles of staff are no column that anybody writes', () => {
  for (const act of ['update', 'insert'] as const)
    expect(
      wrong(
        act,
        both(),
        ({ column, result }) =>
          /^staff_(login|role|active|hid|email)$/.test(column) && result !== 'denied' && result !== 'none',
      ),
    ).toEqual([])
})

test("a colleague's private note and own query are read by nobody, whatever their role", async () => {
  for (const hid of Object.keys(actors)) {
    const [seen] = await stage.rows<Record<string, number | null>>(
      "select pg_temp.seen_rows($1, 'activity', 'activity_private and activity_staff = ' || staff_id) as notes, pg_temp.seen_rows($1, 'query', format('query_owner = %L', staff_login)) as queries, pg_temp.seen_rows($1, 'audit_content', $$audit_content_new ->> 'activity_body' = 'Private'$$) as audit from staff where staff_hid = 'baraka'",
      [hid],
    )
    for (const [what, count] of Object.entries(seen ?? {})) expect(count ?? 0, `${hid} ${what}`).toBe(0)
  }
})

test('docs/rights.md says what was found', async () => {
  const page = await rightsPage(stage, columns, others, both())
  await expect(page).toMatchFileSnapshot('../../docs/rights.md')
})
