// Looks for pairs of people that may be one. It may take minutes: it reports its steps, and all of it is undone when it is stopped.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { type Count, type Progress, useCase } from '../context/use-case.ts'
import { type Database, sessionOf } from '../db/database.ts'
import { findDuplicates as findPairs, lastDuplicateRun } from '../db/calls/duplicates.ts'
import { endSession } from '../db/calls/installation.ts'

/** How the search was done, and by which weights. */
const Run = lastDuplicateRun.row
export type DuplicateRun = z.infer<typeof Run>

/** @returns null where it was stopped. */
export const findDuplicates = useCase(
  z.object({
    /** The least score of a pair, above 0, up to 1. */
    least: z.number().gt(0).max(1),
    /** Compares everybody again, and learns the weights anew. */
    all: z.boolean().default(false),
  }),
  z.object({ pairs: z.number().nullable(), run: Run.nullable() }).nullable(),
  async (context, { least, all }, progress) => {
    try {
      return await context.asStaff(database =>
        stoppable(context, progress, database, async () => {
          const { pairs } = await database.run(findPairs, { least: String(least), all })
          return { pairs, run: await database.run(lastDuplicateRun, {}) }
        }),
      )
    } catch (error) {
      if (context.stop.aborted) return null
      throw error
    }
  },
)

/** `duplicates: 2 of 5, ...` */
function countOf(message: string): Count | undefined {
  const [, done, of] = /^duplicates: (\d+) of (\d+),/.exec(message) ?? []
  return done === undefined ? undefined : { done: Number(done) - 1, of: Number(of) }
}

/** Reports the steps of long work in the database; when the process is stopped, ends the work there. */
async function stoppable<T>(
  context: Context,
  progress: Progress,
  database: Database,
  work: () => Promise<T>,
): Promise<T> {
  const pid = sessionOf(database.client)
  const onNotice = ({ message }: { readonly message: string | undefined }) =>
    progress.step(message ?? '', undefined, countOf(message ?? ''))
  const end = () => void context.asOwner(other => other.run(endSession, { pid })).catch(() => undefined)
  database.client.on('notice', onNotice)
  context.stop.addEventListener('abort', end)
  try {
    return await work()
  } finally {
    context.stop.removeEventListener('abort', end)
    database.client.off('notice', onNotice)
  }
}
