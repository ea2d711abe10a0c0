// owner= hands records over as satchel hand does: records under one that have the same owner go along, and the packets that somebody who
// left had of them follow. Each of them is changed as the first one is, with statements of its own.

import type { Context } from '../context/context.ts'
import { recordsAlong } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { undone } from '../db/dry-run.ts'
import { mustGetPackets, type ParkedPacket, parkedPackets, sendInstead } from '../people/parked-packets.ts'
import type { PlacedFile } from './field-files.ts'
import type { NamedRecord } from './read/named-record.ts'
import type { Said } from './read/said-slots.ts'
import type { ChangedRecord } from './write-slots.ts'

/** What is wanted of one record. */
export interface Wanted {
  readonly record: NamedRecord
  readonly said: Said
  readonly files?: readonly PlacedFile[]
}

const slot = 'field/owner'

/** Short name of the colleague who shall have the record. */
function newOwner({ said }: Said): string | undefined {
  const value = said.find(one => one.slot === slot)?.value
  return typeof value === 'string' ? value : undefined
}

/** The records with those that go along. */
export async function withThoseAlong(database: Database, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const all = [...wanted]
  for (const { record, said } of wanted) {
    const owner = newOwner(said)
    if (owner === undefined) continue
    const was = said.shown[slot] ?? null
    if (was === owner) continue
    for (const { hid, ...below } of await database.run(recordsAlong, { entity: record.entity })) {
      if (hid === null || all.some(one => one.record.entity === below.entity)) continue
      all.push({
        record: { ...below, hid },
        said: { shown: { [slot]: was }, said: [{ slot, value: owner, name: 'owner', change: 'set' }] },
      })
    }
  }
  return all
}

/** Before anything is handed over. @throws Problem staff/no-protection. */
export async function packetsMustFollow(context: Context, wanted: readonly Wanted[]): Promise<void> {
  for (const { record, said } of wanted) {
    const owner = newOwner(said)
    if (owner === undefined) continue
    // tried: it turns letters off that wait for the one who left
    await undone(
      inner => context.asStaff(inner),
      async (database: Database) => {
        if ((await parkedPackets(database, record.entity)).length > 0) await mustGetPackets(database, owner)
      },
    )
  }
}

/** Sends what follows records that were handed over: ids of packets, by the human id of the record that was named. */
export async function packetsAlong(
  context: Context,
  wanted: readonly Wanted[],
  changed: readonly ChangedRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const sent = new Map<string, string[]>()
  for (const { record, said } of wanted) {
    const owner = newOwner(said)
    const became = changed
      .find(one => one.record === record.hid)
      ?.fields.find(({ field }) => field === 'owner')?.outcome
    // also where the record was theirs already: a command that was stopped in between goes on
    if (owner === undefined || !['applied', 'same', 'untouched'].includes(became ?? '')) continue
    const parked: readonly ParkedPacket[] = await context.asStaff(database => parkedPackets(database, record.entity))
    const packets: string[] = []
    await sendInstead(context, parked, owner, packet => packets.push(packet))
    sent.set(record.hid, packets)
  }
  return sent
}
