// A record's folder: all of it that the acting staff member sees.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { contactsOf, findRecord as findRecordRow, partsOf, stagesOf, timelineOf } from '../db/calls/people.ts'
import { isPrivate, noteRead } from './note-read.ts'
import { findRecord } from './find-record.ts'

const activities = 20

/** A row of one of the record's tables, with its fields as the database lists them: no column is named here. */
export type Part = z.infer<typeof partsOf.row>

const Folder = z.object({
  record: findRecordRow.row,
  contacts: z.array(contactsOf.row),
  stages: z.array(stagesOf.row),
  /** The latest activities. */
  timeline: z.array(timelineOf.row),
  /** Rows without a number only say that the table may be read. */
  parts: z.array(partsOf.row),
})

/** @throws Problem entity/not-seen. */
export const showRecord = useCase(
  /** `record` is a human id or uuid. */
  z.object({ record: z.string() }),
  Folder,
  (context, { record: key }) =>
    context.asStaff(async database => {
      const record = await findRecord(database, key)
      const { entity } = record
      const parts = await database.run(partsOf, { entity })
      const shown = parts.filter(({ part }) => isPrivate(part)).flatMap(({ fields }) => fields ?? [])
      await noteRead(
        database,
        entity,
        shown.flatMap(({ name, value }) => (value === null ? [] : [name])),
        'show',
      )
      const reads = (name: string) => parts.some(({ part }) => part === name)
      return {
        record,
        contacts: reads('contact_point') && reads('address') ? [...(await database.run(contactsOf, { entity }))] : [],
        stages: reads('development_tracking') ? [...(await database.run(stagesOf, { entity }))] : [],
        timeline: reads('activity') ? [...(await database.run(timelineOf, { entity, limit: activities }))] : [],
        parts: [...parts],
      }
    }),
)
