// Which records go out: those that were named, and those that a stored query gives; with their names, as the operator sees them.

import type { Context } from '../context/context.ts'
import { problem } from '../problems/problems.ts'
import { runShipped } from '../queries/shipped-query.ts'
import { staffRole } from '../db/calls/staff.ts'
import { findRecord } from '../db/calls/people.ts'
import { actAs } from '../db/calls/installation.ts'

export interface NamedRecord {
  /** As it was typed, or as a query gave it. */
  readonly key: string
  /** Null for a record that the operator does not see, though its recipient may. */
  readonly name: string | null
  readonly entity: number | null
}

export interface StoredQuery {
  readonly name: string
  /** Parameters by name. */
  readonly params: Readonly<Record<string, string>>
}

/** @returns human ids or uuids. @throws Problem query/not-known, query/wrong. */
export async function queriedKeys(context: Context, query: StoredQuery): Promise<readonly string[]> {
  const params = new Map(Object.entries(query.params))
  const result = await context.asStaff(database => runShipped(database, query.name, params))
  return result.rows.map(row => {
    const key = row.hid ?? row.uuid
    if (typeof key === 'string') return key
    throw problem('query/wrong', `The query ${query.name} gives neither a column hid nor uuid.`, {
      hint: 'satchel query --list shows what there is',
    })
  })
}

/** The records by name, with the rights of the operator; where the setting names nobody active, the keys alone. */
export function nameRecords(context: Context, keys: readonly string[]): Promise<readonly NamedRecord[]> {
  return context.asOwner(async database => {
    const { role } = await database.run(staffRole, { hid: context.settings.operator })
    if (role === null) return keys.map(key => ({ key, name: null, entity: null }))
    return database.inTransaction(async () => {
      await database.run(actAs, { role })
      const found: NamedRecord[] = []
      for (const key of keys) {
        const record = await database.run(findRecord, { key })
        found.push({ key, name: record?.name ?? null, entity: record?.entity ?? null })
      }
      return found
    })
  })
}

/** No record goes out twice by one order, whether it was named twice or a query gave it twice. */
export function eachOnce(records: readonly NamedRecord[]): readonly NamedRecord[] {
  return [...new Map(records.map(record => [record.entity ?? record.key, record])).values()]
}
