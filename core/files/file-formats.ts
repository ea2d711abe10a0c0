// Finds the format of a file, and gives its columns and rows as texts, whatever program wrote it.

import { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems/problems.ts'
import type { FaultyLine, FileRecord, LeftOutLine, ReadOptions } from './file-record.ts'
import { columnsOf, readSheet } from './headings/find-heading-row.ts'
import { readHeadings } from './headings/headings.ts'
import type { PeopleFile } from './people-file.ts'
import { type Delimiter, readCsv, takeSeparatorLine } from './text/csv.ts'
import { findDelimiter } from './text/delimiter.ts'
import { isJson, readJson } from './text/json-entries.ts'
import { isSexp, readSexps } from './text/sexp-records.ts'
import { isVcard, readVcards } from './vcard/vcard.ts'
import { readXlsx } from './xlsx/xlsx.ts'

/** The columns of a file, and its rows as texts. */
export interface FileRecords {
  readonly format: PeopleFile['format']
  readonly delimiter?: Delimiter
  readonly columns: PeopleFile['columns']
  readonly leftOut?: readonly string[]
  readonly notes?: readonly string[]
  readonly counted?: PeopleFile['counted']
  readonly records: Iterable<FileRecord | FaultyLine | LeftOutLine>
}

export function recordsOfXlsx(bytes: Uint8Array, options: ReadOptions): FileRecords {
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
export function recordsOf(whole: string, options: ReadOptions): FileRecords {
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
export function* bare(records: Iterable<FileRecord | FaultyLine>, notes: string[]): Generator<FileRecord | FaultyLine> {
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
