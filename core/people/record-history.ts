// Who changed what of a record, when, through which reply, and what was there before.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { historyOf } from '../db/calls/people.ts'
import { filledIn, isPrivate, noteRead } from './note-read.ts'
import { findRecord } from './find-record.ts'

/** One row that changed, latest first. */
export type Change = z.infer<typeof historyOf.row>

/** @throws Problem entity/not-seen. */
export const recordHistory = useCase(
  z.object({ record: z.string(), limit: z.int().min(1) }),
  z.array(historyOf.row),
  (context, { record, limit }) =>
    context.asStaff(async database => {
      const { entity } = await findRecord(database, record)
      const changes = await database.run(historyOf, { entity, limit })
      const rows = changes.filter(({ source }) => isPrivate(source)).flatMap(({ before, after }) => [before, after])
      await noteRead(database, entity, rows.flatMap(filledIn), 'history')
      return [...changes]
    }),
)
