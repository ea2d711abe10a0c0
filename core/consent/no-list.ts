// A list of addresses or people who want no letters, from a file: each line is noted as one no, exactly once however often the file comes.

import { isPlainAddress } from '@satchel/protocol/mail-address'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { inTransaction } from '../db/dry-run.ts'
import { noteNoes } from '../db/calls/consent.ts'
import { bytesOfFile } from '../files/bytes-of-file.ts'
import { loadLimits } from '../files/file-limits.ts'
import { plainHeading, synonyms } from '../files/headings/heading-words.ts'
import { rawTable } from '../files/tables/raw-table.ts'
import { problem } from '../problems/problems.ts'
import { consentAddress } from './consent-address.ts'

const Outcome = z.enum(['noted', 'already', 'not-address', 'not-known', 'empty'])
export type NoOutcome = z.infer<typeof Outcome>

const Order = z.object({
  path: z.string(),
  /** Heading of the column that is read, where the file has several. */
  column: z.string().optional(),
  /** Basis of each. */
  basis: z.string().min(1),
  purpose: z.string().default('all'),
  encoding: z.string().optional(),
  dryRun: z.boolean().default(false),
})

const Noted = z.object({
  lines: z.array(z.object({ line: z.number(), outcome: Outcome })),
  noted: z.number(),
  already: z.number(),
  /** Lines that are neither an address nor a person here: nothing was noted for them. */
  faulty: z.number(),
})

/** @throws Problem load/not-csv, load/encoding, load/headings, consent/purpose. */
export const noteNoList = useCase(Order, Noted, async (context, order, progress) => {
  const said = entriesOf(order).map(({ line, text }) => {
    if (text === '') return { line, outcome: 'empty' as const }
    if (!text.includes('@')) return { line, person: text }
    const address = text.replace(/^mailto:/i, '')
    return isPlainAddress(address)
      ? { line, ...consentAddress(context.home, address) }
      : { line, outcome: 'not-address' as const }
  })
  const asked = said.filter(each => !('outcome' in each))
  const outcomes = new Map<number, NoOutcome>(
    said.flatMap(each => ('outcome' in each && each.outcome !== undefined ? [[each.line, each.outcome]] : [])),
  )
  await context.asStaff(database =>
    inTransaction(database, order.dryRun, async () => {
      for (let at = 0; at < asked.length || at === 0; at += loadLimits.page) {
        const page = asked.slice(at, at + loadLimits.page)
        for (const { line, outcome } of await database.run(noteNoes, {
          said: page,
          basis: order.basis,
          purpose: order.purpose,
        })) {
          if (outcome === 'purpose')
            throw problem('consent/purpose', 'This is none of the purposes on the list.', {
              hint: 'satchel consent purpose lists them, and adds one',
            })
          if (line !== null && outcome !== null) outcomes.set(line, outcome)
        }
        progress.step(`${Math.min(at + loadLimits.page, asked.length)} of ${asked.length}`)
      }
      context.failpoint('consent/list-noted')
    }),
  )
  const lines = said.flatMap(({ line }) => {
    const outcome = outcomes.get(line)
    return outcome === undefined ? [] : [{ line, outcome }]
  })
  const count = (...wanted: readonly NoOutcome[]) => lines.filter(({ outcome }) => wanted.includes(outcome)).length
  return { lines, noted: count('noted'), already: count('already'), faulty: count('not-address', 'not-known') }
})

interface Entry {
  readonly line: number
  readonly text: string
}

/** One a line without headings, or a column of a sheet. */
function entriesOf({ path, column, encoding }: z.infer<typeof Order>): readonly Entry[] {
  const raw = rawTable(bytesOfFile(path), { encoding })
  const at = columnOf(raw.headings, column)
  const first = at.isData ? [{ line: 1, text: (raw.headings[0] ?? '').trim() }] : []
  const records = raw.records(raw.headings.map(heading => ({ heading, field: 'hid' })))
  const entries: Entry[] = [...first]
  for (const record of records) {
    if (entries.length > loadLimits.rows)
      throw problem('load/not-csv', `The file has more than ${loadLimits.rows} rows.`)
    // a line that cannot be read says nobody's no: it is told as what it is
    if ('cells' in record) entries.push({ line: record.line, text: (record.cells[at.place] ?? '').trim() })
    else entries.push({ line: record.line, text: '@' })
  }
  return entries
}

const addressWords = new Set(
  [...synonyms.email.split(', '), ...synonyms.hid.split(', '), 'address', 'hid', 'id'].map(plainHeading),
)

/** @throws Problem load/headings where it is not clear which one is meant. */
function columnOf(
  headings: readonly string[],
  named: string | undefined,
): { readonly place: number; readonly isData: boolean } {
  if (named !== undefined) {
    const place = headings.findIndex(heading => plainHeading(heading) === plainHeading(named))
    if (place !== -1) return { place, isData: false }
    throw problem('load/headings', `The file has no column "${named}".`, { hint: `headings: ${headings.join(', ')}` })
  }
  const known = headings.flatMap((heading, place) => (addressWords.has(plainHeading(heading)) ? [place] : []))
  const [place] = known
  if (known.length === 1 && place !== undefined) return { place, isData: false }
  // a plain list: its first line is an entry like the others
  if (headings.length === 1) return { place: 0, isData: true }
  throw problem('load/headings', 'It is not clear which column holds the addresses or ids.', {
    hint: `--column "HEADING"; headings: ${headings.join(', ')}`,
  })
}
