// Fields of rows that a command has words of its own for: the status of a member, the days of a relation, the kind of a note.

import type { CatalogField } from './catalog.ts'
import type { ReadOne } from './typed-value.ts'

/** @param choices those that are named where a word is none of them. */
export const plainField = (source: string, field: string, kind: string, choices: string[] = []): CatalogField => ({
  type: source.replaceAll('_', ' '),
  name: field,
  label: field,
  kind,
  choices,
  refers: null,
  required: false,
  may_write: true,
  source,
  field,
})

/** Reads a value where one is given. @throws Problem record/bad-value. */
export async function readGiven(
  readOne: ReadOne,
  field: CatalogField,
  text: string | undefined,
): Promise<string | null> {
  return text === undefined ? null : readOne(field, text)
}
