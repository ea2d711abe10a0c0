// Sheets with the headings of another program, read as a load reads them.

import { readPeople } from '@satchel/core/files/read-people'
import type { ReadOptions } from '@satchel/core/files/file-record'
import { expect } from 'vitest'

export const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
/** A file with these headings, and a row for each object; what a row says of a heading that is not there is a mistake of the test. */
export function csv(headings: string, ...rows: readonly Readonly<Record<string, string>>[]): string {
  const list = headings.split(',')
  for (const row of rows) for (const heading of Object.keys(row)) expect(list).toContain(heading)
  const lines = rows.map(row => list.map(heading => quoted(row[heading] ?? '')).join(','))
  return `${[list.map(quoted).join(','), ...lines].join('\r\n')}\r\n`
}
export const read = (text: string, options: Partial<ReadOptions> = {}) =>
  readPeople(Buffer.from(text), { maps: [], ...options })
export const mapOf = ({ notes }: { readonly notes: readonly string[] }) => /ready map "(\w+)"/.exec(notes[0] ?? '')?.[1]
