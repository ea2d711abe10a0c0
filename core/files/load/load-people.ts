// People of a file into the database: one transaction under the operator's own role, so that all of it is there or nothing.

import type { Database } from '../../db/database.ts'
import type { Context } from '../../context/context.ts'
import { beginLoad, endLoad, loadPeople } from '../../db/calls/files.ts'
import type { LoadRow } from '../../db/shapes/files.ts'
import { loadLimits } from '../file-limits.ts'
import type { Fault, PeopleFile, Told } from '../read-people.ts'
import { withDigests } from './row-digest.ts'

export interface LoadOrder {
  readonly file: PeopleFile
  /** Its name, without a folder. */
  readonly name: string
  /** Owner of rows that name none; a staff member's short name. */
  readonly owner?: string
  /** Where the file says something else than what stands: ask the office, write what the file says, or only tell. */
  readonly onConflict: 'hold' | 'overwrite' | 'keep'
  readonly dryRun: boolean
  readonly skipFaulty: boolean
}

/** By line, the headings. */
interface Conflict {
  readonly line: number
  readonly columns: readonly string[]
}

export interface Loaded {
  readonly new: number
  readonly filled: number
  readonly same: number
  /** Where the file says something else than what stands, and that was kept. */
  readonly kept: readonly Conflict[]
  /** The same, where the office is asked. */
  readonly held: readonly Conflict[]
  readonly faults: readonly Fault[]
  /** Other notes about a row, such as parts of a card that the database could not take and that were left out. */
  readonly told: readonly Told[]
  /** Whether the rows without a fault are in the database now. */
  readonly done: boolean
}

/** The database's verdict on a row, in words. */
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

interface Hooks {
  /** Called after each page with the number of rows that are through. */
  readonly onRows: (done: number) => void
  /** Asked before each page; when it says true, all is undone. */
  readonly isStopped: () => boolean
}

/** Ends a transaction that shall leave nothing behind. */
class Undo extends Error {
  readonly result: Loaded
  constructor(result: Loaded) {
    super('undone')
    this.result = result
  }
}

/**
 * Loads, or with `dryRun` does the same and undoes it. With a fault nothing is loaded, unless `skipFaulty` leaves those lines out.
 * @throws Problem staff/not-known, database/no-right.
 */
export async function load(context: Context, order: LoadOrder, hooks: Hooks): Promise<Loaded> {
  let rows = withDigests(order.file.rows)
  let faults = order.file.faults
  for (;;) {
    const result = await attempt(context, order, rows, faults, hooks)
    const isDue = order.skipFaulty && !order.dryRun && !result.done && !hooks.isStopped()
    if (!isDue) return { ...result, faults: result.faults.toSorted((a, b) => a.line - b.line) }
    // the database found faults: again, without those lines
    const faulty = new Set(result.faults.map(fault => fault.line))
    rows = rows.filter(row => !faulty.has(row.line))
    faults = result.faults
  }
}

async function attempt(
  context: Context,
  order: LoadOrder,
  rows: readonly LoadRow[],
  known: readonly Fault[],
  hooks: Hooks,
): Promise<Loaded> {
  try {
    return await context.asStaff(async database => {
      await database.run(beginLoad, {
        file: order.name,
        digest: order.file.digest,
        rows: rows.flatMap(({ digest }) => digest ?? []),
      })
      const result = await loadRows(database, order, rows, hooks)
      const isClean = result.faults.length === 0 && (known.length === 0 || order.skipFaulty)
      const whole = {
        ...result,
        faults: [...known, ...result.faults],
        done: isClean && !order.dryRun && !hooks.isStopped(),
      }
      if (!whole.done) throw new Undo(whole)
      const { new: made, filled, same, held } = result
      await database.run(endLoad, { new: made, filled, same, held: held.length })
      context.failpoint('load/written')
      return whole
    })
  } catch (error) {
    if (error instanceof Undo) return error.result
    throw error
  }
}

async function loadRows(
  database: Database,
  order: LoadOrder,
  rows: readonly LoadRow[],
  hooks: Hooks,
): Promise<Omit<Loaded, 'done'>> {
  const count = { new: 0, filled: 0, same: 0 }
  const kept: Conflict[] = []
  const held: Conflict[] = []
  const faults: Fault[] = []
  const told: Told[] = []
  const { columns, format } = order.file
  const headingOf = (field: string) => columns.find(column => column.field === field)?.heading ?? field
  let waiting: readonly LoadRow[] = []
  let next = 0
  while ((next < rows.length || waiting.length > 0) && !hooks.isStopped()) {
    const fresh = rows.slice(next, next + loadLimits.page - waiting.length)
    next += fresh.length
    const page = [...waiting, ...fresh].map(row => (order.owner === undefined ? row : { owner: order.owner, ...row }))
    const later = new Map<number, ReadonlySet<number | undefined>>()
    for (const { line, outcome, ...said } of await database.run(loadPeople, {
      rows: page,
      conflict: order.onConflict,
    })) {
      if (line === null || outcome === null) throw new Error('load_people left a row out')
      const found = said.faults ?? []
      if (outcome === 'wait') later.set(line, new Set())
      else if (outcome === 'fault' && format === 'vcard' && isMendable(found)) {
        // a card is not kept out by one of its numbers: again, without it
        later.set(line, new Set(found.map(({ contact }) => contact)))
        for (const { field = '', fault } of found)
          told.push({ line, column: headingOf(field), what: `left out: ${sentences[fault] ?? fault}` })
      } else if (outcome === 'fault') {
        for (const { field = '', column, fault } of found)
          faults.push({
            line,
            column: column === undefined ? headingOf(field) : (columns[column]?.heading ?? ''),
            fault: sentences[fault] ?? fault,
          })
      } else {
        count[outcome === 'gone' ? 'same' : outcome]++
        for (const what of said.told ?? []) told.push({ line, column: '', what: tellings[what] })
        for (const [fields, list] of [
          [said.kept, kept],
          [said.held, held],
        ] as const) {
          if (fields !== null && fields.length > 0)
            list.push({ line, columns: fields.map(field => conflictColumn(field, columns, headingOf)) })
        }
      }
    }
    waiting = page.flatMap(row => {
      const without = later.get(row.line)
      return without === undefined ? [] : [{ ...row, contacts: row.contacts.filter((_, place) => !without.has(place)) }]
    })
    hooks.onRows(next - waiting.length)
  }
  return { ...count, kept, held, faults, told }
}

/** Whether a row is right once the contacts that the database named are out of it. */
const isMendable = (faults: readonly { readonly contact?: number | undefined }[]) =>
  faults.length > 0 && faults.every(({ contact }) => contact !== undefined)

/** The heading under which a person finds what differs: a whole name or an address may stand in several columns. */
function conflictColumn(field: string, columns: PeopleFile['columns'], headingOf: (field: string) => string): string {
  if (field === 'address') return headingOf('line1') === 'line1' ? 'address' : headingOf('line1')
  const isPart = field === 'given-name' || field === 'family-name'
  return isPart && columns.some(column => column.field === 'name') ? headingOf('name') : headingOf(field)
}
