// Rows as text for other programs: CSV for spreadsheets, SX1 for everything else. (JSON is the command line's own.)

import { cleanValue } from '@satchel/protocol/sexp/clean'
import { list, type SexpNode } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'

type Rows = readonly Readonly<Record<string, unknown>>[]

const text = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * A cell that no spreadsheet takes for a formula: an apostrophe before what begins like one (loading takes it off again). Telephone
 * numbers and other numbers stay as they are.
 */
export const cellText = (value: string) =>
  /^'*[=@\t\r]/.test(value) || (/^'*[+-]/.test(value) && !/^[+-][0-9 ()./-]*$/.test(value)) ? `'${value}` : value

/** One line of CSV (RFC 4180), with its end. */
export const csvLine = (cells: readonly string[]) =>
  `${cells.map(cell => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`

/** Rows as CSV with a header. @param columns where there may be no row to take them from. */
export function csvRows(rows: Rows, columns: readonly string[]): string {
  return [columns, ...rows.map(row => columns.map(name => cellText(text(row[name]))))].map(csvLine).join('')
}

/** Rows as SX1, a list for each: `(row (name "value") ...)`; empty values are left out. */
export function sexpRows(rows: Rows): string {
  const item = (value: unknown): SexpNode =>
    typeof value === 'number' && Number.isSafeInteger(value) ? value : cleanValue(text(value)).text
  const field = (name: string, value: unknown): SexpNode =>
    list(name.replaceAll('_', '-'), ...(Array.isArray(value) ? value.map(item) : [item(value)]))
  return rows
    .map(row =>
      printSexp(
        list(
          'row',
          ...Object.entries(row)
            .filter(([, value]) => value !== null && value !== undefined)
            .map(([name, value]) => field(name, value)),
        ),
      ),
    )
    .join('')
}
