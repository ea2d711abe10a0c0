// satchel set: fields of records are changed as by a reply. The command reads the record first; if somebody else changes the same field before
// it writes, their value counts and this one waits for the office.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { recordSlots } from '../db/calls/processes.ts'
import { inTransaction } from '../db/dry-run.ts'
import { zoneOf } from '../home/local-day.ts'
import { fieldsOfType } from './read/catalog.ts'
import { namedRecord, type NamedRecord } from './read/named-record.ts'
import { readSaid } from './read/read-said.ts'
import { SaidField } from './read/said-fields.ts'
import type { Said } from './read/said-slots.ts'
import { valueReader } from './read/typed-value.ts'
import { ChangedRecord, writeSlots } from './write-slots.ts'

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
        for (const { record, said } of inOrder) changed.push(await writeSlots(context, database, record, said))
        context.failpoint('command/written')
        return changed
      }),
    )
  },
)
