// Held changes, resolved by a person under their own role; their senders get a letter.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { type FormCatalog, loadCatalog } from '../forms/form-catalog.ts'
import { acknowledge } from '../import/apply/acknowledgement.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal, type Refusals } from '../problems/refusal.ts'
import type { ReplyOutcome } from '../db/shapes/import.ts'
import { heldChanges, resolveChange } from '../db/calls/review.ts'
import { mendedValue } from './corrected-value.ts'
import { heldTogether, parseHeldId } from './held-changes.ts'
import { keepFiles } from './report-files.ts'

const Resolution = z.object({
  /** Ids like 12-3fa9c1d2; or all with one reason, if they are those that the stamp was shown with. */
  changes: z.union([z.array(z.string()).min(1), z.object({ reason: z.string(), stamp: z.string() })]),
  decision: z.enum(['accepted', 'refused']),
  /** Kept with the decision. */
  why: z.string().default(''),
  /** What to store in place of what was written; of a row its fields as NAME=TEXT. */
  value: z.array(z.string()).default([]),
})
type Resolution = z.output<typeof Resolution>

/** All of them, or none. @throws Problem change/..., usage/wrong. */
export const resolveChanges = useCase(
  Resolution,
  z.object({ decision: z.enum(['accepted', 'refused']), changes: z.array(z.string()) }),
  async (context, resolution, progress) => {
    const { changes, decision, value } = resolution
    const named = Array.isArray(changes) ? changes : null
    if (value.length > 0 && named?.length !== 1)
      throw problem('usage/wrong', 'A --value is put in the place of one held change.', {
        hint: 'satchel review accept 12-3fa9c1d2 --value 2026-11-28',
      })
    named?.forEach(parseHeldId)
    return context.asStaff(async database => {
      const catalog = await loadCatalog(database)
      const ids = Array.isArray(changes)
        ? changes
        : (await heldTogether(database, changes.reason, changes.stamp)).map(row => row.id)
      await resolveAll(database, context, catalog, ids, resolution)
      if (decision === 'accepted')
        for (const id of ids) await keepFiles(context, database, parseHeldId(id).change, progress)
      return { decision, changes: ids }
    })
  },
)

/** Queues one letter about each of their replies, in the transaction under way. */
async function resolveAll(
  database: Database,
  context: Context,
  catalog: FormCatalog,
  ids: readonly string[],
  resolution: Resolution,
): Promise<void> {
  const replies = new Map<number, ReplyOutcome>()
  for (const id of ids) {
    const outcome = await resolveOne(database, catalog, id, resolution)
    replies.set(outcome.reply_id, outcome)
  }
  for (const outcome of replies.values()) {
    // who loaded a file read it on the screen, and would get a letter for each line of it
    if (outcome.kind !== 'load') await acknowledge(database, context, catalog, outcome)
  }
}

async function resolveOne(
  database: Database,
  catalog: FormCatalog,
  typed: string,
  { decision, why, value }: Resolution,
): Promise<ReplyOutcome> {
  const id = parseHeldId(typed)
  const mended = value.length === 0 ? null : await mend(database, catalog, id.change, value)
  const { outcome } = await database.run(resolveChange, { ...id, decision, note: why, mended })
  return accepted(outcome, code => refusal(code, {}, refusals))
}

/** The value put right, as the database takes it. @throws Problem change/not-held, change/value-wrong. */
async function mend(
  database: Database,
  catalog: FormCatalog,
  change: number,
  value: readonly string[],
): Promise<unknown> {
  const [held] = await database.run(heldChanges, { reason: '', change, after: 0, limit: 1 })
  const form = held && catalog.find(held.form_name, held.form_version)
  if (held === undefined || !form) throw refusal('change/not-held', {}, refusals)
  return mendedValue(form, held, value)
}

/** Why the database did not resolve a change, and what to do then. */
const refusals: Refusals = {
  'change/stale': [
    'The record changed since this was shown; nothing was changed.',
    'satchel review list shows what stands now, with a new stamp',
  ],
  'change/not-held': [
    'There is no such held change; it may be resolved already.',
    'satchel review list shows what is held',
  ],
  'change/already-there': [
    'Another row of the record holds this already; nothing was changed.',
    'satchel edit ENTITY drops one of the two, satchel review refuse leaves both as they are',
  ],
  'change/value-needed': [
    'It cannot be stored as it was written; nothing was changed.',
    ['satchel review accept ID --value TEXT stores what you put in its place', 'satchel review refuse ID declines it'],
  ],
  'change/value-wrong': [
    'The record cannot hold that value; nothing was changed.',
    'satchel review show ID says what was wrong with the one before',
  ],
  'change/no-report': [
    'The report that this value belongs to is not on file; nothing was changed.',
    'where the report itself waits, accept that first: satchel review list',
  ],
}
