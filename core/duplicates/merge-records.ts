// Two records become one, and two again.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { findRecord } from '../people/find-record.ts'
import { mergeRecords as mergeTwo, undoMerge as undoMergeOf } from '../db/calls/duplicates.ts'

/** Ends a transaction that was only tried. */
class Undo extends Error {}

/** Rows of the second record move to the first, gaps of the first are filled. @throws Problem entity/not-seen, record/refused. */
export const mergeRecords = useCase(
  z.object({
    /** Human id or uuid of the record that stays. */
    kept: z.string(),
    /** Of the one that becomes part of it. */
    lost: z.string(),
    dryRun: z.boolean().default(false),
  }),
  z.object({
    /** Number of the merge, by which it is undone; null after a dry run. */
    merge: z.number().nullable(),
    /** How many rows moved, by table. */
    moved: z.record(z.string(), z.number()),
  }),
  async (context, { kept, lost, dryRun }) => {
    let done: { merge: number; moved: Record<string, number> } | undefined
    try {
      await context.asStaff(async database => {
        const [one, other] = [await findRecord(database, kept), await findRecord(database, lost)]
        const { merged } = await database.run(mergeTwo, { kept: one.entity, lost: other.entity })
        if (merged !== null) done = merged
        if (dryRun) throw new Undo('dry run')
      })
    } catch (error) {
      if (!(error instanceof Undo)) throw error
    }
    if (done === undefined) throw new Error('the database merged nothing')
    return { merge: dryRun ? null : done.merge, moved: done.moved }
  },
)

/** Takes a merge back; what was changed since stays as it is. @throws Problem record/refused. */
export const undoMerge = useCase(
  z.object({ merge: z.int().min(1) }),
  undoMergeOf.row.shape.undone.unwrap(),
  (context, { merge }) =>
    context.asStaff(async database => {
      const { undone } = await database.run(undoMergeOf, { merge })
      if (undone === null) throw new Error('the database undid nothing')
      return undone
    }),
)
