// Records to a colleague, with new packets in place of those that somebody who left had of them.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { listStaff } from '../db/calls/staff.ts'
import { handOver as handOverRecord, ownedRecords } from '../db/calls/records.ts'
import { findRecord } from './find-record.ts'
import { mustGetPackets, type ParkedPacket, parkedPackets, sendInstead } from './parked-packets.ts'

const HandedRecord = z.object({
  record: z.string(),
  /** The record and those under it; 0 where they were the colleague's already. */
  records: z.number(),
  /** Packets that go out to the colleague in place of those that are parked. */
  packets: z.array(z.string()),
})
type HandedRecord = z.infer<typeof HandedRecord>

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
    const parked: (ParkedPacket & { readonly of: HandedRecord })[] = []
    await context.asStaff(async database => {
      for (const key of from === undefined ? records : await recordsOf(database, from)) {
        const { entity } = await findRecord(database, key)
        const { records: count } = await database.run(handOverRecord, { entity, staff: to })
        if (count === -1) {
          throw problem('staff/not-known', `There is no active staff member "${to}".`, { hint: 'satchel staff list' })
        }
        const of = { record: key, records: count ?? 0, packets: [] }
        handed.push(of)
        for (const one of await parkedPackets(database, entity)) parked.push({ of, ...one })
      }
      if (parked.length > 0) await mustGetPackets(database, to)
    })
    await sendInstead(context, parked, to, (packet, { of }) => of.packets.push(packet))
    return handed
  },
)

async function recordsOf(database: Database, staff: string): Promise<readonly string[]> {
  if (!(await database.run(listStaff, {})).some(({ hid }) => hid === staff)) {
    throw problem('staff/not-known', `There is no staff member "${staff}".`, { hint: 'satchel staff list' })
  }
  return (await database.run(ownedRecords, { staff })).map(({ record }) => record)
}
