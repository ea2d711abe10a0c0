// Which properties of a card hold which fields, and the row that a card comes to.

import type { LoadField } from '../fields.ts'
import type { CellNote } from '../file-record.ts'

/** The options for properties and fields; null leaves out. */
export interface Maps {
  readonly properties: ReadonlyMap<string, LoadField | null>
  readonly fields: ReadonlyMap<LoadField, LoadField | null>
}

/** Where values stand; X-SATCHEL ones are what an export adds, so that it loads back. */
const taken: Readonly<Record<string, readonly LoadField[]>> = {
  'X-SATCHEL-ID': ['hid'],
  UID: ['uid'],
  FN: ['name'],
  N: ['given-name', 'family-name', 'prefix'],
  'X-SATCHEL-TITLE': ['title'],
  BDAY: ['born'],
  LANG: ['language'],
  'X-SATCHEL-LANGUAGE': ['language'],
  'X-SATCHEL-PREFERS': ['prefers'],
  TEL: ['phone'],
  EMAIL: ['email'],
  URL: ['web'],
  ADR: ['line1', 'line2', 'postcode', 'city', 'region', 'country'],
  NOTE: ['note'],
  'X-SATCHEL-OWNER': ['owner'],
}
export const fieldsOf = (name: string): readonly LoadField[] => (Object.hasOwn(taken, name) ? (taken[name] ?? []) : [])
export const cardFields: readonly LoadField[] = [...new Set(Object.values(taken).flat())]

/** Nothing is lost without these: they are about the card, or say again what others say. */
export const quiet: ReadonlySet<string> = new Set([
  'VERSION',
  'REV',
  'PRODID',
  'KIND',
  'PROFILE',
  'SOURCE',
  'X-ABLABEL',
  'X-ABADR',
  'X-ABSHOWAS',
  'X-ADDRESSBOOKSERVER-KIND',
])
const contacts: ReadonlySet<LoadField> = new Set(['phone', 'email', 'web'])
/** Of one kind; more are no person's. */
const mostContacts = 100

export interface Row {
  /** @param name of its property. */
  readonly add: (field: LoadField, value: string, name: string) => void
  /** Once for each field and sentence. */
  readonly tell: (field: LoadField | undefined, what: string) => void
  readonly told: readonly CellNote[]
  readonly cells: () => readonly string[]
}

export function startRow(maps: Maps): Row {
  const values = new Map<LoadField, string[]>()
  const told: CellNote[] = []
  const before = new Set<string>()
  const tell: Row['tell'] = (field, what) => {
    if (before.has(`${field} ${what}`)) return
    before.add(`${field} ${what}`)
    told.push(field === undefined ? { what } : { column: cardFields.indexOf(field), what })
  }
  const add: Row['add'] = (from, value, name) => {
    const field = maps.fields.has(from) ? maps.fields.get(from) : from
    if (field == null || value === '') return
    const there = values.get(field) ?? []
    if (there.includes(value)) return
    if (contacts.has(field) ? there.length < mostContacts : there.length === 0 || field === 'note')
      values.set(field, [...there, value])
    else tell(field, `a further ${name} was left out`)
  }
  return { add, tell, told, cells: () => cardFields.map(field => values.get(field)?.join('\n') ?? '') }
}
