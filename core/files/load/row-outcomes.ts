// What the database says of each row of a file, in words and by the headings of the file.

import type { z } from 'zod'
import type { loadPeople } from '../../db/calls/files.ts'
import type { PeopleFile } from '../people-file.ts'
import type { RowsLoaded } from './load-result.ts'

type RowOutcome = z.infer<typeof loadPeople.row>
type Faults = NonNullable<RowOutcome['faults']>

const sentences: Readonly<Record<string, string>> = {
  'not-phone': 'is not a telephone number',
  'phone-words': 'has words or letters beside the telephone number (an extension is written as "ext. 12")',
  'phone-short': 'is too short for a telephone number there: write it with its area code or country code',
  'phone-long': 'is too long for one telephone number: write ; between two',
  'phone-country': 'begins with a country code that no country has',
  'two-phones':
    'may be two telephone numbers, or one: write ; between two, ext. before an extension, one number without signs',
  'not-email': 'is not an e-mail address',
  'no-staff': 'names nobody who works here',
  'other-name': 'is the id of a record with another name',
  deleted: 'is the id of a record that was deleted or merged into another',
  taken: 'is the id of a record that you may not see',
  'two-uid': 'is the UID of another record than the other values of the row are about',
  'two-records': 'fits two records: a column "hid" says which',
}

const tellings = {
  gone: 'was loaded before, and its record was removed here since: it stays removed',
  namesake:
    'is somebody new; another record has the same name, and nothing says who is meant: satchel duplicate find compares them',
} as const

/** Contacts that a row tries without the next time, by their place in it. */
type Without = ReadonlySet<number | undefined>

export class RowOutcomes {
  readonly #file: PeopleFile
  readonly result: RowsLoaded = { new: 0, filled: 0, same: 0, kept: [], held: [], faults: [], told: [] }

  constructor(file: PeopleFile) {
    this.#file = file
  }

  /** @returns null where the row is through; else it comes again, without these contacts. */
  add({ line, outcome, ...said }: RowOutcome): Without | null {
    if (line === null || outcome === null) throw new Error('load_people left a row out')
    const found = said.faults ?? []
    if (outcome === 'wait') return new Set()
    // a card is not kept out by one of its numbers: again, without it
    if (outcome === 'fault' && this.#file.format === 'vcard' && isMendable(found)) return this.#leaveOut(line, found)
    if (outcome === 'fault') this.#addFaults(line, found)
    else {
      this.result[outcome === 'gone' ? 'same' : outcome]++
      for (const what of said.told ?? []) this.result.told.push({ line, column: '', what: tellings[what] })
      for (const way of ['kept', 'held'] as const) {
        const fields = said[way] ?? []
        if (fields.length > 0)
          this.result[way].push({ line, columns: fields.map(field => this.#conflictColumn(field)) })
      }
    }
    return null
  }

  #leaveOut(line: number, found: Faults): Without {
    for (const { field = '', fault } of found)
      this.result.told.push({
        line,
        column: this.#headingOf(field),
        what: `left out: ${sentences[fault] ?? fault}`,
      })
    return new Set(found.map(({ contact }) => contact))
  }

  #addFaults(line: number, found: Faults): void {
    for (const { field = '', column, fault } of found)
      this.result.faults.push({
        line,
        column: column === undefined ? this.#headingOf(field) : (this.#file.columns[column]?.heading ?? ''),
        fault: sentences[fault] ?? fault,
      })
  }

  #headingOf(field: string): string {
    return this.#file.columns.find(column => column.field === field)?.heading ?? field
  }

  /** The heading under which a person finds what differs: a whole name or an address may stand in several columns. */
  #conflictColumn(field: string): string {
    const line1 = this.#headingOf('line1')
    if (field === 'address') return line1 === 'line1' ? 'address' : line1
    const isPart = field === 'given-name' || field === 'family-name'
    const isWhole = this.#file.columns.some(column => column.field === 'name')
    return this.#headingOf(isPart && isWhole ? 'name' : field)
  }
}

/** Whether a row is right once the contacts that the database named are out of it. */
const isMendable = (faults: Faults) => faults.length > 0 && faults.every(({ contact }) => contact !== undefined)
