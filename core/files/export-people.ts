// People to a file that any program reads and that `satchel load` takes back: the same fields, so a second load changes nothing.
// Under the acting role, a page at a time: nobody gets more than they see, and memory stays small.

import { cleanValue } from '@satchel/protocol/sexp/clean'
import type { Database } from '../db/database.ts'
import { cellText, csvLine, sexpRows } from '../queries/format-rows.ts'
import type { Context } from '../context/context.ts'
import { exportPeople } from '../db/calls/people.ts'
import type { LoadField } from './fields.ts'
import type { FileFormat } from './read-people.ts'
import { cardText } from './vcard/vcard-write.ts'

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
const pageSize = 1000

export interface Exported {
  readonly people: number
  /** Of so many only the first address is in the file. */
  readonly moreAddresses: number
}

/** Writes everybody whom the operator sees. @param write is waited for. */
export async function exportTo(
  context: Context,
  format: FileFormat,
  write: (text: string) => Promise<void>,
  onPeople: (count: number) => void,
): Promise<Exported> {
  const { head, one, between, end } = writers[format]
  await write(head)
  let people = 0
  let moreAddresses = 0
  const all = async (database: Database) => {
    for (let after = 0; ; ) {
      const page = await database.run(exportPeople, { after, limit: pageSize })
      let text = ''
      for (const { given, family, addresses, ...rest } of page) {
        if ((addresses ?? 0) > 1) moreAddresses++
        text += (people++ > 0 ? between : '') + one(personOf({ ...rest, 'given-name': given, 'family-name': family }))
      }
      await write(text)
      onPeople(people)
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) break
      after = last.entity
    }
  }
  await context.asStaff(all, true)
  await write(end)
  return { people, moreAddresses }
}

function personOf(row: Readonly<Record<string, unknown>>): Person {
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
