// A colleague who is shown what only the office sees of a person leaves a note of it: which fields, and by which page or command.

import { notePrivateRead } from '../db/calls/privacy.ts'
import type { Database } from '../db/database.ts'

const table = 'person_private'

/** @param names of columns that had a value. @param page history, show, my-data. */
export async function noteRead(
  database: Database,
  entity: number,
  names: readonly string[],
  page: string,
): Promise<void> {
  const fields = [...new Set(names.map(name => name.replace(`${table}_`, '').replaceAll('_', '-')))]
  if (fields.length > 0) await database.run(notePrivateRead, { entity, fields, page })
}

/** Columns of a row that have a value. */
export const filledIn = (row: Readonly<Record<string, unknown>> | null): readonly string[] =>
  Object.entries(row ?? {}).flatMap(([name, value]) => (value === null || name === `${table}_id` ? [] : [name]))

/** Rows of the table in what was read of a record: its name, with each row as columns and values. */
export const isPrivate = (source: string) => source === table
