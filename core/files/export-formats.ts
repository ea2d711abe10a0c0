// The formats of a file of people that is written: the same fields in each, so that `satchel load` takes them back.

import { cleanValue } from '@satchel/protocol/sexp/clean'
import { cellText, csvLine, sexpRows } from '../queries/format-rows.ts'
import type { LoadField } from './fields.ts'
import type { FileFormat } from './people-file.ts'
import { cardText } from './vcard/vcard-write.ts'
import { XlsxWriter } from './xlsx/xlsx-write.ts'

const fields = [
  'hid',
  'given-name',
  'family-name',
  'prefix',
  'title',
  'born',
  'language',
  'prefers',
  'phone',
  'email',
  'web',
  'line1',
  'line2',
  'postcode',
  'city',
  'region',
  'country',
  'note',
  'owner',
] as const satisfies readonly LoadField[]
type Field = (typeof fields)[number]
type Person = Readonly<Partial<Record<Field, string>>>

const contacts: ReadonlySet<Field> = new Set(['phone', 'email', 'web'])
export function personOf(row: Readonly<Record<string, unknown>>): Person {
  return Object.fromEntries(
    fields.flatMap(field => {
      const value = row[field]
      return typeof value === 'string' && value !== '' ? [[field, cleanValue(value).text]] : []
    }),
  )
}

interface Writer {
  readonly head: string
  readonly between: string
  readonly end: string
  readonly one: (person: Person) => string
}

/** Several contacts stand in lines; a sheet has them in one cell, data in a list. */
const lines = (value: string) => value.split('\n')
const cell = (field: Field, value: string) =>
  field === 'web' || !contacts.has(field) ? value : lines(value).join('; ')
const data = (person: Person) =>
  Object.fromEntries(
    fields.flatMap(field => {
      const value = person[field]
      if (value === undefined) return []
      return [[field, contacts.has(field) && value.includes('\n') ? lines(value) : value]]
    }),
  )

/** What is written of a page of people; a workbook is whole only at its end. */
export interface PeopleWriter {
  readonly head: () => string
  readonly page: (people: readonly Person[]) => string
  readonly end: () => string | Uint8Array
}

export function writerOf(format: FileFormat | 'xlsx'): PeopleWriter {
  if (format === 'xlsx') return workbookWriter()
  const { head, one, between, end } = writers[format]
  let isFirst = true
  return {
    head: () => head,
    page: people =>
      people
        .map(person => {
          const before = isFirst ? '' : between
          isFirst = false
          return before + one(person)
        })
        .join(''),
    end: () => end,
  }
}

/** A day is a day there, and all else text: no id or telephone number loses its zeros. */
function workbookWriter(): PeopleWriter {
  const columns = fields.map(field => ({ field, kind: field === 'born' ? 'date' : 'text' }))
  const book = new XlsxWriter(columns, 'people')
  return {
    head: () => {
      book.head()
      return ''
    },
    page: people => {
      book.rows(people.map(person => fields.map(field => cell(field, person[field] ?? ''))))
      return ''
    },
    end: () => book.end(),
  }
}

const writers: Readonly<Record<FileFormat, Writer>> = {
  csv: {
    head: csvLine(fields),
    between: '',
    end: '',
    one: person => csvLine(fields.map(field => cellText(cell(field, person[field] ?? '')))),
  },
  json: { head: '[\n', between: ',\n', end: '\n]\n', one: person => JSON.stringify(data(person)) },
  sx1: { head: '', between: '', end: '', one: person => sexpRows([data(person)]) },
  vcard: { head: '', between: '', end: '', one: cardText },
}
