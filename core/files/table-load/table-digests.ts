// By what rows of tables are known again in a later load: what each says, in whatever format and order of columns, and not where it stands.

import { createHash } from 'node:crypto'
import type { TableFile, TableRow } from '../tables/read-table.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Of one file its own, of several theirs together. */
export const setDigest = (digests: readonly string[]): string =>
  digests.length === 1 ? (digests[0] ?? '') : sha256(digests.join('\n'))

/** The digest of each row by its line; of rows that say the same each has its own, by their order. */
export function digestsOf({ type, rows }: Pick<TableFile, 'type' | 'rows'>): ReadonlyMap<number, string> {
  const seen = new Map<string, number>()
  return new Map(
    rows.map(row => {
      const said = digestOf(type.type, row)
      const place = (seen.get(said) ?? 0) + 1
      seen.set(said, place)
      return [row.line, place === 1 ? said : `${said}/${place}`] as const
    }),
  )
}

/** Whose a record becomes is nothing that its row says; a uuid names it, however else the row is changed. */
const elsewhere = new Set(['owner'])

function digestOf(type: string, { said, reach, uid }: TableRow): string {
  const values = [
    ...Object.entries(said).filter(([field]) => !elsewhere.has(field)),
    ...Object.entries(reach),
    ...(uid === undefined ? [] : [['uid', uid]]),
  ].map(entry => JSON.stringify(entry))
  return sha256([`type ${type}`, ...values.toSorted()].join('\n'))
}

export const tableDigests = (tables: readonly TableFile[]): string[] =>
  tables.flatMap(table => [...digestsOf(table).values()])
