// Writing one thing changes that one thing: as an administrator, each column of each table is given another value, each table one
// more row, and one row fewer; then everything that the database holds is compared with what it held. Which columns there are stands
// in the catalog. What is kept in step with a column stands here, by name.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { type Attempt, type Column, prepareAttempts, readColumns, tryAll } from './attempts.ts'
import { deleteAttempt, insertAttempts, type Target, targetOf, updateAttempts } from './tables.ts'
import { makeCommonRows, makeWorld } from './world.ts'

let stage: Stage
let role: string
/** What else became different: `person, person_given: entity.entity_name of its record`. */
const found: string[] = []
let tried = 0

/** What the database keeps in step with what somebody writes. */
const inStep = [
  'person, person_given: entity.entity_name of its record',
  'person, person_family: entity.entity_name of its record',
  ...['deal', 'grp', 'organization', 'product', 'staff', 'ticket'].map(
    table => `${table}, ${table}_name: entity.entity_name of its record`,
  ),
  // a record is a row here and one there
  ...['deal', 'grp', 'organization', 'person', 'product', 'ticket'].map(
    table => `${table}, a row more: entity added of another`,
  ),
  'attachment, attachment_data: attachment.attachment_digest, attachment.attachment_size',
  // another address is not the one that was vouched for
  'contact_point, contact_point_kind: contact_point.contact_point_verified',
  'contact_point, contact_point_value: contact_point.contact_point_normal, contact_point.contact_point_verified',
  // the stay before it ends
  'development_tracking, a row more: development_tracking.development_tracking_finished',
]

/** A column, or a number of rows, that differs from before, unless it is what was asked for or a stamp. */
const differences = (target: Target, record: string, asked: string) => `
  select coalesce(string_agg(distinct what, ', ' order by what), 'nothing else') from (
    select source || case when b.row is null then ' added' when n.row is null then ' removed' else '.' || field end
      || case when source = '${target.table}' and id = ${target.id} then '' when source = 'entity' and id = ${record} then ' of its record'
           when b.row is null and source = '${target.table}' then '' else ' of another' end as what
    from before_rows b full join now_rows n using (source, id)
      left join lateral (select key as field from jsonb_each(b.row) k where b.row -> key is distinct from n.row -> key) f on n.row is not null
    where b.row is distinct from n.row) d
  where what <> '${asked}' and what !~ '^audit(_content)? added' and what !~ '^entity.entity_(version|changed) of '`

async function tryTable(target: Target) {
  const { table, columns, id } = target
  const key = await stage.rows<{ key: string }>(
    "select key from record_tables() where source = $1 and part <> 'end' union select 'entity_id' where $1 = 'entity'",
    [table],
  )
  const record =
    key[0] === undefined
      ? '0'
      : `coalesce((select (row ->> '${key[0].key}')::bigint from before_rows where source = '${table}' and id = ${id}), 0)`
  const may = new Set(
    (
      await stage.rows<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $2::regclass and attnum > 0 and has_column_privilege($1, $2::regclass, attnum, 'insert')`,
        [role, table],
      )
    ).map(({ name }) => name),
  )
  const judged = (attempt: Attempt, asked: string): Attempt => ({
    ...attempt,
    check: differences(target, record, asked),
  })
  const updates = updateAttempts(role, target).map((attempt, at) => judged(attempt, `${table}.${columns[at]?.name}`))
  const add = insertAttempts(role, target, may)
    .slice(0, 1)
    .map(attempt => judged(attempt, `${table} added`))
  const remove = judged(deleteAttempt(role, target), `${table} removed`)
  const names = [...columns.map(({ name }) => name), 'a row more', 'a row fewer']
  for (const [at, result] of (await tryAll(stage, [...updates, ...add, remove])).entries()) {
    if (/^(denied|none|refused )/.test(result)) continue
    tried += 1
    if (result !== 'nothing else') found.push(`${table}, ${names[at]}: ${result}`)
  }
}

beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('ada', 'ada', 'ada@kilimo.example', 'admin', 'en', 'plain')")
  await stage.one("select add_staff('olga', 'olga', 'olga@kilimo.example', 'office', 'en', 'plain')")
  role = (await stage.one<{ role: string }>("select staff_role_of('ada') as role")).role
  await makeCommonRows(stage)
  await makeWorld(stage, 'baraka')
  const owner = (await stage.one<{ id: string }>("select staff_id as id from staff where staff_hid = 'baraka'")).id
  await prepareAttempts(stage)
  const columns = Map.groupBy(await readColumns(stage), (column: Column) => column.table)
  const rows = [...columns.keys()].map(
    table => `select '${table}'::name as source, ${table}_id as id, to_jsonb(t) as row from ${table} t`,
  )
  await stage.rows(
    `create temporary view now_rows as ${rows.filter(text => !/from (acting|work) t/.test(text)).join(' union all ')}`,
  )
  await stage.rows('create temporary table before_rows as select * from now_rows')
  for (const [table, list] of columns) {
    const target = await targetOf(stage, table, list, owner)
    if (target !== null) await tryTable(target)
  }
}, 300_000)
afterAll(() => stage.close())

test('writing a column, a row more or a row fewer changes that, what is kept in step with it, and nothing else', () => {
  expect(tried).toBeGreaterThan(150)
  expect(found.toSorted()).toEqual(inStep.toSorted())
})
