// Two records become one, and two again.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { findRecord } from '../people/find-record.ts'
import type { Database } from '../db/database.ts'
import { undoneUnless } from '../db/dry-run.ts'
import { mergeRecords as mergeTwo, undoMerge as undoMergeOf } from '../db/calls/duplicates.ts'

/** Rows of the second record move to the first, gaps of the first are filled; else its values stay. @throws Problem entity/not-seen, record/refused. */
export const mergeRecords = useCase(
  z.object({
    /** Human id or uuid of the record that stays. */
    kept: z.string(),
    /** Of the one that becomes part of it. */
    lost: z.string(),
    /** Fields that take the value of the other record, as the catalog names them. */
    take: z.array(z.string()).default([]),
    dryRun: z.boolean().default(false),
  }),
  z.object({
    /** Number of the merge, by which it is undone; null after a dry run. */
    merge: z.number().nullable(),
    /** How many rows moved, by table. */
    moved: z.record(z.string(), z.number()),
  }),
  async (context, { kept, lost, take, dryRun }) => {
    const merged = await undoneUnless(
      (inner: (database: Database) => Promise<{ merge: number; moved: Record<string, number> }>) =>
        context.asStaff(inner),
      async database => {
        const [one, other] = [await findRecord(database, kept), await findRecord(database, lost)]
        const { merged: done } = await database.run(mergeTwo, { kept: one.entity, lost: other.entity, take })
        if (done === null) throw new Error('the database merged nothing')
        return done
      },
      () => !dryRun,
    )
    return { merge: dryRun ? null : merged.merge, moved: merged.moved }
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
