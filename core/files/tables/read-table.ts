// A file of any type to rows for the database, and every fault that the file alone shows. Touches no database.

import { createHash } from 'node:crypto'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { cleanValue } from '@satchel/protocol/sexp/clean'
import { problem } from '../../problems/problems.ts'
import type { LoadField } from '../fields.ts'
import { loadLimits } from '../file-limits.ts'
import type { FileRecord, MendedCell } from '../file-record.ts'
import { mendRecord } from '../mend-record.ts'
import type { Fault, PeopleFile, Told } from '../people-file.ts'
import { cleanCell } from '../text/cell-text.ts'
import { shifted } from '../xlsx/xlsx-decimals.ts'
import { type CellRules, cellValue } from './cell-values.ts'
import type { FileField, FileType } from './file-catalog.ts'
import { type RawTable, rawTable } from './raw-table.ts'
import { findTableMap } from '../ready-tables/find-table-map.ts'
import type { TableMap } from '../ready-tables/table-map.ts'
import { fieldsForLoad, isOwnExport, type TableColumn, type TableField, tableHeadings } from './table-headings.ts'

export interface TableOptions {
  readonly maps: readonly string[]
  readonly encoding?: string | undefined
  readonly dates?: 'dmy' | 'mdy' | undefined
  readonly sheet?: string | undefined
  readonly shownOnly?: boolean | undefined
  readonly mapSet?: string | undefined
  /** Corrected cells. */
  readonly mended?: readonly MendedCell[] | undefined
  /** Is shown each record before it is read, for who shows cells to the one who loads. */
  readonly look?: ((record: FileRecord) => void) | undefined
  readonly zone: string
}

/** A row as the file says it, each value in the form that the database takes. */
export interface TableRow {
  readonly line: number
  readonly said: Readonly<Record<string, string>>
  /** Of `said` those that become rows of other tables. */
  readonly reach: Readonly<Record<string, string>>
  readonly uid?: string
  /** Its own number in the file. */
  readonly number?: string
  readonly faults: readonly { readonly column?: number; readonly fault: string }[]
}

export interface TableFile {
  readonly type: FileType
  readonly fields: readonly FileField[]
  readonly encoding: string
  readonly format: PeopleFile['format']
  readonly delimiter: PeopleFile['delimiter']
  readonly columns: readonly TableColumn[]
  readonly filled: readonly number[]
  readonly notes: readonly string[]
  readonly leftOut: readonly string[]
  readonly rows: readonly TableRow[]
  readonly faults: readonly Fault[]
  readonly told: readonly Told[]
  readonly counted: 'line' | 'entry'
  readonly digest: string
  /** An export of ours: what it leaves empty is empty. */
  readonly isOwn: boolean
}

export interface NamedTable {
  /** Its name, without a folder. */
  readonly file: string
  readonly table: TableFile
}

/** @throws Problem load/not-csv, load/encoding, load/headings, usage/wrong. */
export function readTable(
  bytes: Uint8Array,
  type: FileType,
  fields: readonly FileField[],
  forms: readonly FormDefinition[],
  options: TableOptions,
): TableFile {
  if (!fields.some(({ may_write, source }) => may_write && source === type.source))
    throw problem('database/no-right', `You may write nothing of ${type.type}.`, { hint: 'the office can load it' })
  const raw = rawTable(bytes, options)
  const ready = findTableMap(type.type, raw.headings, options.mapSet)
  const columns = tableHeadings(raw.headings, {
    type,
    fields: fieldsForLoad(type, fields),
    forms,
    maps: options.maps,
    ready,
  })
  const isOwn = isOwnExport(raw.headings, type, fields, raw.format === 'csv' || raw.format === 'xlsx')
  const rules = {
    ...options,
    isExact: isOwn || raw.format === 'json' || raw.format === 'sx1',
    gives: ready?.gives ?? {},
  }
  const read = readRows(raw, columns, rules)
  const files = columns.filter(({ isFile }) => isFile === true).map(({ heading }) => heading)
  const notes = [...(ready === undefined ? [] : notesOf(ready)), ...files.map(aboutFiles)]
  return {
    type,
    fields,
    columns,
    isOwn,
    ...read,
    encoding: raw.encoding,
    format: raw.format,
    delimiter: raw.delimiter,
    counted: raw.counted,
    notes: [...raw.notes, ...notes],
    leftOut: raw.leftOut,
    digest: createHash('sha256').update(bytes).digest('hex'),
  }
}

const aboutFiles = (heading: string) =>
  `"${heading}" is left out: a cell has the name of a file and not its bytes; satchel set RECORD FIELD=@FILE puts a file into a field`

function notesOf({ name, about, gives = {} }: TableMap): readonly string[] {
  const given = Object.entries(gives).map(([field, value]) => `${field} ${value}`)
  return [
    `the headings are those of ${about}: the ready map "${name}" says what the columns hold (--map-set none takes them as a sheet of your own)`,
    ...(given.length === 0 ? [] : [`each row is given what the file does not say: ${given.join(', ')}`]),
  ]
}

type RowRules = CellRules & TableOptions & { readonly gives: Readonly<Record<string, string>> }

function readRows(raw: RawTable, columns: readonly TableColumn[], rules: RowRules) {
  const rows: TableRow[] = []
  const faults: Fault[] = []
  const told: Told[] = []
  const filled = columns.map(() => 0)
  const unnamed = new Set<string>()
  for (const record of raw.records(columns.map(({ heading, field }) => ({ heading, field: likeField(field) })))) {
    if (rows.length + faults.length >= loadLimits.rows)
      throw problem('load/not-csv', `The file has more than ${loadLimits.rows} rows.`, {
        hint: 'split it into several files; loading one after the other comes to the same',
      })
    if ('fault' in record) faults.push({ line: record.line, column: '', fault: record.fault })
    else if ('leftOut' in record) told.push({ line: record.line, column: '', what: record.leftOut })
    else {
      const mended = mendRecord(record, columns, rules.mended)
      rules.look?.(mended)
      for (const [at, cell] of mended.cells.entries()) {
        if (cell.trim() === '' || at >= filled.length) continue
        filled[at] = (filled[at] ?? 0) + 1
        if (columns[at]?.isUnnamed === true) unnamed.add(columns[at].heading)
      }
      const { row, notes } = readRow(mended, columns, rules)
      rows.push(row)
      for (const { column, what } of notes)
        told.push({ line: record.line, column: columns[column ?? -1]?.heading ?? '', what })
    }
  }
  if (unnamed.size > 0) {
    const ways = [...unnamed].map(heading => `--map "${heading}=FIELD", or "${heading}=-" to leave it out`)
    throw problem('load/headings', `Columns without a heading hold something: ${ways.join('; ')}.`)
  }
  return { rows, faults, told, filled }
}

/** What the readers of bytes know of a field: which cells may be dates, and which hold text of several lines. */
function likeField(field: TableField | null): LoadField | null {
  if (field === null) return null
  if (field.kind === 'date' || field.kind === 'time') return 'born'
  if (field.kind === 'long-text') return 'note'
  return field.field === 'phone' || field.field === 'postcode' ? field.field : 'hid'
}

/** How a cell is cleaned before it is read. */
function likeText(field: TableField): LoadField {
  if (field.kind === 'long-text') return 'note'
  if (['phone', 'email', 'web', 'postcode', 'line1', 'city'].includes(field.field)) return field.field as LoadField
  return field.field === 'name' ? 'name' : 'hid'
}

type Notes = readonly { readonly column?: number; readonly what: string }[]

function readRow(
  record: FileRecord,
  columns: readonly TableColumn[],
  rules: RowRules,
): { readonly row: TableRow; readonly notes: Notes } {
  const { line, cells } = record
  if (cells.length !== columns.length) {
    const fault = `has ${cells.length} cells, and the heading ${columns.length}`
    return { row: { line, said: {}, reach: {}, faults: [{ fault }] }, notes: [] }
  }
  if (columns.every(({ heading }, at) => cells[at]?.replace('\uFEFF', '').trim() === heading)) {
    const fault = 'is the line of headings again, as where two files were joined'
    return { row: { line, said: {}, reach: {}, faults: [{ fault }] }, notes: [] }
  }
  const said: Record<string, string> = { ...rules.gives }
  const reach: Record<string, string> = {}
  const known: { uid?: string; number?: string } = {}
  const faults: { readonly column?: number; readonly fault: string }[] = []
  const notes: { readonly column?: number; readonly what: string }[] = [...(record.told ?? [])]
  const several = new Set(record.several)
  for (const { column, what } of record.faulty ?? [])
    if (column === undefined || (columns[column]?.field ?? null) !== null) {
      // data knows true and false, which a text does not
      if (what.startsWith('is true or false') && columns[column ?? -1]?.field?.kind === 'boolean') continue
      faults.push({ ...(column === undefined ? {} : { column }), fault: what })
    }
  for (const [column, taken] of columns.entries()) {
    const { field, only } = taken
    if (only !== undefined && cells[column] !== only) faults.push({ column, fault: `is not ${only}` })
    if (field === null) continue
    const read = readCell(taken, field, cells[column] ?? '', rules)
    for (const what of read.notes) notes.push({ column, what })
    if (several.has(column) && field.kind !== 'reach') faults.push({ column, fault: 'has several values' })
    else if (read.fault !== undefined) faults.push({ column, fault: read.fault })
    else if (read.value !== undefined) {
      if (field.kind === 'reach')
        reach[field.field] = reach[field.field] === undefined ? read.value : `${reach[field.field]}\n${read.value}`
      else if (field.kind === 'uid') known.uid = read.value
      else if (field.kind === 'row-number') known.number = read.value
      else said[field.field] = read.value
    }
  }
  return { row: { line, said, reach, ...known, faults }, notes }
}

function readCell(
  { before, words, other, blank, isShare = false }: TableColumn,
  field: TableField,
  raw: string,
  rules: RowRules,
) {
  if (raw === blank) return { notes: [] }
  const clean = rules.isExact ? exactCell(raw) : cleanCell(likeText(field), raw, { maps: [], encoding: rules.encoding })
  if (clean.fault !== undefined) return { notes: clean.told, fault: clean.fault }
  if (clean.value === '') return { notes: clean.told }
  const isText = field.kind === 'long-text' || (rules.isExact && field.kind === 'text')
  const value = isText ? clean.value : clean.value.trim()
  const meant = words?.[value] ?? other ?? value
  // a word of the other program that means nothing here
  if (meant === '') return { notes: clean.told }
  if (before !== undefined) return { notes: clean.told, value: before + meant }
  const read = cellValue(field, meant, rules)
  const cell = isShare && read.value !== undefined ? { ...read, value: shifted(read.value, 2) } : read
  const notes = cell.told === undefined ? clean.told : [...clean.told, cell.told]
  return { ...cell, notes }
}

/** As it was written: only what no text of the database holds is taken out. */
function exactCell(raw: string): { readonly value: string; readonly told: readonly string[]; readonly fault?: string } {
  const { text, dropped, damaged } = cleanValue(raw)
  const told =
    dropped === 0 ? [] : [`${dropped} invisible ${dropped === 1 ? 'character was' : 'characters were'} taken out`]
  return damaged
    ? { value: text, told, fault: 'holds bytes that are no text in this encoding, or a character that was lost before' }
    : { value: text, told }
}
