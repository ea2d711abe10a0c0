// Takes a load back while nothing of it was changed, sent or referred to since.

import { z } from 'zod'
import { useCase } from '../../context/use-case.ts'
import { undoLoad as undoRun } from '../../db/calls/files.ts'
import { problem } from '../../problems/problems.ts'

/** @throws Problem load/no-run, load/undone. */
export const undoLoad = useCase(
  z.object({
    /** Number of the load. */
    run: z.int().min(1),
    dryRun: z.boolean().default(false),
  }),
  z.object({
    run: z.number(),
    /** `free`: a dry run, and it could be taken back. `blocked`: nothing was changed. */
    state: z.enum(['blocked', 'free', 'done']),
    /** Records that keep it from being taken back; one that the acting staff member does not see has no id here. */
    blocked: z.array(
      z.object({ record: z.string().nullable(), why: z.enum(['changed', 'gone', 'packet', 'referred']) }),
    ),
    removed: z.number(),
    restored: z.number(),
    /** Questions that ended. */
    asked: z.number(),
  }),
  async (context, { run, dryRun }) => {
    const { undone } = await context.asStaff(async database => {
      const result = await database.run(undoRun, { run, dry: dryRun })
      context.failpoint('load/undone')
      return result
    })
    const { state } = undone
    if (state === 'unknown') {
      throw problem('load/no-run', `There is no load ${run}, or it is not yours to take back.`, {
        hint: 'satchel query load/runs shows the loads that you see',
      })
    }
    if (state === 'undone') throw problem('load/undone', `The load ${run} was taken back already.`)
    return { run, ...undone, state }
  },
)
