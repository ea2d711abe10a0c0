// A file of people to rows for the database, and every fault that the file alone shows. Touches no database.

import { createHash } from 'node:crypto'
import { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems/problems.ts'
import type { LoadRow } from '../db/shapes/files.ts'
import { type Delimiter, readCsv, takeSeparatorLine } from './text/csv.ts'
import { decode } from './text/decode.ts'
import { findDelimiter } from './text/delimiter.ts'
import type { Column } from './fields.ts'
import { readHeadings } from './headings/headings.ts'
import { isJson, readJson } from './text/json-entries.ts'
import { loadLimits } from './file-limits.ts'
import { readRow } from './read-row.ts'
import type { FaultyLine, FileRecord, LeftOutLine, ReadOptions } from './file-record.ts'
import { isSexp, readSexps } from './text/sexp-records.ts'
import { columnsOf, readSheet } from './headings/find-heading-row.ts'
import { Tally } from './tally.ts'
import { isVcard, readVcards } from './vcard/vcard.ts'
import { mendCards } from './vcard/vcard-bytes.ts'
import { isZip, readXlsx } from './xlsx/xlsx.ts'

export interface Fault {
  readonly line: number
  /** The heading of its column; empty where the whole line is meant. */
  readonly column: string
  readonly fault: string
}

/** Those that a file is written in, too. */
export type FileFormat = 'csv' | 'vcard' | 'json' | 'sx1'

/** Something of a row that was left out or changed on reading. */
export interface Told {
  readonly line: number
  readonly column: string
  readonly what: string
}

export interface PeopleFile {
  readonly encoding: string
  readonly format: FileFormat | 'xlsx'
  /** Of a sheet. */
  readonly delimiter: Delimiter | null
  readonly columns: readonly Column[]
  /** Of each column how many cells hold something. */
  readonly filled: readonly number[]
  /** A few whole names as they were parted, for the eyes of the person who loads. */
  readonly names: readonly string[]
  /** Other content of the file that no field takes; a sheet reports it by column. */
  readonly leftOut: readonly string[]
  /** Sentences about the whole file that the person should know, like rows that are hidden in the sheet. */
  readonly notes: readonly string[]
  readonly rows: readonly LoadRow[]
  /** Lines that are no rows; a row has its own faults. */
  readonly faults: readonly Fault[]
  readonly told: readonly Told[]
  /** The unit that the numbers of rows and faults count. */
  readonly counted: 'line' | 'entry'
  /** SHA-256 of the bytes. */
  readonly digest: string
}

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
      const read = readRow(record, columns, { ...options, ...rules })
      rows.push(tally.add(record, read))
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

interface Records {
  readonly format: FileFormat | 'xlsx'
  readonly delimiter?: Delimiter
  readonly columns: PeopleFile['columns']
  readonly leftOut?: readonly string[]
  readonly notes?: readonly string[]
  readonly counted?: PeopleFile['counted']
  readonly records: Iterable<FileRecord | FaultyLine | LeftOutLine>
}

function recordsOfXlsx(bytes: Uint8Array, options: ReadOptions): Records {
  const { headings, titleHint, records, others, notes } = readXlsx(bytes, options)
  const { columns, notes: said } = headingsUnder(titleHint, () => columnsOf(headings, options))
  return {
    format: 'xlsx',
    columns,
    leftOut: others.map(name => `sheet "${name}"`),
    notes: [...said, ...notes(columns)],
    records: records(columns),
  }
}

/** Headings that are not known may be a title above them. */
function headingsUnder<T>(hint: string | null, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (hint === null || !(error instanceof Problem) || error.code !== 'load/headings') throw error
    throw problem('load/headings', error.message, { hint: [hint, ...error.hints] })
  }
}

/** The kind of a file shows in its first characters, whatever its name says. */
function recordsOf(whole: string, options: ReadOptions): Records {
  const { sheet: sheetName, shownOnly } = options
  if (sheetName !== undefined || shownOnly === true)
    throw problem('usage/wrong', '--sheet and --shown-only are for Excel workbooks, and this file is none.')
  if (isVcard(whole)) return { format: 'vcard', ...readVcards(whole, options) }
  if (isJson(whole)) {
    const { headings, ...others } = readJson(whole)
    return { format: 'json', columns: readHeadings(headings, options.maps), ...others }
  }
  if (isSexp(whole)) {
    const { headings, records } = readSexps(whole)
    return { format: 'sx1', columns: readHeadings(headings, options.maps), records }
  }
  const { text, delimiter = findDelimiter(text) } = takeSeparatorLine(whole)
  const records = readCsv(text, delimiter, text === whole ? 1 : 2)
  const sheet = readSheet(records, options)
  const notes = [...sheet.notes]
  return { format: 'csv', delimiter, columns: sheet.columns, notes, records: bare(sheet.records, notes) }
}

/**
 * Without what keeps a spreadsheet from reading a text as it likes: an apostrophe before it (core/queries/format-rows.ts puts it there), or
 * `="00123"` around it, which is told when all are read.
 */
function* bare(records: Iterable<FileRecord | FaultyLine>, notes: string[]): Generator<FileRecord | FaultyLine> {
  let wrapped = 0
  for (const record of records) {
    if ('fault' in record) yield record
    else {
      const cells = record.cells.map(cell => {
        if (/^'+[=@+\-\t\r]/.test(cell)) return cell.slice(1)
        const within = /^\s*="((?:[^"]|"")*)"\s*$/.exec(cell)?.[1]
        if (within === undefined) return cell
        wrapped++
        return within.replaceAll('""', '"')
      })
      yield { ...record, cells }
    }
  }
  if (wrapped > 0) notes.push(`cells written as ="..." hold the text within the quotes: ${wrapped}`)
}
