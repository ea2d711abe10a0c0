// A random history (histories.ts) as calls on a stage: the same history on real tables.

import { type Event, known, type Says } from './histories.ts'
import type { Said, SentPacket, Stage } from './stage.ts'

/** Plays a history on real tables through apply_reply. @returns what stands, and what became of each statement. */
export async function play(stage: Stage, events: readonly Event[], began: number) {
  const person = await stage.person()
  const packets = new Map<string, SentPacket>()
  const [first] = await stage.rows<{ id: string }>(
    "select contact_point_id as id from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone'",
    [person],
  )
  const row = Number(first?.id)
  for (const event of events) {
    if (event.do === 'open') {
      const packet = await stage.packet(person)
      await stage.rows("update packet set packet_issued = packet_issued - interval '1 hour' where packet_id = $1", [
        packet.id,
      ])
      packets.set(event.packet, packet)
    } else if (event.do === 'office') await editAs(stage, person, row, event.set)
    else if (event.do === 'settle') await settleOldest(stage, person, event.decision)
    else {
      const packet = packets.get(event.packet)
      if (packet === undefined) throw new Error(`no packet ${event.packet}`)
      await stage.reply(packet, saidOf(event, row, began))
    }
  }
  const record = await stage.one<{ given: string; born: string | null; note: string | null }>(
    'select person_given as given, person_born::text as born, person_note as note from person where person_id = $1',
    [person],
  )
  const phones = await stage.rows<{ v: string }>(
    "select contact_point_normal as v from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone'",
    [person],
  )
  const outcomes = await stage.rows<{ id: string; slot: string; became: string }>(
    `select reply_hid as id, regexp_replace(change_slot, '/c${row}$', '/c1') as slot, concat_ws(' ', change_outcome, change_reason) as became
     from change join reply on reply_id = change_reply where change_entity = $1`,
    [person],
  )
  return {
    stands: { ...record, phones: phones.map(found => found.v).sort() },
    outcomes: Object.fromEntries(outcomes.map(found => [`${found.id} ${found.slot}`, found.became])),
  }
}

function saidOf(event: Extract<Event, { do: 'reply' }>, row: number, began: number): Said {
  const collection = 'contact-point'
  const set: Record<string, string | null> = {}
  const rows: { collection: string; row: string; fields: Record<string, string | null> }[] = []
  const drops: { collection: string; row: string }[] = []
  for (const [slot, value] of Object.entries(event.says)) {
    if (slot.startsWith('field/')) set[slot.slice(6)] = value as string | null
    else {
      const name = slot === known ? `c${row}` : 'new-1'
      if (value === null) drops.push({ collection, row: name })
      else rows.push({ collection, row: name, fields: { ...(value as { kind: string; value: string }) } })
    }
  }
  const { id, draft, sequence, evidence } = event
  return { id, draft, sequence, evidence, received: new Date(began + event.second * 1000), set, rows, drops }
}

async function editAs(stage: Stage, person: number, row: number, set: Says): Promise<void> {
  const columns: Record<string, string> = {
    'field/given-name': 'person_given',
    'field/born': 'person_born',
    'field/note': 'person_note',
  }
  // two rows of one key are refused by the table: then there is no edit
  const unlessThere = (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error
  }
  for (const [slot, value] of Object.entries(set)) {
    const column = columns[slot]
    if (column !== undefined) await stage.rows(`update person set ${column} = $2 where person_id = $1`, [person, value])
    else if (value === null) await stage.rows('delete from contact_point where contact_point_id = $1', [row])
    else if (slot === known) {
      await stage
        .rows('update contact_point set contact_point_value = $2 where contact_point_id = $1', [
          row,
          (value as { value: string }).value,
        ])
        .catch(unlessThere)
    } else {
      await stage
        .rows(
          "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), $2)",
          [person, (value as { value: string }).value],
        )
        .catch(unlessThere)
    }
  }
}

async function settleOldest(stage: Stage, person: number, decision: 'accepted' | 'refused'): Promise<void> {
  const [held] = await stage.rows<{ id: string }>(
    `select change_id as id from change where change_entity = $1 and change_outcome = 'held' order by change_reply, change_slot collate "C" limit 1`,
    [person],
  )
  if (held === undefined) return
  const client = stage.as('satchel')
  await client.query('begin')
  try {
    await client.query("select set_config('role', staff_role_of('office'), true)")
    await client.query('select resolve_change(change, $2, stamp, null) from held_changes() where change = $1', [
      held.id,
      decision,
    ])
    await client.query('commit')
  } catch (error) {
    // the histories that come after, and the shrinking of this one, find no transaction that is aborted
    await client.query('rollback')
    throw error
  }
}
