// satchel set: fields of records are changed as by a reply. What stands is read first; if somebody else has changed the same field until
// the command is written, theirs stands and this one waits for the office.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { changeRecord, recordSlots } from '../db/calls/processes.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import type { CommandOutcome } from '../db/shapes/records.ts'
import { zoneOf } from '../home/local-day.ts'
import { accepted } from '../problems/refusal.ts'
import { fieldsOfType } from './catalog.ts'
import { namedRecord, type NamedRecord } from './named-record.ts'
import { readSaid } from './read-said.ts'
import { SaidField } from './said-fields.ts'
import type { Said } from './said-slots.ts'
import { valueReader } from './typed-value.ts'
import { inWords } from './refused-write.ts'

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
type ChangedRecord = z.infer<typeof ChangedRecord>

/** @throws Problem entity/not-seen, record/no-field, record/bad-value, record/several, record/refused, database/no-right. */
export const setFields = useCase(
  z.object({
    /** Human ids, uuids or exact names. */
    records: z.array(z.string()).min(1, 'Name a record.'),
    set: z.array(SaidField),
    was: z.array(SaidField).default([]),
    dryRun: z.boolean().default(false),
  }),
  z.array(ChangedRecord),
  async (context, { records, set, was, dryRun }) => {
    const read = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const wanted: { record: NamedRecord; said: Said }[] = []
      for (const key of records) {
        const record = await namedRecord(database, key)
        const fields = await fieldsOfType(database, record.type)
        const { slots } = await database.run(recordSlots, { entity: record.entity })
        wanted.push({ record, said: await readSaid({ fields, set, was }, slots ?? {}, readOne) })
      }
      return wanted
    })
    context.failpoint('command/read')
    // one order of locks for every command
    const inOrder = read.toSorted((one, other) => one.record.entity - other.record.entity)
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const changed: ChangedRecord[] = []
        for (const { record, said } of inOrder) changed.push(await writeOne(context, database, record, said))
        context.failpoint('command/written')
        return changed
      }),
    )
  },
)

async function writeOne(context: Context, database: Database, record: NamedRecord, said: Said): Promise<ChangedRecord> {
  const { outcome } = await database
    .run(changeRecord, {
      staff: context.settings.operator,
      record: record.hid,
      shown: { ...said.shown },
      said: said.said.map(({ slot, value }) => ({ slot, value })),
    })
    .catch((error: unknown) => Promise.reject(inWords(error, record)))
  const written = accepted(outcome)
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
