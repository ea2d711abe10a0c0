// The sheet of an Excel workbook (ECMA-376, .xlsx) that is read, as records: what a person sees in it, and what a person would not see, said.

import type { LoadField } from '../fields.ts'
import type { CellNote, FileRecord, LeftOutLine } from '../file-record.ts'
import { problem } from '../../problems/problems.ts'
import { openBook } from './xlsx-book.ts'
import { readSheet, type SheetRow, type SheetRows } from './xlsx-rows.ts'
import type { Shown } from './xlsx-values.ts'
import { notWorkbook } from './xlsx-xml.ts'

const startsWith = (bytes: Uint8Array, ...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte)
export const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)
/** Excel's format before 2007, and what it makes of a workbook with a password. */
export const isOldExcel = (bytes: Uint8Array) => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)

interface Column {
  readonly heading: string
  readonly field: LoadField | null
}

interface Sheet {
  readonly headings: readonly string[]
  /** The hint where the first row seems to be a title and not the headings. */
  readonly titleHint: string | null
  /** Names of the other sheets that are not hidden. */
  readonly others: readonly string[]
  /** @param columns what the headings say. */
  readonly records: (columns: readonly Column[]) => readonly (FileRecord | LeftOutLine)[]
  readonly notes: (columns: readonly Column[]) => readonly string[]
}

const namesOf = (sheets: readonly { readonly name: string }[]) => sheets.map(({ name }) => name).join(', ')

/**
 * @param options.sheet its name; else the first that is not hidden.
 * @param options.shownOnly leaves out rows and columns that are hidden.
 * @throws Problem load/not-csv, usage/wrong.
 */
export function readXlsx(
  bytes: Uint8Array,
  options: { readonly sheet?: string | undefined; readonly shownOnly?: boolean | undefined },
): Sheet {
  const book = openBook(bytes)
  const visible = book.sheets.filter(sheet => sheet.isVisible)
  const chosen =
    options.sheet === undefined
      ? visible[0]
      : (book.sheets.find(({ name }) => name === options.sheet) ??
        book.sheets.find(({ name }) => name.toLowerCase() === options.sheet?.toLowerCase()))
  if (chosen === undefined && options.sheet !== undefined)
    throw problem('usage/wrong', `The workbook has no sheet "${options.sheet}".`, {
      hint: `its sheets: ${namesOf(book.sheets)}`,
    })
  if (chosen === undefined && book.sheets.length > 0)
    throw notWorkbook('all of its sheets are hidden', `--sheet NAME reads one: ${namesOf(book.sheets)}`)
  const part = chosen === undefined ? undefined : book.part(chosen.target)
  if (chosen === undefined || part === undefined) throw notWorkbook('it has no sheet')
  const sheet = readSheet(part, book)
  const [first, ...all] = sheet.rows
  if (first === undefined) throw notWorkbook(`its sheet "${chosen.name}" is empty`)
  const totals = book.totalsOf(chosen.target)
  const isShownOnly = options.shownOnly === true
  const seen = (row: SheetRow) => (isShownOnly ? withoutColumns(row, sheet.hiddenColumns) : row)
  const head = seen(first)
  const rows = (isShownOnly ? all.filter(row => !row.isHidden) : all).map(seen).filter(({ cells }) => cells.size > 0)
  const kept = columnsOf(head, rows)
  const fieldOf = (columns: readonly Column[]) => (column: number) => columns[kept.indexOf(column)]?.field ?? null
  return {
    headings: kept.map(column => headingOf(head, column)),
    titleHint: titleHint(head, rows[0]),
    others: visible.filter(other => other !== chosen).map(({ name }) => name),
    records: columns =>
      rows.map(row =>
        totals.has(row.line)
          ? { line: row.line, leftOut: 'holds the totals of a table, and is left out' }
          : recordOf(row, kept, columns),
      ),
    notes: columns => [
      ...(book.sheets.length === 1 ? [] : [`sheet "${chosen.name}" is read; --sheet NAME reads another`]),
      ...book.sheets
        .filter(other => !other.isVisible && other !== chosen)
        .map(({ name }) => `sheet "${name}" is hidden, and left out`),
      ...hiddenNotes(sheet, first, all, fieldOf(columns), isShownOnly),
      ...numberNotes(rows, kept, columns),
    ],
  }
}

const titleHint = ({ line, cells }: SheetRow, next: SheetRow | undefined) =>
  next === undefined || next.cells.size <= cells.size
    ? null
    : `if the headings stand in line ${next.line} of the sheet, delete what is above them (line ${line} holds less cells)`

const withoutColumns = ({ cells, ...row }: SheetRow, columns: ReadonlySet<number>): SheetRow => ({
  ...row,
  cells: new Map([...cells].filter(([column]) => !columns.has(column))),
})

/** Up to the last heading, without those that hold nothing at all. */
function columnsOf(head: SheetRow, rows: readonly SheetRow[]): readonly number[] {
  const used = new Set(head.cells.keys())
  for (const { cells } of rows) for (const column of cells.keys()) used.add(column)
  const width = Math.max(...head.cells.keys())
  return [...used].filter(column => column <= width).toSorted((a, b) => a - b)
}

function headingOf({ cells }: SheetRow, column: number): string {
  const { text = '', fault } = cells.get(column) ?? {}
  if (fault !== undefined) throw notWorkbook(`the line of headings: the cell in column ${column} ${fault}`)
  return text
}

/** A fault of a cell counts where its column is loaded. */
function recordOf({ line, cells }: SheetRow, kept: readonly number[], columns: readonly Column[]): FileRecord {
  const faulty: CellNote[] = []
  const told: CellNote[] = []
  const texts = kept.map((number, column) => {
    const shown = cells.get(number)
    const field = columns[column]?.field ?? null
    if (shown === undefined) return ''
    // left out, and counted among what is
    if (field === null) return shown.fault === undefined ? shown.text : '#'
    const fault = shown.fault ?? dateFault(shown, field)
    if (fault !== undefined) faulty.push({ column, what: fault })
    if (fault === undefined && shown.told !== undefined) told.push({ column, what: shown.told })
    if (fault === undefined && shown.hasTime === true)
      told.push({ column, what: 'holds a time of the day, which is left out' })
    return fault === undefined ? shown.text : ''
  })
  const last = Math.max(...kept)
  const beyond = [...cells].filter(([column]) => column > last)
  for (const [column, { fault }] of beyond)
    faulty.push({ what: fault ?? `the cell in column ${column} has no heading` })
  return { line, cells: texts, faulty, told }
}

const dayWay = 'write the whole day, as a date or as a text like 1980-05-31'

function dateFault({ date }: Shown, field: LoadField): string | undefined {
  if (date === undefined || (date === 'day' && (field === 'born' || field === 'note'))) return undefined
  if (field !== 'born')
    return 'is a date or time in the sheet, though its column holds none: format the cell as text, and enter it anew'
  return date === 'part' ? `shows only a part of a date: ${dayWay}` : `is a time and no date: ${dayWay}`
}

/** A person who looks at the sheet does not see these. */
function hiddenNotes(
  { hiddenColumns, isFiltered }: SheetRows,
  head: SheetRow,
  rows: readonly SheetRow[],
  fieldOf: (column: number) => LoadField | null,
  isShownOnly: boolean,
): readonly string[] {
  const outcome = isShownOnly ? 'left out' : 'loaded all the same; --shown-only leaves them out'
  const filter = isFiltered ? ', by a filter or by hand' : ''
  const lines = rows.filter(({ isHidden }) => isHidden).map(({ line }) => line)
  const some = `${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ', ...' : ''}`
  const columns = [...hiddenColumns].filter(
    column => head.cells.has(column) && (isShownOnly || fieldOf(column) !== null),
  )
  return [
    ...(lines.length === 0 ? [] : [`hidden rows${filter}: ${lines.length} (line ${some}), ${outcome}`]),
    ...(columns.length === 0
      ? []
      : [`hidden columns: ${columns.map(column => headingOf(head, column)).join(', ')}, ${outcome}`]),
  ]
}

/** A telephone number that was typed in as a number has lost its zero before anybody could read it. */
function numberNotes(
  rows: readonly SheetRow[],
  kept: readonly number[],
  columns: readonly Column[],
): readonly string[] {
  return columns.flatMap(({ heading, field }, at) => {
    if (field !== 'phone' && field !== 'postcode') return []
    const count = rows.filter(({ cells }) => cells.get(kept[at] ?? 0)?.isPlain === true).length
    return count === 0
      ? []
      : [
          `${heading}: ${count} cells are numbers in the sheet, so that a zero that stood first is lost; format the column as text before they are entered`,
        ]
  })
}
