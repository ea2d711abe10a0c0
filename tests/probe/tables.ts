// One row of each table to try on, and the attempts on it.

import type { Stage } from '../helpers/stage.ts'
import { type Attempt, type Column, forged } from './attempts.ts'

export interface Target {
  readonly table: string
  readonly columns: readonly Column[]
  readonly id: string
  readonly row: Readonly<Record<string, unknown>>
  /** A copy of the row that may stand beside it. */
  readonly base: Readonly<Record<string, unknown>>
  /** Another value for each column. */
  readonly other: Readonly<Record<string, unknown>>
  readonly last: string
}

/** Rows that are tried on where the newest is not the right one: those of the record of one owner. */
const chosen: Readonly<Record<string, string>> = {
  entity:
    'entity_id = (select max(person_id) from person join entity e on e.entity_id = person_id where e.entity_owner = $1 and e.entity_merged is null)',
  person: 'person_id in (select entity_id from entity where entity_owner = $1 and entity_merged is null)',
  staff: 'staff_id = $1',
  activity: 'not activity_private and activity_staff = $1',
  query: 'query_owner = (select staff_login from staff where staff_id = $1)',
  audit: "audit_table = 'person' and audit_verb = 'insert'",
  audit_content:
    "audit_content_id in (select audit_id from audit where audit_table = 'person' and audit_verb = 'insert')",
}
/** Filled by triggers, so that no interface names them. */
const byTrigger = /_(created|creator|normal|size|level|path|changed|merged|deleted|version|uuid)$/

/** @param owner whose row is meant, where a table has an owner. @returns null where the table has no row. */
export async function targetOf(
  stage: Stage,
  table: string,
  columns: readonly Column[],
  owner: string,
): Promise<Target | null> {
  const where = (chosen[table] ?? '$1::text is not null').replaceAll('$1', `'${owner}'`)
  const owned = ownedBy(table, columns, owner)
  const [found] = await stage.rows<{ id: string; row: Record<string, unknown>; last: string }>(
    `select ${table}_id::text as id, to_jsonb(t) as row, (select max(${table}_id) from ${table})::text as last from ${table} t where ${where} and ${owned} order by ${table}_id desc limit 1`,
  )
  if (found === undefined) return null
  const isOwnKey = (column: Column) =>
    column.name === `${table}_id` && (column.target === null || column.target === 'entity')
  const pairs = columns.map(
    column => `'${column.name}', ${isOwnKey(column) ? `${found.last}::bigint + 1000000` : forged(column)}`,
  )
  const { other } = await stage.one<{ other: Record<string, unknown> }>(
    `select jsonb_build_object(${pairs.join(', ')}) as other from ${table} where ${table}_id = ${found.id}`,
  )
  // a copy of the row, but for what tells rows apart
  const base: Record<string, unknown> = {}
  const apart = columns.findLast(
    column => column.unique === 'together' && (column.target !== null || column.type === 'integer'),
  )
  for (const column of columns) {
    const { name, type, unique } = column
    const value = found.row[name] as string | number | boolean | null
    if (value === null || isOwnKey(column) || byTrigger.test(name)) continue
    const changes = unique === 'alone' || column === apart
    base[name] = !changes ? value : type === 'text' ? `${value}2` : other[name]
  }
  if (table === 'lookup') base.lookup_value = `${String(base.lookup_value)}2` // its hid is made of it
  return { table, columns, id: found.id, row: found.row, base, other, last: found.last }
}

/** Rows that hang on a record go by its owner. */
function ownedBy(table: string, columns: readonly Column[], owner: string): string {
  const key = columns.find(
    column =>
      column.target === 'entity' || column.target === 'person' || column.target === 'deal' || column.target === 'grp',
  )
  if (key === undefined || ['entity', 'staff', 'person', 'audit'].includes(table)) return 'true'
  const record = `(select entity_owner from entity where entity_id = t.${key.name})`
  return `coalesce(${record}, ${owner}) = ${owner}`
}

const literal = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`

export function readAttempts(role: string, target: Target): readonly Attempt[] {
  const { table, columns } = target
  // one's own row of the staff list is not another's
  const where = table === 'entity' || table === 'staff' ? `where ${table}_id <> coalesce((select my_staff()), 0)` : ''
  return columns.map(({ name }) => ({
    role,
    sql: `select ${name} from ${table} ${where}`,
    check: `select case when :n < (select count(*) from ${table}) - ${where === '' ? 0 : 1} then 'some' else 'all' end`,
  }))
}

export function updateAttempts(role: string, target: Target): readonly Attempt[] {
  const { table, columns, id, row, other } = target
  return columns.map(({ name }) => ({
    role,
    sql: `update ${table} set ${name} = (jsonb_populate_record(null::${table}, ${literal({ [name]: other[name] })})).${name} where ${table}_id = ${id}`,
    check: `select coalesce((select case when coalesce(to_jsonb(${name}), 'null') <> ${literal(row[name])} then 'changed' else 'kept' end from ${table} where ${table}_id = ${id}), 'changed')`,
  }))
}

/** The first is the plain insert, of the columns that the role may name; then one for each column, with a value forged. */
export function insertAttempts(role: string, target: Target, may: ReadonlySet<string>): readonly Attempt[] {
  const { table, columns, other, last } = target
  const base = Object.fromEntries(Object.entries(target.base).filter(([name]) => may.has(name)))
  const insert = (fields: Readonly<Record<string, unknown>>) => {
    const names = Object.keys(fields)
    if (names.length === 0) return `insert into ${table} default values`
    return `insert into ${table} (${names.join(', ')}) select ${names.map(name => `r.${name}`).join(', ')} from jsonb_populate_record(null::${table}, ${literal(fields)}) r`
  }
  const added = `from ${table} where ${table}_id > ${last} order by ${table}_id desc limit 1`
  return [
    { role, sql: insert(base), check: `select 'changed'` },
    ...columns.map(({ name }) => ({
      role,
      sql: insert({ ...base, [name]: other[name] }),
      check: `select coalesce((select case when to_jsonb(${name}) = ${literal(other[name])} then 'changed' else 'kept' end ${added}), 'kept')`,
    })),
  ]
}

export const deleteAttempt = (role: string, { table, id }: Target): Attempt => ({
  role,
  sql: `delete from ${table} where ${table}_id = ${id}`,
  check: `select 'changed'`,
})
