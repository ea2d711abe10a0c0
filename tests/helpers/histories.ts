// Random histories of one record: packets are opened, replies come in, the office edits and settles. As data for merge_fold;
// play-history.ts plays the same on real tables.

import * as fc from 'fast-check'

type Value = string | { readonly kind: string; readonly value: string } | null
export type Says = Readonly<Record<string, Value>>

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
/** The one row that the stage's person has, as far as these histories reach. */
export const known = 'row/contact-point/c1'

/** What the stage's person is, as far as these histories reach. */
const start: Says = {
  'field/given-name': 'Jimmy',
  'field/born': '1980-05-01',
  'field/note': 'Grows maize',
  [known]: phone('+255700000001'),
}

/** How merge_fold is told of a history; `table` without a natural key: its rows are their numbers. */
export const asFold = (
  events: readonly Event[],
  policy: Record<string, string> = { 'field/born': 'review' },
  table = 'contact_point',
) => ({
  start,
  tables: { 'contact-point': table },
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
const replies = (packets: readonly string[]) =>
  fc.record({
    packet: fc.constantFrom(...packets),
    draft: fc.nat(drafts.length - 1),
    sequence: fc.integer({ min: 1, max: 3 }),
    second: fc.nat(4),
    evidence: fc.constantFrom('strong' as const, 'strong' as const, 'weak' as const),
    said,
  })
type Reply = ReturnType<typeof replies> extends fc.Arbitrary<infer T> ? T : never

function replyEvent(reply: Reply, index: number): Event {
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
