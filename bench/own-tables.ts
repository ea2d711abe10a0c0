// Fifty tables of one's own with a field of every type of field, as the commands make them, and rows in each.

import { join } from 'node:path'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Context } from '@satchel/core/context/context'
import { fillOwn, ownFile } from '@satchel/core/db/calls/own'
import type { Wanted } from '@satchel/core/db/shapes/own'
import { wantedField } from '@satchel/core/own/wanted-field'
import { everyType } from '../tests/helpers/own-types.ts'
import { satchel } from './stage.ts'

const tables = 50
const rowsEach = 200

const fieldsOf = (holder: string) => everyType.map(typed => wantedField(typed, holder))
const rights = (place: number) => (['record', 'owner', 'office', 'everybody'] as const)[place % 4] ?? 'record'

/** Half of them are types of records, of which every second has stages. */
const types: readonly Wanted[] = Array.from({ length: tables / 2 }, (_, place) => ({
  what: 'type',
  name: `thing${place}`,
  label: `Thing ${place}`,
  rights: rights(place),
  fields: fieldsOf(`thing${place}`),
  top: true,
  under: place % 3 === 0 ? ['person'] : [],
  stages: place % 2 === 0 ? ['made', 'used', 'gone'] : [],
}))

/** The others are rows: of people, of records of one's own, and of every record. */
const rowTables: readonly Wanted[] = Array.from({ length: tables / 2 }, (_, place) => {
  const record = (['person', `thing${place}`, null, `thing${place}`, `thing${place - 1}`] as const)[place % 5]
  return {
    what: 'table',
    name: `visit${place}`,
    label: `Visit ${place}`,
    rights: rights(place),
    ...(record == null ? {} : { record }),
    fields: fieldsOf(`visit${place}`),
  }
})

/** Makes them as files of the home folder, which one migrate runs: fifty commands would make each trigger and view fifty times. */
export async function makeTables(context: Context): Promise<void> {
  let made = 0
  mkdirSync(context.home.sql, { recursive: true, mode: 0o700 })
  // rows can be of a type that is made first
  for (const part of [types, rowTables]) {
    for (const wanted of part) {
      const { text } = await context.asOwner(database => database.run(ownFile, { wanted }))
      const file = `${String(++made).padStart(4, '0')}-${wanted.what}-${wanted.name ?? ''}.sql`
      writeFileSync(join(context.home.sql, file), text ?? '', { mode: 0o600 })
    }
    satchel(context.home.folder, 'db', 'migrate')
    for (const wanted of part) await context.asStaff(database => database.run(fillOwn, { wanted }))
  }
  await context.asOwner(async ({ client }) => {
    for (const { name = '' } of types) await client.query(insert(`own_${name}`, `${name} `, []))
    for (const { name = '', record } of rowTables) {
      const key = `own_${name}_${record ?? 'record'}`
      await client.query(insert(`own_${name}`, null, [[key, `(${recordOf(record)})`]]))
    }
  })
}

/** SQL for the key of a record of a type, all of them by turns. */
function recordOf(type: string | undefined): string {
  const source = type === undefined ? 'entity' : type === 'person' ? 'person' : `own_${type}`
  return `select ${source}_id from ${source} order by 1 offset (n * 7) % (select count(*) from ${source}) limit 1`
}

/** SQL for a value of the n-th row. */
const values: Readonly<Record<string, string>> = {
  line: "'Line ' || n",
  memo: "'Dry, dark, number ' || n",
  pieces: 'n',
  weight: 'n * 0.5',
  price: 'n',
  price_currency: "'TZS'",
  packed: "date '2026-01-01' + n % 300",
  opened: "timestamptz '2026-01-01 10:00Z' + n * interval '1 hour'",
  sealed: 'n % 2 = 0',
  mail: "'box' || n || '@crate.example'",
  tel: "'+2557' || lpad((n::bigint * 15485863 % 100000000)::text, 8, '0')",
  site: "'https://crate.example/' || n",
  spot: "'-6.8, 39.28'",
  carrier: `(${recordOf(undefined)})`,
  farmer: `(${recordOf('person')})`,
}

function insert(table: string, name: string | null, more: readonly (readonly [string, string])[]): string {
  const wood = `(select lookup_id from lookup where lookup_domain = '${table.replaceAll('_', '-')}-wood' order by lookup_sort limit 1)`
  const all = [
    ...more,
    ...(name === null ? [] : [[`${table}_name`, `'${name}' || n`] as const]),
    ...Object.entries({ ...values, wood }).map(([field, value]) => [`${table}_${field}`, value] as const),
  ]
  return `insert into ${table} (${all.map(([column]) => column).join(', ')})
    select ${all.map(([, value]) => value).join(', ')} from generate_series(1, ${rowsEach}) n`
}
