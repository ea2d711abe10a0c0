// From what a person types to a record that they see.

import type { z } from 'zod'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { findRecord as findRecordRow } from '../db/calls/people.ts'

/** @param key human id or uuid. @throws Problem entity/not-seen. */
export async function findRecord(database: Database, key: string): Promise<z.infer<typeof findRecordRow.row>> {
  const record = await database.run(findRecordRow, { key })
  if (record === null) {
    throw problem('entity/not-seen', `There is no record ${key}, or you may not see it.`, {
      hint: 'satchel query people/by-description --param words=NAME',
    })
  }
  return record
}
