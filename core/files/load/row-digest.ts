// By what a row is known again in a later load: what it says, in whatever format and order of columns, and not where it stands.

import { createHash } from 'node:crypto'
import type { LoadRow } from '../../db/shapes/files.ts'

/** The rows with their digests; of rows that say the same each has its own, by their order. */
export function withDigests(rows: readonly LoadRow[]): readonly LoadRow[] {
  const seen = new Map<string, number>()
  return rows.map(row => {
    const said = digestOf(row)
    const place = (seen.get(said) ?? 0) + 1
    seen.set(said, place)
    return { ...row, digest: place === 1 ? said : `${said}/${place}` }
  })
}

/** Where a row stands and whose it becomes is nothing that it says. */
const elsewhere: ReadonlySet<string> = new Set(['line', 'owner', 'faults', 'contacts', 'address'])

function digestOf(row: LoadRow): string {
  const { contacts, address = {} } = row
  const values = [
    ...Object.entries(row).filter(([field]) => !elsewhere.has(field)),
    ...Object.entries(address).map(([field, value]) => [`address ${field}`, value]),
    ...contacts.map(({ kind, value }) => [kind, value]),
  ].map(entry => JSON.stringify(entry))
  return createHash('sha256').update(values.toSorted().join('\n')).digest('hex')
}
