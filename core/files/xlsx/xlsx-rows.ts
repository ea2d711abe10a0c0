// Rows of one sheet: each cell as it is shown, what is hidden, and what merged cells cover. Empty rows cost nothing.

import { loadLimits } from '../file-limits.ts'
import { type Book, unescaped } from './xlsx-book.ts'
import { general, readStyles, type Shown, shownOf } from './xlsx-values.ts'
import { type Attributes, notWorkbook, walk } from './xlsx-xml.ts'

export interface SheetRow {
  readonly line: number
  readonly isHidden: boolean
  /** By column, counted from 1. */
  readonly cells: Map<number, Shown>
}

export interface SheetRows {
  /** Those that hold something. */
  readonly rows: readonly SheetRow[]
  readonly hiddenColumns: ReadonlySet<number>
  /** Whether rows are hidden by a filter. */
  readonly isFiltered: boolean
}

const uncalculated =
  'holds a formula that was never calculated: open the workbook in a spreadsheet program, save it there, and load that'
const covered =
  'is part of a merged cell, and only the first cell of those holds the value: unmerge them, and fill each'

/** Of a sheet of Excel. */
const mostColumns = 16_384

/** A cell as it is read, before its end. */
const newCell = (type = 'n', style = '0') => ({
  type,
  style: Number(style),
  value: null as string | null,
  inline: null as string | null,
  isFormula: false,
})

function shownCell(cell: ReturnType<typeof newCell>, styles: ReturnType<typeof readStyles>, book: Book): Shown {
  const inline = cell.inline === null ? null : unescaped(cell.inline)
  return shownOf({ ...cell, format: styles[cell.style] ?? general, inline }, book.strings, book.is1904)
}

/** @throws Problem load/not-csv. */
export function readSheet(part: Uint8Array, book: Book): SheetRows {
  const styles = readStyles(book.styles)
  const rows: SheetRow[] = []
  const merges: string[] = []
  const hiddenColumns = new Set<number>()
  /** Formulas with an empty text for a result: of a program that calculates nothing, the same looks like no result. */
  const emptyResults: (readonly [Map<number, Shown>, number])[] = []
  let isUncalculated = book.isUncalculated
  let isFiltered = false
  let countOfColumns = 0
  let isHiddenByDefault = false
  let row: SheetRow = { line: 0, isHidden: false, cells: new Map() }
  let column = 0
  let cell = newCell()
  let into: 'value' | 'inline' | null = null
  walk(part, {
    open(name, attribute, parent) {
      into = null
      if (name === 'row' && parent === 'sheetData') {
        const isAway = isHidden(attribute, 'ht', isHiddenByDefault)
        row = { line: lineOf(attribute('r'), row.line), isHidden: isAway, cells: new Map() }
        column = 0
      } else if (name === 'c' && parent === 'row') {
        const reference = attribute('r')
        column = reference === undefined ? column + 1 : columnOf(reference, row.line, column)
        cell = newCell(attribute('t'), attribute('s'))
      } else if (name === 'v' && parent === 'c') {
        into = 'value'
        cell.value ??= ''
      } else if (name === 'is' && parent === 'c') cell.inline ??= ''
      else if (name === 't' && (parent === 'is' || parent === 'r')) into = 'inline'
      else if (name === 'f' && parent === 'c') cell.isFormula = true
      else if (name === 'col' && countOfColumns++ < mostColumns) hide(hiddenColumns, attribute)
      else if (name === 'sheetFormatPr') isHiddenByDefault = isYes(attribute('zeroHeight'))
      else if (name === 'mergeCell' && merges.length < loadLimits.rows) merges.push(attribute('ref') ?? '')
      else if (name === 'filterColumn' && parent === 'autoFilter') isFiltered = true
    },
    text(value) {
      if (into !== null) cell[into] = (cell[into] ?? '') + value
    },
    close(name) {
      into = null
      if (name === 'c') {
        const { value, isFormula } = cell
        const shown = shownCell(cell, styles, book)
        if (isFormula && shown.text === '' && shown.fault === undefined) emptyResults.push([row.cells, column])
        else if (isFormula && shown.fault !== undefined && (value ?? '') === '') isUncalculated = true
        put(row, column, isFormula && book.isUncalculated ? { text: '', fault: uncalculated } : shown)
      } else if (name === 'row' && rows.at(-1) !== row && holdsSomething(row)) {
        rows.push(row)
        if (rows.length > loadLimits.rows + 1)
          throw notWorkbook(`it has more than ${loadLimits.rows} rows; split the sheet into several files`)
      }
    },
  })
  if (isUncalculated) for (const [cells, at] of emptyResults) cells.set(at, { text: '', fault: uncalculated })
  cover(rows, merges)
  return { rows, hiddenColumns, isFiltered }
}

/** Rows of formulas that show nothing are made in advance by many templates. */
const holdsSomething = ({ cells }: SheetRow) =>
  [...cells.values()].some(({ text, fault, date }) => text !== '' || fault !== undefined || date !== undefined)

const isYes = (value: string | undefined) => value === '1' || value === 'true'

/** A height or width of nothing hides, too. */
function isHidden(attribute: Attributes, size: 'ht' | 'width', otherwise = false): boolean {
  const said = attribute('hidden')
  const extent = attribute(size)
  return (
    (said === undefined ? otherwise && extent === undefined : isYes(said)) ||
    (extent !== undefined && Number(extent) === 0)
  )
}

function hide(columns: Set<number>, attribute: Attributes): void {
  if (!isHidden(attribute, 'width')) return
  const last = Math.min(Number(attribute('max')), loadLimits.columns)
  for (let at = Math.max(1, Number(attribute('min'))); at <= last; at++) columns.add(at)
}

/** A row is told by its line, and matched by it: two of one line would be one. */
function lineOf(reference: string | undefined, before: number): number {
  const line = reference === undefined ? before + 1 : Number(reference)
  if (!Number.isSafeInteger(line) || line <= before) throw notWorkbook('its rows are not numbered in order')
  return line
}

/** "C5" is column 3. */
function columnOf(reference: string, line: number, before: number): number {
  const [, letters, number] = /^([A-Z]{1,3})([0-9]{1,7})$/.exec(reference) ?? []
  if (letters === undefined || Number(number) !== line) throw notWorkbook('it names a cell that cannot be')
  const column = numberOfLetters(letters)
  if (column <= before) throw notWorkbook('its cells are not in order')
  return column
}

const numberOfLetters = (letters: string) =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

function put({ cells }: SheetRow, column: number, shown: Shown): void {
  if (column <= loadLimits.columns) {
    if (shown.text !== '' || shown.fault !== undefined || shown.told !== undefined || shown.date !== undefined)
      cells.set(column, shown)
  } else if (shown.text !== '' || shown.fault !== undefined)
    cells.set(loadLimits.columns + 1, { text: '', fault: `has cells beyond the column ${loadLimits.columns}` })
}

/** Says of each cell that a merged one covers that it is not empty, in rows that hold something. */
function cover(rows: readonly SheetRow[], merges: readonly string[]): void {
  const byLine = new Map(rows.map(row => [row.line, row]))
  // merged cells never overlap, so that together they are no more than all cells
  let budget = loadLimits.rows * loadLimits.columns
  for (const reference of merges) {
    const [, left, top, right, bottom] = /^([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})$/.exec(reference) ?? []
    if (left === undefined || right === undefined) continue
    const [first, last] = [numberOfLetters(left), Math.min(numberOfLetters(right), loadLimits.columns)]
    const [from, to] = [Number(top), Number(bottom)]
    const inside =
      to - from < rows.length
        ? Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => byLine.get(from + at))
        : rows.filter(({ line }) => line >= from && line <= to)
    // rows that were looked through in vain count, too
    budget -= Math.max(inside.length, Math.min(to - from, rows.length)) * Math.max(1, last - first + 1)
    if (budget < 0) throw notWorkbook('its merged cells overlap')
    const isFilled = byLine.get(from)?.cells.has(first) === true
    for (const row of inside)
      if (row !== undefined) coverCells(row, row.line === from ? first + 1 : first, last, isFilled)
  }
}

/** @param isFilled whether the first of the merged cells holds something; what lies below it is not shown in any case. */
function coverCells({ cells }: SheetRow, first: number, last: number, isFilled: boolean): void {
  for (let at = first; at <= last; at++) if (isFilled || cells.has(at)) cells.set(at, { text: '', fault: covered })
}
