// Packets that somebody who left had of records: whoever gets the records gets new ones in their place.

import type { Context } from '../context/context.ts'
import { packetsLeft } from '../db/calls/packets.ts'
import { listStaff } from '../db/calls/staff.ts'
import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { openAndWrite } from '../packets/dispatch-packet.ts'
import { queueLetter } from '../packets/queue-packet.ts'
import { refusal } from '../problems/refusal.ts'

export interface ParkedPacket {
  /** Uuid of the record. */
  readonly record: string
  readonly form: string
}

/** Those of a record, and of the records that are handed over with it. */
export async function parkedPackets(database: Database, entity: number): Promise<readonly ParkedPacket[]> {
  const parked = await database.run(packetsLeft, { entity })
  return parked.flatMap(({ record, form }) => (record === null || form === null ? [] : [{ record, form }]))
}

/** Before records are handed over: their packets could not follow. @throws Problem staff/no-protection. */
export async function mustGetPackets(database: Database, staff: string): Promise<void> {
  const receiver = (await database.run(listStaff, {})).find(({ hid }) => hid === staff)
  if (receiver?.protection === null) throw refusal('staff/no-protection', { staff })
}

/**
 * After the handing over, each in a transaction of its own: stopped in between, the same command goes on.
 * @param sent is told the id of each new packet.
 */
export async function sendInstead<Parked extends ParkedPacket>(
  context: Context,
  parked: readonly Parked[],
  staff: string,
  sent: (packet: string, instead: Parked) => void,
): Promise<void> {
  if (parked.length === 0) return
  const key = await context.coreKey()
  await context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    const tools = { context, catalog, key }
    for (const instead of parked) {
      const { record, form } = instead
      const opened = await database.inTransaction(async () => {
        const one = await openAndWrite(database, tools, { entity: record, staff, form, again: false })
        if ('opened' in one) await queueLetter(database, tools, one)
        return one
      })
      if ('opened' in opened) sent(opened.tokens.id, instead)
    }
  })
}
