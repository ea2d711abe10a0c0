// One record of a file to a row for the database. Says every fault at once, by column; never a value.

import { cleanValue } from '@satchel/protocol/clean'
import type { LoadContact, LoadRow } from '../statements/load.ts'
import { countryCode, languageCode } from './codes.ts'
import type { CsvRecord } from './csv.ts'
import { type LoadField, loadFields } from './fields.ts'

interface Columns {
  readonly heading: string
  readonly field: LoadField | null
}

const addressFields = ['line1', 'line2', 'city', 'region', 'postcode', 'country'] as const
const contactFields = ['phone', 'email', 'web'] as const
/** Kept apart by their own kind of separator: a web address may hold a comma. */
const separators = { phone: /[;,\n]/, email: /[;,\n]/, web: /[\n]/ } as const

/** The row with what is wrong with it. */
export function readRow(record: CsvRecord, columns: readonly Columns[]): LoadRow {
  const { line, cells } = record
  if (cells.length !== columns.length)
    return { line, contacts: [], faults: [{ fault: `has ${cells.length} cells, and the heading ${columns.length}` }] }
  const read = columns.map(({ field }, column) => ({ column, field, ...readCell(field, cells[column] ?? '') }))
  const values = new Map(
    read.flatMap(({ field, value }) => (field === null || value === undefined ? [] : [[field, value]])),
  )
  const contacts = read.flatMap(({ column, field, value }) =>
    field === null || value === undefined || !isContact(field)
      ? []
      : value
          .split(separators[field])
          .map(part => part.trim())
          .filter(part => part !== '')
          .map((part): LoadContact => ({ kind: field, value: part, column })),
  )
  const faults = read.flatMap(({ column, fault }) => (fault === undefined ? [] : [{ column, fault }]))
  const name = namesOf(values)
  const isNameFaulty = faults.some(({ column }) => columns[column]?.field?.endsWith('name') === true)
  const isNameless = name.given === undefined && name.family === undefined && !isNameFaulty
  const some = (fields: readonly LoadField[]) =>
    Object.fromEntries(fields.flatMap(field => (values.has(field) ? [[field, values.get(field) ?? '']] : [])))
  const address = some(addressFields)
  return {
    line,
    ...name,
    ...some(['hid', 'prefix', 'title', 'born', 'language', 'prefers', 'note', 'owner']),
    contacts,
    ...(Object.keys(address).length === 0 ? {} : { address }),
    faults: isNameless ? [...faults, { fault: 'has no name' }] : faults,
  }
}

interface Cell {
  readonly value?: string
  readonly fault?: string
}

/** The value as it is kept, nothing for an empty cell, or why it cannot be kept. */
function readCell(field: LoadField | null, raw: string): Cell {
  if (field === null) return {}
  const { text, damaged } = cleanValue(raw)
  const value = text.replaceAll('\u00A0', ' ').trim()
  if (damaged) return { fault: 'holds characters that were lost before' }
  if (value === '') return {}
  if ([...value].length > loadFields[field].max) return { fault: `is longer than ${loadFields[field].max} characters` }
  if (field !== 'note' && !isContact(field) && value.includes('\n')) return { fault: 'has several lines' }
  return checked(field, value)
}

const isContact = (field: LoadField): field is (typeof contactFields)[number] =>
  (contactFields as readonly string[]).includes(field)

/** Values that stand for something else, or are of a few words. */
function checked(field: LoadField, value: string): Cell {
  const kept = (found: string | null, fault: string): Cell => (found === null ? { fault } : { value: found })
  switch (field) {
    case 'hid':
      return kept(
        /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(value) ? value : null,
        'is no id: letters, digits and . _ / - only, beginning with a letter or digit',
      )
    case 'born':
      return kept(isoDate(value), 'is no date like 1980-05-31 or 31.05.1980')
    case 'language':
      return kept(languageCode(value), 'is no language that is known, by code or name')
    case 'country':
      return kept(countryCode(value), 'is no country that is known, by code or name')
    case 'prefers':
      return kept(
        ['phone', 'email', 'visit', 'post'].find(way => way === value.toLowerCase()) ?? null,
        'is none of phone, email, visit, post',
      )
    default:
      return { value }
  }
}

/** Day first only with dots: 05/06/1980 is two days. After 1850 and not in the far future, as the database wants it. */
function isoDate(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const [, dotDay, dotMonth, dotYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  const iso = `${year ?? dotYear}-${month ?? dotMonth?.padStart(2, '0')}-${day ?? dotDay?.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return null
  return iso > '1850-01-01' && iso < '2200-01-01' ? iso : null
}

/** "Given Family" parts at the last space, "Family, Given" at the comma. */
function namesOf(values: ReadonlyMap<LoadField, string>): { readonly given?: string; readonly family?: string } {
  const whole = values.get('name')
  const [, familyFirst, givenLast] = /^([^,]+),\s*([^,]+)$/.exec(whole ?? '') ?? []
  const [, givenFirst, familyLast] = /^(.+)\s+(\S+)$/s.exec(whole ?? '') ?? []
  const given = values.get('given-name') ?? givenLast ?? givenFirst ?? whole
  const family = values.get('family-name') ?? familyFirst ?? (givenLast === undefined ? familyLast : undefined)
  return { ...(given === undefined ? {} : { given }), ...(family === undefined ? {} : { family }) }
}
