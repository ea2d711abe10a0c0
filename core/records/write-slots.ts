// The slots of one record are written, in the transaction under way, and what became of each is told.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { changeRecord } from '../db/calls/commands.ts'
import type { Database } from '../db/database.ts'
import type { CommandOutcome } from '../db/shapes/records.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import type { NamedRecord } from './read/named-record.ts'
import { inWords } from './refused-write.ts'
import type { Said } from './read/said-slots.ts'

export const FieldOutcome = z.object({
  /** As it was typed. */
  field: z.string(),
  change: z.enum(['set', 'emptied', 'added', 'replaced', 'removed']),
  outcome: z.enum(['applied', 'same', 'held', 'refused', 'untouched', 'superseded']),
  /** Why it is held. */
  reason: z.string().nullable(),
  was: z.unknown(),
  now: z.unknown(),
})

export const ChangedRecord = z.object({
  /** Human id. */
  record: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.enum(['imported', 'partly-held', 'held', 'refused']),
  fields: z.array(FieldOutcome),
})
export type ChangedRecord = z.infer<typeof ChangedRecord>

/** @throws Problem record/refused, database/no-right. */
export async function writeSlots(
  context: Context,
  database: Database,
  record: NamedRecord,
  said: Said,
): Promise<ChangedRecord> {
  const { outcome } = await database
    .run(changeRecord, {
      staff: context.settings.operator,
      record: record.hid,
      shown: { ...said.shown },
      said: said.said.map(({ slot, value }) => ({ slot, value })),
    })
    .catch((error: unknown) => Promise.reject(inWords(error, record)))
  const written = accepted(outcome, code => refusal(code))
  const { hid, name, type } = record
  return { record: hid, name, type, status: written.status, fields: outcomesOf(said, written) }
}

/** What became of each field, in the order in which they were typed. */
export function outcomesOf({ said, shown }: Said, { slots }: CommandOutcome): z.infer<typeof FieldOutcome>[] {
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
