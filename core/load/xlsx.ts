// The first visible sheet of an Excel workbook (ECMA-376, .xlsx) to records, as a person sees the cells: dates as dates, the stored
// value of a formula. An error in a cell is a fault and never an empty field.

import type { FaultyLine, FileRecord } from './record.ts'
import { loadLimits } from './limits.ts'
import { readDateStyles, valueOf } from './xlsx-values.ts'
import { notWorkbook, partsOf, walk } from './xlsx-xml.ts'

const startsWith = (bytes: Uint8Array, ...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte)
export const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)
/** Excel's format before 2007, and what it makes of a workbook with a password. */
export const isOldExcel = (bytes: Uint8Array) => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)

interface Sheet {
  readonly headings: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine)[]
  /** Names of the other sheets. */
  readonly others: readonly string[]
}

/** @throws Problem load/not-csv. */
export function readXlsx(bytes: Uint8Array): Sheet {
  const parts = partsOf(bytes, name =>
    /^xl\/(workbook|sharedStrings|styles)\.xml$|^xl\/_rels\/workbook\.xml\.rels$/.test(name),
  )
  if (!parts.has('xl/workbook.xml')) throw notWorkbook('it is an archive without a workbook')
  const { sheets, is1904 } = readWorkbook(parts.get('xl/workbook.xml'))
  const [first, ...others] = sheets.filter(sheet => sheet.isVisible)
  const target = targetOf(parts.get('xl/_rels/workbook.xml.rels'), first?.id)
  const content = partsOf(bytes, name => name === target).get(target ?? '')
  if (first === undefined || content === undefined) throw notWorkbook('it has no sheet')
  const rows = readRows(
    content,
    readStrings(parts.get('xl/sharedStrings.xml')),
    readDateStyles(parts.get('xl/styles.xml')),
    is1904,
  )
  const head = rows.shift()
  if (head === undefined) throw notWorkbook(`its sheet "${first.name}" is empty`)
  const fault = head.fault
  if (fault !== null) throw notWorkbook(`the line of headings: ${fault}`)
  const width = head.cells.length
  return {
    headings: head.cells,
    // empty cells at the end of a row are not in the file
    records: rows.map(({ line, cells, fault: wrong }) =>
      wrong === null
        ? { line, cells: [...cells, ...Array.from({ length: Math.max(0, width - cells.length) }, () => '')] }
        : { line, fault: wrong },
    ),
    others: others.map(({ name }) => name),
  }
}

function readWorkbook(part: Uint8Array | undefined) {
  const sheets: { readonly name: string; readonly id: string; readonly isVisible: boolean }[] = []
  let is1904 = false
  walk(part, {
    open(name, attrs) {
      if (name === 'workbookPr') is1904 = attrs.date1904 === '1' || attrs.date1904 === 'true'
      const id = Object.entries(attrs).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1]
      if (name === 'sheet' && id !== undefined)
        sheets.push({ name: attrs.name ?? '', id, isVisible: (attrs.state ?? 'visible') === 'visible' })
    },
  })
  return { sheets, is1904 }
}

function targetOf(part: Uint8Array | undefined, id: string | undefined): string | undefined {
  let found: string | undefined
  walk(part, {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id === id && Target !== undefined)
        found = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`
    },
  })
  return found
}

/** Rich text is joined; how it is read aloud (rPh) is not part of it. */
function readStrings(part: Uint8Array | undefined): readonly string[] {
  const strings: string[] = []
  let text: string | null = null
  let isText = false
  let aloud = 0
  walk(part, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') aloud++
      isText = name === 't' && aloud === 0
    },
    text(value) {
      if (isText && text !== null) text += value
    },
    close(name) {
      isText = false
      if (name === 'rPh') aloud--
      if (name === 'si' && text !== null) strings.push(text)
    },
  })
  return strings
}

interface Row {
  readonly line: number
  cells: string[]
  fault: string | null
}

function readRows(part: Uint8Array, strings: readonly string[], dates: readonly boolean[], is1904: boolean): Row[] {
  const rows: Row[] = []
  let row: Row = { line: 0, cells: [], fault: null }
  let cell = { column: 0, type: '', isDate: false, text: '' }
  let isValue = false
  walk(part, {
    open(name, attrs) {
      if (name === 'row') row = { line: lineOf(attrs.r, row.line), cells: [], fault: null }
      else if (name === 'c') {
        const column = attrs.r === undefined ? cell.column + 1 : columnOf(attrs.r)
        cell = { column, type: attrs.t ?? 'n', isDate: dates[Number(attrs.s ?? 0)] === true, text: '' }
      }
      isValue = name === 'v' || name === 't'
    },
    text(value) {
      if (isValue) cell.text += value
    },
    close(name) {
      isValue = false
      if (name === 'c' && cell.text !== '') put(row, cell.column, valueOf(cell, strings, is1904))
      else if (name === 'row') {
        cell.column = 0
        if (row.cells.length > 0 || row.fault !== null) rows.push(row)
        if (rows.length > loadLimits.rows + 1)
          throw notWorkbook(`it has more than ${loadLimits.rows} rows; split the sheet into several files`)
      }
    },
  })
  return rows
}

/** A row is told by its line, and matched by it: two of one line would be one. */
function lineOf(reference: string | undefined, before: number): number {
  const line = reference === undefined ? before + 1 : Number(reference)
  if (!Number.isSafeInteger(line) || line <= before) throw notWorkbook('its rows are not numbered in order')
  return line
}

/** "C5" is column 3. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})[0-9]{1,7}$/.exec(reference)?.[1]
  if (letters === undefined) throw notWorkbook('it names a cell that cannot be')
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

function put(row: Row, column: number, value: string | null): void {
  if (column > loadLimits.columns) row.fault ??= `has cells beyond the column ${loadLimits.columns}`
  else if (value === null) row.fault ??= `the cell in column ${column} holds an error of the sheet`
  else if (value !== '') {
    while (row.cells.length < column - 1) row.cells.push('')
    row.cells[column - 1] = value
  }
}
