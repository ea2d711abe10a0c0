// Random histories of one record: packets are opened, replies come in, the office edits and settles. As data for merge_fold,
// and as calls on a stage, which are the same history on real tables.

import * as fc from 'fast-check'
import type { Said, SentPacket, Stage } from './stage.ts'

type Value = string | { readonly kind: string; readonly value: string } | null
type Says = Readonly<Record<string, Value>>

export type Event =
  | { readonly do: 'open'; readonly packet: string }
  | { readonly do: 'office'; readonly set: Says }
  | { readonly do: 'settle'; readonly decision: 'accepted' | 'refused' }
  | {
      readonly do: 'reply'
      readonly packet: string
      readonly id: string
      readonly draft: string
      readonly sequence: number
      readonly second: number
      readonly evidence: 'weak' | 'strong'
      readonly says: Says
    }

export interface Folded {
  readonly now: Says
  readonly statements: readonly {
    readonly packet: string
    readonly reply: string
    readonly slot: string
    readonly said: Value
    readonly outcome: string
    readonly reason: string | null
    readonly taken: boolean
  }[]
  readonly writes: readonly {
    readonly slot: string
    readonly from: Value
    readonly to: Value
    readonly believed: Value
  }[]
}

const phone = (value: string) => ({ kind: 'phone', value })
const known = 'row/contact-point/c1'

/** What the stage's person is, as far as these histories reach. */
export const start: Says = {
  'field/given-name': 'Jimmy',
  'field/born': '1980-05-01',
  'field/note': 'Grows maize',
  [known]: phone('+255700000001'),
}

/** How merge_fold is told of a history. */
export const asFold = (events: readonly Event[], policy: Record<string, string> = { 'field/born': 'review' }) => ({
  start,
  tables: { 'contact-point': 'contact_point' },
  droppable: ['contact-point'],
  policy,
  events,
})

const drafts = ['b'.repeat(32), 'c'.repeat(32), 'd'.repeat(32)]
const numbers = ['+255700000001', '+255711000001', '+255711000002']
const rowValue = fc.option(fc.constantFrom(...numbers).map(phone), { nil: null, freq: 4 })
const fields = {
  'field/given-name': fc.constantFrom('Jimmy', 'James', 'Jim'),
  'field/note': fc.constantFrom('Grows maize', 'Grows beans', null),
}

const office = fc
  .oneof(
    fc.record(
      { ...fields, 'field/born': fc.constantFrom('1980-05-01', '1981-01-01'), [known]: rowValue },
      { requiredKeys: [] },
    ),
    fc.record({ added: fc.constantFrom(...numbers).map(phone) }),
  )
  .filter(set => Object.keys(set).length > 0)
const said = fc
  .record(
    {
      ...fields,
      'field/born': fc.constantFrom('1980-05-01', '1981-01-01', '1982-02-02'),
      [known]: rowValue,
      added: rowValue,
    },
    { requiredKeys: [] },
  )
  .filter(set => Object.keys(set).length > 0)

/** Reply to a packet; its id and the rest come from where it stands in the history. */
export const replies = (packets: readonly string[]) =>
  fc.record({
    packet: fc.constantFrom(...packets),
    draft: fc.nat(drafts.length - 1),
    sequence: fc.integer({ min: 1, max: 3 }),
    second: fc.nat(4),
    evidence: fc.constantFrom('strong' as const, 'strong' as const, 'weak' as const),
    said,
  })
type Reply = ReturnType<typeof replies> extends fc.Arbitrary<infer T> ? T : never

export function replyEvent(reply: Reply, index: number): Event {
  const draft = drafts[reply.draft] ?? ''
  const { added, ...says } = reply.said
  return {
    do: 'reply',
    packet: reply.packet,
    id: index.toString(16).padStart(32, '0'),
    draft,
    sequence: reply.sequence,
    second: reply.second,
    evidence: reply.evidence,
    says: { ...says, ...(added === undefined ? {} : { [`row/contact-point/new-1/${draft}`]: added }) },
  }
}

function officeEvent(edit: Says | { readonly added: Value }, index: number): Event {
  return { do: 'office', set: 'added' in edit ? { [`row/contact-point/o${index}`]: edit.added ?? null } : edit }
}

/** Two replies of one draft and sequence would be two tabs, which is another test's. */
const isNew = (events: readonly Event[], event: Event) =>
  event.do !== 'reply' ||
  !events.some(
    other =>
      other.do === 'reply' &&
      other.packet === event.packet &&
      other.draft === event.draft &&
      other.sequence === event.sequence,
  )

/** Anything that can happen to a record with up to three packets. */
export const histories: fc.Arbitrary<readonly Event[]> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: replies(['A', 'B', 'C']).map(reply => ({ kind: 'reply' as const, reply })) },
      { weight: 2, arbitrary: office.map(set => ({ kind: 'office' as const, set })) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('accepted' as const, 'refused' as const)
          .map(decision => ({ kind: 'settle' as const, decision })),
      },
    ),
    { minLength: 3, maxLength: 11 },
  )
  .map(actions => {
    const events: Event[] = [{ do: 'open', packet: 'A' }]
    for (const [index, action] of actions.entries()) {
      if (action.kind === 'office') events.push(officeEvent(action.set, index))
      else if (action.kind === 'settle') events.push({ do: 'settle', decision: action.decision })
      else {
        const { packet } = action.reply
        if (!events.some(event => event.do === 'open' && event.packet === packet)) events.push({ do: 'open', packet })
        const event = replyEvent(action.reply, index)
        if (isNew(events, event)) events.push(event)
      }
    }
    return events
  })

/** Replies to one packet in two orders of arrival, between the same edits of the office: after them, of fields, since a row is named by its number. */
export const orders: fc.Arbitrary<readonly [readonly Event[], readonly Event[]]> = fc
  .tuple(
    fc.array(replies(['A']), { minLength: 2, maxLength: 5 }),
    fc.option(fc.record(fields), { nil: undefined }),
    fc.option(fc.record(fields), { nil: undefined }),
  )
  .chain(([list, before, after]) => {
    const came: Event[] = []
    for (const [index, reply] of list.entries()) {
      const event = replyEvent(reply, index)
      if (isNew(came, event)) came.push(event)
    }
    const around = (events: readonly Event[]): readonly Event[] => [
      { do: 'open', packet: 'A' },
      ...(before === undefined ? [] : [officeEvent(before, 90)]),
      ...events,
      ...(after === undefined ? [] : [officeEvent(after, 91)]),
    ]
    return fc.shuffledSubarray(came, { minLength: came.length }).map(other => [around(came), around(other)] as const)
  })

/** Values of the record, rows as values only: which number a row has is no part of what people see. */
export function standing(now: Says) {
  const rows = Object.entries(now).filter(([slot]) => slot.startsWith('row/'))
  return {
    given: now['field/given-name'] ?? null,
    born: now['field/born'] ?? null,
    note: now['field/note'] ?? null,
    phones: rows.map(([, row]) => (row as { value: string }).value).sort(),
  }
}

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
  await client.query("select set_config('role', staff_role_of('office'), true)")
  await client.query('select settle_change(change, $2, stamp, null) from held_changes() where change = $1', [
    held.id,
    decision,
  ])
  await client.query('commit')
}
