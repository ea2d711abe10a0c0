// The slots of one record are written, in the transaction under way, and what became of each is told.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { changeRecord } from '../db/calls/commands.ts'
import type { Database } from '../db/database.ts'
import type { CommandOutcome } from '../db/shapes/records.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { madeRows, type PlacedFile, putFiles } from './field-files.ts'
import type { NamedRecord } from './read/named-record.ts'
import { inWords } from './refused-write.ts'
import { FieldOutcome, type Said } from './read/said-slots.ts'

export const ChangedRecord = z.object({
  /** Human id. */
  record: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.enum(['imported', 'partly-held', 'held', 'refused']),
  fields: z.array(FieldOutcome),
})
export type ChangedRecord = z.infer<typeof ChangedRecord>

/** @param files that are put into its fields afterwards. @throws Problem record/refused, record/file-changed, database/no-right. */
export async function writeSlots(
  context: Context,
  database: Database,
  record: NamedRecord,
  said: Said,
  files: readonly PlacedFile[] = [],
): Promise<ChangedRecord> {
  const { hid, name, type } = record
  if (said.said.length === 0) {
    const fields = await putFiles(context, database, record, files, new Map())
    return { record: hid, name, type, status: 'imported', fields: [...fields] }
  }
  const { outcome } = await database
    .run(changeRecord, {
      staff: context.settings.operator,
      record: record.hid,
      shown: { ...said.shown },
      said: said.said.map(({ slot, value }) => ({ slot, value })),
    })
    .catch((error: unknown) => Promise.reject(inWords(error, record)))
  const written = accepted(outcome, code => refusal(code))
  const put = await putFiles(context, database, record, files, madeRows(said, written.slots))
  return { record: hid, name, type, status: written.status, fields: [...outcomesOf(said, written), ...put] }
}

/** What became of each field, in the order in which they were typed. */
export function outcomesOf({ said, shown }: Said, { slots }: CommandOutcome): FieldOutcome[] {
  return said.map(({ slot, value, name, change }) => {
    const became = slots.find(other => other.slot === slot)
    return {
      field: name,
      change,
      outcome: became?.outcome ?? 'untouched',
      reason: became?.reason ?? null,
      was: shown[slot] ?? null,
      now: value,
    }
  })
}
