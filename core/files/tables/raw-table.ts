// The headings and rows of a file as texts, whatever program wrote it: CSV, Excel, JSON or SX1, by its first characters.

import { problem } from '../../problems/problems.ts'
import type { LoadField } from '../fields.ts'
import { bare } from '../file-formats.ts'
import type { FaultyLine, FileRecord, LeftOutLine } from '../file-record.ts'
import type { PeopleFile } from '../people-file.ts'
import { readCsv, takeSeparatorLine } from '../text/csv.ts'
import { decode } from '../text/decode.ts'
import { findDelimiter } from '../text/delimiter.ts'
import { isJson, readJson } from '../text/json-entries.ts'
import { isSexp, readSexps } from '../text/sexp-records.ts'
import { isVcard } from '../vcard/vcard.ts'
import { isZip, readXlsx } from '../xlsx/xlsx.ts'

interface Column {
  readonly heading: string
  readonly field: LoadField | null
}

export interface RawTable {
  readonly encoding: string
  readonly format: PeopleFile['format']
  readonly delimiter: PeopleFile['delimiter']
  readonly counted: PeopleFile['counted']
  readonly headings: readonly string[]
  readonly leftOut: readonly string[]
  /** Grows while the records are read. */
  readonly notes: string[]
  /** @param columns what the headings say. */
  readonly records: (columns: readonly Column[]) => Iterable<FileRecord | FaultyLine | LeftOutLine>
}

interface RawOptions {
  readonly encoding?: string | undefined
  readonly sheet?: string | undefined
  readonly shownOnly?: boolean | undefined
}

/** @throws Problem load/not-csv, load/encoding, usage/wrong. */
export function rawTable(bytes: Uint8Array, options: RawOptions): RawTable {
  if (isZip(bytes)) return ofWorkbook(bytes, options)
  if (options.sheet !== undefined || options.shownOnly === true)
    throw problem('usage/wrong', '--sheet and --shown-only are for Excel workbooks, and this file is none.')
  const { encoding, text: whole, notes } = decode(bytes, options.encoding)
  const said = { encoding, delimiter: null, counted: 'line' as const, leftOut: [], notes: [...notes] }
  if (isVcard(whole))
    throw problem('load/not-csv', 'The file holds vCards, which are about people.', {
      hint: 'satchel load loads them without --type',
    })
  if (isJson(whole)) {
    const { headings, records, notes: more, counted } = readJson(whole)
    return { ...said, format: 'json', counted, headings, notes: [...notes, ...more], records: () => records }
  }
  if (isSexp(whole)) {
    const { headings, records } = readSexps(whole)
    return { ...said, format: 'sx1', headings, records: () => records }
  }
  const { text, delimiter = findDelimiter(text) } = takeSeparatorLine(whole)
  const rows = readCsv(text, delimiter, text === whole ? 1 : 2)[Symbol.iterator]()
  const first = rows.next()
  if (first.done === true) throw problem('load/not-csv', 'The file is empty.')
  if ('fault' in first.value)
    throw problem('load/not-csv', `The line of headings cannot be read: ${first.value.fault}.`)
  const table = { ...said, format: 'csv' as const, delimiter, headings: first.value.cells }
  return { ...table, records: () => bare({ [Symbol.iterator]: () => rows }, table.notes) }
}

function ofWorkbook(bytes: Uint8Array, options: RawOptions): RawTable {
  if (options.encoding !== undefined && !/^utf-?8$/i.test(options.encoding))
    throw problem('usage/wrong', 'An Excel workbook says its encoding itself: leave --encoding out.')
  const { headings, records, others, notes } = readXlsx(bytes, options)
  const told: string[] = []
  return {
    encoding: 'UTF-8',
    format: 'xlsx',
    delimiter: null,
    counted: 'line',
    headings,
    leftOut: others.map(name => `sheet "${name}"`),
    notes: told,
    records: columns => {
      told.push(...notes(columns))
      return records(columns)
    },
  }
}
