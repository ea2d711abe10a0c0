// Records to a colleague, with new packets in place of those that somebody who left had of them.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { openAndWrite } from '../packets/dispatch-packet.ts'
import { queueLetter } from '../packets/queue-packet.ts'
import { problem } from '../problems/problems.ts'
import { refusal } from '../problems/refusal.ts'
import { listStaff } from '../db/calls/staff.ts'
import { packetsLeft } from '../db/calls/packets.ts'
import { handOver as handOverRecord, ownedRecords } from '../db/calls/processes.ts'
import { findRecord } from './find-record.ts'

const HandedRecord = z.object({
  record: z.string(),
  /** The record and those under it; 0 where they were the colleague's already. */
  records: z.number(),
  /** Packets that go out to the colleague in place of those that are parked. */
  packets: z.array(z.string()),
})
type HandedRecord = z.infer<typeof HandedRecord>

interface ParkedPacket {
  readonly of: HandedRecord
  readonly record: string
  readonly form: string
}

/** @throws Problem staff/not-known, entity/not-seen, those of a packet. */
export const handOver = useCase(
  z
    .object({
      /** Human ids or uuids. */
      records: z.array(z.string()).default([]),
      /** Short name of a staff member: all their records. */
      from: z.string().optional(),
      /** Short name of the colleague. */
      to: z.string(),
    })
    .refine(({ records, from }) => (from === undefined) === records.length > 0, 'Name records, or whose they are.'),
  z.array(HandedRecord),
  async (context, { records, from, to }) => {
    const handed: HandedRecord[] = []
    const parked: ParkedPacket[] = []
    await context.asStaff(async database => {
      for (const key of from === undefined ? records : await recordsOf(database, from)) {
        const { entity } = await findRecord(database, key)
        const { records: count } = await database.run(handOverRecord, { entity, staff: to })
        if (count === -1) {
          throw problem('staff/not-known', `There is no active staff member "${to}".`, { hint: 'satchel staff list' })
        }
        const of = { record: key, records: count ?? 0, packets: [] }
        handed.push(of)
        for (const { record, form } of await database.run(packetsLeft, { entity })) {
          if (record !== null && form !== null) parked.push({ of, record, form })
        }
      }
      // before anything is handed over: their packets could not follow
      const receiver =
        parked.length === 0 ? undefined : (await database.run(listStaff, {})).find(({ hid }) => hid === to)
      if (receiver?.protection === null) throw refusal('staff/no-protection', { staff: to })
    })
    await sendInstead(context, parked, to)
    return handed
  },
)

async function recordsOf(database: Database, staff: string): Promise<readonly string[]> {
  if (!(await database.run(listStaff, {})).some(({ hid }) => hid === staff)) {
    throw problem('staff/not-known', `There is no staff member "${staff}".`, { hint: 'satchel staff list' })
  }
  return (await database.run(ownedRecords, { staff })).map(({ record }) => record)
}

/** After the handing over, each in a transaction of its own: stopped in between, the same command goes on. */
async function sendInstead(context: Context, parked: readonly ParkedPacket[], staff: string): Promise<void> {
  if (parked.length === 0) return
  const key = await context.coreKey()
  await context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    for (const { of, record, form } of parked) {
      const tools = { context, catalog, key }
      const sent = await database.inTransaction(async () => {
        const one = await openAndWrite(database, tools, { entity: record, staff, form, again: false })
        if ('opened' in one) await queueLetter(database, tools, one)
        return one
      })
      if ('opened' in sent) of.packets.push(sent.tokens.id)
    }
  })
}
