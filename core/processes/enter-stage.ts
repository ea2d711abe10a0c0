// Records enter a stage of a process, and leave the one of that process before: all that are named, or none.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { findRecord } from '../people/find-record.ts'
import { problem } from '../problems/problems.ts'
import { enterStage as enterStageOf, stageNow } from '../db/calls/processes.ts'

/** @throws Problem process/no-stage, entity/not-seen. */
export const enterStage = useCase(
  z.object({
    /** In any case. */
    stage: z.string().toLowerCase(),
    /** Human ids or uuids. */
    records: z.array(z.string()).min(1),
    /** Why they enter it. */
    note: z.string().optional(),
    /** The stage in which whoever moves them saw them: a record that somebody else moved meanwhile stays where it is. */
    was: z.string().optional(),
  }),
  z.object({ stage: z.string(), records: z.array(z.string()) }),
  (context, { stage, records, note, was }) =>
    context.asStaff(async database => {
      for (const key of records) {
        const { entity } = await findRecord(database, key)
        if (was !== undefined) {
          const now = (await database.run(stageNow, { entity, stage }))?.stage
          if (now !== was)
            throw problem('record/refused', `${key} is in another stage by now: ${now ?? 'in none'}. It was not moved.`)
        }
        const { tracking } = await database.run(enterStageOf, { entity, stage, note: note ?? null })
        if (tracking === null) {
          throw problem('process/no-stage', `There is no stage "${stage}".`, { hint: 'satchel process list' })
        }
      }
      return { stage, records }
    }),
)
