// From what a person types to one record that they see: a human id, a uuid, or an exact name that one record has.

import { namedRecords } from '../../db/calls/records.ts'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'
import { typedText } from './typed-text.ts'

export interface NamedRecord {
  readonly entity: number
  /** Its human id. */
  readonly hid: string
  readonly name: string
  readonly type: string
}

/** @throws Problem entity/not-seen, record/several. */
export async function namedRecord(database: Database, key: string): Promise<NamedRecord> {
  const [first, ...others] = await database.run(namedRecords, {
    key: typedText(key, 'The name of a record', 'several'),
  })
  if (first === undefined) {
    throw problem('entity/not-seen', `There is no record "${key}", or you may not see it.`, {
      hint: 'name it by its human id, or by its exact name',
    })
  }
  if (others.length > 0) {
    throw problem('record/several', `"${key}" is the name of several records.`, {
      hint: [first, ...others].map(({ hid, type, name }) => `${hid ?? ''}: ${type} ${name}`),
    })
  }
  return { ...first, hid: first.hid ?? key }
}
