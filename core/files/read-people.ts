// A file of people to rows for the database, and every fault that the file alone shows. Touches no database.

import { createHash } from 'node:crypto'
import type { LoadRow } from '../db/shapes/files.ts'
import { problem } from '../problems/problems.ts'
import { recordsOf, recordsOfXlsx } from './file-formats.ts'
import { loadLimits } from './file-limits.ts'
import type { ReadOptions } from './file-record.ts'
import { mendRecord } from './mend-record.ts'
import type { Fault, PeopleFile, Told } from './people-file.ts'
import { readRow } from './read-row.ts'
import { Tally } from './tally.ts'
import { decode } from './text/decode.ts'
import { mendCards } from './vcard/vcard-bytes.ts'
import { isZip } from './xlsx/xlsx.ts'

/** @throws Problem load/not-csv, load/encoding, load/headings, usage/wrong. */
export function readPeople(bytes: Uint8Array, options: ReadOptions): PeopleFile {
  const mended = isZip(bytes) ? bytes : mendCards(bytes)
  const {
    encoding,
    text,
    notes: textNotes = [],
  } = isZip(bytes) ? workbook(options) : decode(mended, mended === bytes ? options.encoding : undefined)
  const {
    format,
    delimiter = null,
    counted = 'line',
    columns,
    leftOut = [],
    notes = [],
    records,
  } = text === undefined ? recordsOfXlsx(bytes, options) : recordsOf(text, options)
  const rows: LoadRow[] = []
  const faults: Fault[] = []
  const told: Told[] = []
  const tally = new Tally(columns)
  let count = 0
  const rules = { dates: options.dates, today: options.today ?? new Date().toISOString().slice(0, 10) }
  for (const record of records) {
    if (++count > loadLimits.rows) {
      throw problem('load/not-csv', `The file has more than ${loadLimits.rows} rows.`, {
        hint: 'split it into several files; loading one after the other comes to the same',
      })
    }
    if ('fault' in record) faults.push({ ...record, column: '' })
    else if ('leftOut' in record) told.push({ line: record.line, column: '', what: record.leftOut })
    else {
      const mended = mendRecord(record, columns, options.mended)
      options.look?.(mended)
      const read = readRow(mended, columns, { ...options, ...rules })
      rows.push(tally.add(mended, read))
      for (const { column, what } of read.told)
        told.push({ line: record.line, column: column === undefined ? '' : (columns[column]?.heading ?? ''), what })
    }
  }
  const digest = createHash('sha256').update(bytes).digest('hex')
  const { filled, names } = tally.end()
  return {
    encoding,
    format,
    delimiter,
    columns,
    filled,
    names,
    leftOut,
    notes: [...textNotes, ...notes],
    rows,
    faults,
    told,
    counted,
    digest,
  }
}

/** A workbook says its encoding itself; of its texts only that of other programs can be said. */
function workbook({ encoding }: ReadOptions): {
  readonly encoding: string
  readonly text?: string
  readonly notes?: readonly string[]
} {
  if (encoding === undefined || /^utf-?8(-twice)?$/i.test(encoding)) return { encoding: 'UTF-8' }
  throw problem('usage/wrong', 'An Excel workbook says its encoding itself: leave --encoding out.')
}
