// One record of a file to a row for the database. Says every fault at once, by column; never a value.

import type { LoadContact, LoadRow } from '../db/shapes/files.ts'
import { type Column, type LoadField, loadFields } from './fields.ts'
import { mailsOf } from './values/mail-addresses.ts'
import type { CellNote, FileRecord, ReadOptions } from './file-record.ts'
import { takenCells } from './row-cells.ts'
import { nameOf } from './values/row-name.ts'
import { cleanCell } from './text/cell-text.ts'
import type { Cell, ValueRules } from './values/cell.ts'
import { checked } from './values/values.ts'

const addressFields = ['line1', 'line2', 'city', 'region', 'postcode', 'country'] as const
const contactFields = ['phone', 'email', 'web'] as const
/** Kept apart by their own kind of separator: a web address may hold a comma. The database knows the other signs that part telephone numbers. */
const separators = { phone: /;\s|\n/, web: /[\n]/ } as const

/** Of a card, too, one that cannot be kept is a fault: it says who the person is, or whose. */
const identity: ReadonlySet<LoadField> = new Set(['hid', 'name', 'given-name', 'family-name', 'owner'])

export interface ReadRow {
  /** With what is wrong with it. */
  readonly row: LoadRow
  /** Parts of it that were left out or changed. */
  readonly told: readonly CellNote[]
  /** Jr, III and the like of its name, that are in no field. */
  readonly generation?: string
  /** How its name was parted. */
  readonly sample?: string
}

export function readRow(record: FileRecord, columns: readonly Column[], options: ReadOptions & ValueRules): ReadRow {
  const { line, told: before = [], isCard = false } = record
  if (record.cells.length !== columns.length) {
    const fault = `has ${record.cells.length} cells, and the heading ${columns.length}`
    return { row: { line, contacts: [], faults: [{ fault }] }, told: before }
  }
  if (!isCard && columns.every(({ heading }, at) => record.cells[at]?.replace('\uFEFF', '').trim() === heading)) {
    const fault = 'is the line of headings again, as where two files were joined'
    return { row: { line, contacts: [], faults: [{ fault }] }, told: before }
  }
  const taken = takenCells(record.cells, columns)
  const said = columns.flatMap(({ field }, column) => {
    const cell = taken.cells[column] ?? ''
    const values = isCard && field !== null && isContact(field) ? cell.split('\n') : [cell]
    return values.map(value => ({ column, field, ...readCell(field, value, options) }))
  })
  const isLeftOut = ({ field, fault }: (typeof said)[number]) =>
    isCard && fault !== undefined && field !== null && !identity.has(field)
  const read = said.filter(one => !isLeftOut(one))
  const leftOut = said.filter(isLeftOut).map(({ column, fault }) => ({ column, what: `left out: ${fault}` }))
  const values = new Map(
    read.flatMap(({ field, value }) => (field === null || value === undefined ? [] : [[field, value]])),
  )
  const contacts = read.flatMap(one => contactsOf(one, isCard))
  const name = nameOf(values, columns, options.names)
  const faults = [
    ...recordFaults(record, columns),
    ...read.flatMap(({ column, field, fault, value }) => {
      const isThird = field === 'line1' && value?.includes('\n') === true && values.has('line2')
      const found = isThird ? 'has two lines, and there is a line2 beside it' : fault
      return found === undefined ? [] : [{ column, fault: found }]
    }),
    ...taken.faults,
    ...name.faults,
  ].toSorted((a, b) => (a.column ?? -1) - (b.column ?? -1))
  const told = [...before, ...read.flatMap(({ column, notes }) => notes.map(what => ({ column, what })))]
  const isNameFaulty = faults.some(({ column }) => columns[column ?? -1]?.field?.endsWith('name') === true)
  const isNameless = name.parts.given === undefined && name.parts.family === undefined && !isNameFaulty
  const some = (fields: readonly LoadField[]) =>
    Object.fromEntries(fields.flatMap(field => (values.has(field) ? [[field, values.get(field) ?? '']] : [])))
  const address: Readonly<Record<string, string>> = { ...some(addressFields), ...twoLines(values) }
  const row = {
    line,
    ...some(['hid', 'uid', 'prefix', 'title', 'born', 'language', 'prefers', 'note', 'owner']),
    ...name.parts,
    contacts,
    ...(Object.keys(address).length === 0 ? {} : { address }),
    faults: isNameless ? [...faults, { fault: 'has no name' }] : faults,
  }
  return {
    row,
    told: [...told, ...leftOut, ...taken.told, ...name.told],
    ...(name.generation === undefined ? {} : { generation: name.generation }),
    ...(name.sample === undefined ? {} : { sample: name.sample }),
  }
}

interface SaidCell {
  readonly column: number
  readonly field: LoadField | null
  readonly value?: string
}

/** The ways to reach somebody that stand in a cell. */
function contactsOf({ column, field, value }: SaidCell, isCard: boolean): readonly LoadContact[] {
  if (field === null || value === undefined || !isContact(field)) return []
  return (field === 'email' ? mailsOf(value).addresses : value.split(isCard ? '\n' : separators[field]))
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => ({ kind: field, value: part, column }))
}

/** Faults that were found when the record was read, but for columns that are left out. */
function recordFaults({ faulty = [], several = [] }: FileRecord, columns: readonly Column[]) {
  return [
    ...faulty.flatMap(({ column, what }) =>
      column !== undefined && columns[column]?.field === null
        ? []
        : [{ ...(column === undefined ? {} : { column }), fault: what }],
    ),
    ...several.flatMap(column => {
      const field = columns[column]?.field ?? null
      return field === null || field === 'note' || isContact(field) ? [] : [{ column, fault: 'has several values' }]
    }),
  ]
}

/** A street of two lines in one cell, as Alt+Enter makes it, is the first and the second line. */
function twoLines(values: ReadonlyMap<LoadField, string>): Readonly<Record<string, string>> {
  const [line1, line2] = values.get('line1')?.split('\n') ?? []
  return line1 === undefined || line2 === undefined || values.has('line2') ? {} : { line1, line2 }
}

/** The value as it is kept, nothing for an empty cell, or why it cannot be kept. */
function readCell(
  field: LoadField | null,
  raw: string,
  options: ReadOptions & ValueRules,
): Cell & { readonly notes: readonly string[] } {
  if (field === null) return { notes: [] }
  const { value: seen, fault: lost, told: notes } = cleanCell(field, raw, options)
  if (lost !== undefined) return { fault: lost, notes }
  const value = field === 'note' ? seen : folded(seen)
  if (value === '') return { notes }
  const fault = shapeFault(field, value)
  if (fault !== null) return { fault, notes }
  const cell = field === 'email' ? checkedMails(value) : checked(field, value, options)
  return { ...cell, notes: [...notes, ...(cell.told === undefined ? [] : [cell.told])] }
}

/** Too long, or of more lines than the field has. */
function shapeFault(field: LoadField, value: string): string | null {
  if ([...value].length > loadFields[field].max) return `is longer than ${loadFields[field].max} characters`
  const lines = value.split('\n').length
  if (field === 'line1') return lines > 2 ? 'has more than two lines: a column for line2 takes the second' : null
  return field !== 'note' && !isContact(field) && lines > 1 ? 'has several lines' : null
}

function checkedMails(value: string): Cell {
  const { addresses, isNamed } = mailsOf(value)
  if (addresses.some(address => [...address].length > 254)) return { fault: 'is longer than 254 characters' }
  if (addresses.some(address => address.startsWith("'"))) return { fault: 'begins with an apostrophe: take it away' }
  return isNamed ? { value, told: 'the name beside the address was left out' } : { value }
}

/** One space for each run of white space, and no empty lines. */
const folded = (text: string) =>
  text
    .replace(/[^\S\n\u2028\u2029]+/g, ' ')
    .replace(/ ?[\n\u2028\u2029][\s]*/g, '\n')
    .trim()

const isContact = (field: LoadField): field is (typeof contactFields)[number] =>
  (contactFields as readonly string[]).includes(field)
