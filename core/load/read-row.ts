// One record of a file to a row for the database. Says every fault at once, by column; never a value.

import type { LoadContact, LoadRow } from '../statements/load.ts'
import { type LoadField, loadFields } from './fields.ts'
import { namesOf } from './names.ts'
import type { CellNote, FileRecord, ReadOptions } from './record.ts'
import { cleanCell } from './text.ts'
import { type Cell, checked } from './values.ts'

interface Columns {
  readonly heading: string
  readonly field: LoadField | null
}

const addressFields = ['line1', 'line2', 'city', 'region', 'postcode', 'country'] as const
const contactFields = ['phone', 'email', 'web'] as const
/** Kept apart by their own kind of separator: a web address may hold a comma. */
const separators = { phone: /[;,\n]/, email: /[;,\n]/, web: /[\n]/ } as const

/** Of a card, too, one that cannot be kept is a fault: it says who the person is, or whose. */
const identity: ReadonlySet<LoadField> = new Set(['hid', 'name', 'given-name', 'family-name', 'owner'])

interface ReadRow {
  /** With what is wrong with it. */
  readonly row: LoadRow
  /** What was left out or changed of it. */
  readonly told: readonly CellNote[]
}

export function readRow(record: FileRecord, columns: readonly Columns[], options: ReadOptions): ReadRow {
  const { line, cells, told: before = [], faulty = [], isCard = false } = record
  if (cells.length !== columns.length) {
    const fault = `has ${cells.length} cells, and the heading ${columns.length}`
    return { row: { line, contacts: [], faults: [{ fault }] }, told: before }
  }
  const said = columns.flatMap(({ field }, column) => {
    const cell = cells[column] ?? ''
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
  const contacts = read.flatMap(({ column, field, value }) =>
    field === null || value === undefined || !isContact(field)
      ? []
      : value
          .split(isCard ? '\n' : separators[field])
          .map(part => part.trim())
          .filter(part => part !== '')
          .map((part): LoadContact => ({ kind: field, value: part, column })),
  )
  const faults = [
    ...faulty.flatMap(({ column, what }) =>
      column === undefined || columns[column]?.field === null ? [] : [{ column, fault: what }],
    ),
    ...read.flatMap(({ column, fault }) => (fault === undefined ? [] : [{ column, fault }])),
  ]
  const told = [...before, ...read.flatMap(({ column, told: cell = [] }) => cell.map(what => ({ column, what })))]
  const name = namesOf(values)
  const isNameFaulty = faults.some(({ column }) => columns[column]?.field?.endsWith('name') === true)
  const isNameless = name.given === undefined && name.family === undefined && !isNameFaulty
  const some = (fields: readonly LoadField[]) =>
    Object.fromEntries(fields.flatMap(field => (values.has(field) ? [[field, values.get(field) ?? '']] : [])))
  const address = some(addressFields)
  const row = {
    line,
    ...name,
    ...some(['hid', 'uid', 'prefix', 'title', 'born', 'language', 'prefers', 'note', 'owner']),
    contacts,
    ...(Object.keys(address).length === 0 ? {} : { address }),
    faults: isNameless ? [...faults, { fault: 'has no name' }] : faults,
  }
  return { row, told: [...told, ...leftOut] }
}

/** The value as it is kept, nothing for an empty cell, or why it cannot be kept. */
function readCell(
  field: LoadField | null,
  raw: string,
  options: ReadOptions,
): Cell & { readonly told?: readonly string[] } {
  if (field === null) return {}
  const { value, fault, told } = cleanCell(field, raw, options)
  if (fault !== undefined) return { fault, told }
  if (value === '') return { told }
  if ([...value].length > loadFields[field].max)
    return { fault: `is longer than ${loadFields[field].max} characters`, told }
  if (field !== 'note' && !isContact(field) && value.includes('\n')) return { fault: 'has several lines', told }
  return { ...checked(field, value), told }
}

const isContact = (field: LoadField): field is (typeof contactFields)[number] =>
  (contactFields as readonly string[]).includes(field)
