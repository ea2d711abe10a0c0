// The formats in which rows of any type are written. A value is the same text in each; which of them are numbers and dates is told to
// programs that know such.

import { cleanValue } from '@satchel/protocol/sexp/clean'
import { cellText, csvLine, sexpRows } from '../../queries/format-rows.ts'
import { XlsxWriter } from '../xlsx/xlsx-write.ts'

export const tableFormats = ['csv', 'xlsx', 'json', 'sx1'] as const
export type TableFormat = (typeof tableFormats)[number]

export interface WrittenColumn {
  readonly field: string
  readonly kind: string
}

export type Said = Readonly<Record<string, string>>

export interface TableWriter {
  /** @returns what is written now. */
  readonly rows: (rows: readonly Said[]) => string | Uint8Array
  readonly head: () => string | Uint8Array
  readonly end: () => string | Uint8Array
}

/** Several of them are lines of one text; a sheet has them in one cell, data in a list. */
const listed: ReadonlySet<string> = new Set(['phone', 'email'])
const several: ReadonlySet<string> = new Set([...listed, 'web'])
/** JSON has signs of its own for these. */
const numeric: ReadonlySet<string> = new Set(['number', 'money', 'integer'])

export function tableWriter(format: TableFormat, columns: readonly WrittenColumn[], sheet: string): TableWriter {
  const makers = { csv: csvWriter, xlsx: workbookWriter, json: jsonWriter, sx1: sexpWriter }
  return makers[format](columns, sheet)
}

const cell = ({ field, kind }: WrittenColumn, value = '') =>
  listed.has(field) && kind === 'reach' ? value.replaceAll('\n', '; ') : value

const data = (columns: readonly WrittenColumn[], said: Said, asNumber: boolean) =>
  Object.fromEntries(
    columns.flatMap(({ field, kind }): readonly (readonly [string, unknown])[] => {
      const value = said[field]
      if (value === undefined || value === '') return []
      if (kind === 'reach' && several.has(field) && value.includes('\n')) return [[field, value.split('\n')]]
      // every digit as the database has it, and not as a floating number keeps it
      return [[field, asNumber && numeric.has(kind) ? new Digits(value) : value]]
    }),
  )

const csvWriter = (columns: readonly WrittenColumn[]): TableWriter => ({
  head: () => csvLine(columns.map(({ field }) => field)),
  rows: rows => rows.map(said => csvLine(columns.map(column => cellText(cell(column, said[column.field]))))).join(''),
  end: () => '',
})

function jsonWriter(columns: readonly WrittenColumn[]): TableWriter {
  let isFirst = true
  const before = () => {
    const sign = isFirst ? '' : ',\n'
    isFirst = false
    return sign
  }
  return {
    head: () => '[\n',
    rows: rows => rows.map(said => before() + jsonOf(data(columns, said, true))).join(''),
    end: () => (isFirst ? ']\n' : '\n]\n'),
  }
}

const sexpWriter = (columns: readonly WrittenColumn[]): TableWriter => ({
  head: () => '',
  rows: rows => sexpRows(rows.map(said => data(columns, said, false))),
  end: () => '',
})

function workbookWriter(columns: readonly WrittenColumn[], sheet: string): TableWriter {
  const writer = new XlsxWriter(columns, sheet)
  return {
    head: () => writer.head(),
    rows: rows => writer.rows(rows.map(said => columns.map(column => cell(column, said[column.field])))),
    end: () => writer.end(),
  }
}

class Digits {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}

const jsonOf = (row: Readonly<Record<string, unknown>>) =>
  `{${Object.entries(row)
    .map(
      ([field, value]) => `${JSON.stringify(field)}:${value instanceof Digits ? value.value : JSON.stringify(value)}`,
    )
    .join(',')}}`

/** The values of a row as every format can carry them, and how many characters none of them can. */
export function carried(said: Said): { readonly said: Said; readonly dropped: number } {
  let dropped = 0
  const values = Object.entries(said).map(([field, value]) => {
    const clean = cleanValue(value)
    dropped += clean.dropped
    return [field, clean.text] as const
  })
  return { said: Object.fromEntries(values), dropped }
}
