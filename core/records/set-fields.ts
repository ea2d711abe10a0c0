// satchel set: fields of records are changed as by a reply. The command reads the record first; if somebody else changes the same field before
// it writes, their value counts and this one waits for the office.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { recordSlots } from '../db/calls/records.ts'
import { inTransaction } from '../db/dry-run.ts'
import { zoneOf } from '../home/local-day.ts'
import { apartFromFiles, placeFiles } from './field-files.ts'
import { packetsAlong, packetsMustFollow, type Wanted, withThoseAlong } from './hand-along.ts'
import { fieldsOfType } from './read/catalog.ts'
import { namedRecord } from './read/named-record.ts'
import { readSaid } from './read/read-said.ts'
import { SaidField } from './read/said-fields.ts'
import { valueReader } from './read/typed-value.ts'
import { ChangedRecord, writeSlots } from './write-slots.ts'

/** @throws Problem entity/not-seen, record/no-field, record/bad-value, record/several, record/refused, record/file-changed, database/no-right. */
export const setFields = useCase(
  z.object({
    /** Human ids, uuids or exact names. */
    records: z.array(z.string()).min(1, 'Name a record.'),
    set: z.array(SaidField),
    was: z.array(SaidField).default([]),
    dryRun: z.boolean().default(false),
  }),
  z.array(
    ChangedRecord.extend({
      /** Packets that go out to a new owner in place of those that somebody who left had. */
      packets: z.array(z.string()),
    }),
  ),
  async (context, { records, set, was, dryRun }) => {
    const wanted = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const named: Wanted[] = []
      for (const key of records) {
        const record = await namedRecord(database, key)
        const fields = await fieldsOfType(database, record.type)
        const shown = (await database.run(recordSlots, { entity: record.entity })).slots ?? {}
        const { texts, files } = await apartFromFiles(fields, set)
        const before = await apartFromFiles(fields, was, true)
        const said =
          texts.length === 0 && files.length > 0
            ? { shown, said: [] }
            : await readSaid({ fields, set: texts, was: before.texts }, shown, readOne)
        named.push({
          record,
          said,
          files: await placeFiles(database, record.entity, files, { shown, was: before.files }),
        })
      }
      return { named, all: await withThoseAlong(database, named) }
    })
    await packetsMustFollow(context, wanted.named)
    context.failpoint('command/read')
    // one order of locks for every command
    const inOrder = wanted.all.toSorted((one, other) => one.record.entity - other.record.entity)
    const written = await context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const changed: ChangedRecord[] = []
        for (const { record, said, files } of inOrder)
          changed.push(await writeSlots(context, database, record, said, files))
        context.failpoint('command/written')
        return changed
      }),
    )
    const packets = dryRun ? new Map<string, string[]>() : await packetsAlong(context, wanted.named, written)
    return written.map(one => ({ ...one, packets: [...(packets.get(one.record) ?? [])] }))
  },
)
