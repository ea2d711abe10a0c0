// A file of people to rows for the database, and every fault that the file alone shows. Touches no database.

import { createHash } from 'node:crypto'
import { problem } from '../problems.ts'
import type { LoadRow } from '../statements/load.ts'
import { type Delimiter, findDelimiter, readCsv, takeSeparatorLine } from './csv.ts'
import { decode } from './decode.ts'
import { type LoadField, readHeadings } from './fields.ts'
import { loadLimits } from './limits.ts'
import { readRow } from './read-row.ts'

export interface Fault {
  readonly line: number
  /** The heading of its column; empty where the whole line is meant. */
  readonly column: string
  readonly fault: string
}

export interface PeopleFile {
  readonly encoding: string
  readonly delimiter: Delimiter
  readonly columns: readonly { readonly heading: string; readonly field: LoadField | null }[]
  readonly rows: readonly LoadRow[]
  /** Lines that are no rows; a row has its own faults. */
  readonly faults: readonly Fault[]
  /** SHA-256 of the bytes. */
  readonly digest: string
}

/**
 * @param maps `HEADING=FIELD`, as {@link readHeadings} takes them.
 * @throws Problem load/not-csv, load/headings, usage/wrong.
 */
export function readPeople(bytes: Uint8Array, maps: readonly string[]): PeopleFile {
  const { text: whole, encoding } = decode(bytes)
  const { text, delimiter = findDelimiter(text) } = takeSeparatorLine(whole)
  const records = readCsv(text, delimiter, text === whole ? 1 : 2)
  const head = records.next().value
  if (head === undefined) throw problem('load/not-csv', 'The file is empty.')
  if ('fault' in head) throw problem('load/not-csv', `The line of headings cannot be read: ${head.fault}.`)
  const columns = readHeadings(head.cells, maps)
  const rows: LoadRow[] = []
  const faults: Fault[] = []
  let count = 0
  for (const record of records) {
    if (++count > loadLimits.rows) {
      throw problem('load/not-csv', `The file has more than ${loadLimits.rows} rows.`, {
        hint: 'split it into several files; loading one after the other comes to the same',
      })
    }
    if ('fault' in record) faults.push({ ...record, column: '' })
    else rows.push(readRow(record, columns))
  }
  return { encoding, delimiter, columns, rows, faults, digest: createHash('sha256').update(bytes).digest('hex') }
}
