// People of a file into the database: one transaction under the operator's own role, so that all of it is there or nothing.

import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import { type Progress, useCase } from '../../context/use-case.ts'
import { beginLoad, endLoad, loadPeople as loadPage } from '../../db/calls/files.ts'
import type { Database } from '../../db/database.ts'
import { undoneUnless } from '../../db/dry-run.ts'
import type { LoadRow } from '../../db/shapes/files.ts'
import { loadLimits } from '../file-limits.ts'
import type { Fault, PeopleFile } from '../people-file.ts'
import { Loaded, type RowsLoaded } from './load-result.ts'
import { withDigests } from './row-digest.ts'
import { RowOutcomes } from './row-outcomes.ts'

const LoadOrder = z.object({
  /** As readPeopleFile gives it; its rows, thousands, are not checked again. */
  file: z.custom<PeopleFile>(
    given => typeof given === 'object' && given !== null && 'rows' in given && Array.isArray(given.rows),
    'It takes a file of people that was read.',
  ),
  /** Its name, without a folder. */
  name: z.string().max(255),
  /** Owner of new people where the file names none; a staff member's short name. */
  owner: z.string().optional(),
  /** Where the file differs from the record: ask the office, write what the file says, or keep the record. */
  onConflict: z.enum(['hold', 'overwrite', 'keep']).default('hold'),
  dryRun: z.boolean().default(false),
  /** Leaves lines with a fault out and loads the others. */
  skipFaulty: z.boolean().default(false),
})
type LoadOrder = z.infer<typeof LoadOrder>

const byLine = (a: { readonly line: number }, b: { readonly line: number }) => a.line - b.line

/**
 * Loads, or with `dryRun` does the same and undoes it. With a fault nothing is loaded, unless `skipFaulty` leaves those lines out.
 * @throws Problem staff/not-known, database/no-right.
 */
export const loadPeople = useCase(LoadOrder, Loaded, async (context, order, progress) => {
  let rows = withDigests(order.file.rows)
  let faults = order.file.faults
  for (;;) {
    const result = await attempt(context, order, rows, faults, progress)
    const isDue = order.skipFaulty && !order.dryRun && !result.done && !context.stop.aborted
    if (!isDue) {
      const told = [...order.file.told, ...result.told]
      return { ...result, faults: result.faults.toSorted(byLine), told: told.toSorted(byLine) }
    }
    // the database found faults: again, without those lines
    const faulty = new Set(result.faults.map(fault => fault.line))
    rows = rows.filter(row => !faulty.has(row.line))
    faults = result.faults
  }
})

function attempt(
  context: Context,
  order: LoadOrder,
  rows: readonly LoadRow[],
  known: readonly Fault[],
  progress: Progress,
): Promise<Loaded> {
  return undoneUnless(
    (inner: (database: Database) => Promise<Loaded>) => context.asStaff(inner),
    async database => {
      await database.run(beginLoad, {
        file: order.name,
        digest: order.file.digest,
        rows: rows.flatMap(({ digest }) => digest ?? []),
      })
      const result = await loadRows(context, database, order, rows, progress)
      const isClean = result.faults.length === 0 && (known.length === 0 || order.skipFaulty)
      const whole = {
        ...result,
        faults: [...known, ...result.faults],
        done: isClean && !order.dryRun && !context.stop.aborted,
      }
      if (!whole.done) return whole
      const { new: made, filled, same, held } = result
      await database.run(endLoad, { new: made, filled, same, held: held.length })
      context.failpoint('load/written')
      return whole
    },
    ({ done }) => done,
  )
}

/** Loads page by page; where the process is stopped, it ends before the next page. */
async function loadRows(
  context: Context,
  database: Database,
  order: LoadOrder,
  rows: readonly LoadRow[],
  progress: Progress,
): Promise<RowsLoaded> {
  const outcomes = new RowOutcomes(order.file)
  const all = order.file.rows.length
  let waiting: readonly LoadRow[] = []
  let next = 0
  while ((next < rows.length || waiting.length > 0) && !context.stop.aborted) {
    const fresh = rows.slice(next, next + loadLimits.page - waiting.length)
    next += fresh.length
    const page = [...waiting, ...fresh].map(row => (order.owner === undefined ? row : { owner: order.owner, ...row }))
    const again = new Map<number | null, ReadonlySet<number | undefined>>()
    for (const outcome of await database.run(loadPage, { rows: page, conflict: order.onConflict })) {
      const without = outcomes.add(outcome)
      if (without !== null) again.set(outcome.line, without)
    }
    waiting = page.flatMap(row => {
      const without = again.get(row.line)
      return without === undefined ? [] : [{ ...row, contacts: row.contacts.filter((_, place) => !without.has(place)) }]
    })
    const done = next - waiting.length
    progress.step(`${done} of ${all} rows`, done / Math.max(1, all), { done, of: all })
  }
  return outcomes.result
}
