// O2: random histories through the merge rule in memory, thousands of them, and a sample of the same on real tables.
// SATCHEL_HISTORIES says how many (npm test: 100, npm run test:system: 300); npm run histories runs 10,000.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asFold, type Event, type Folded, histories, known, orders, type Says, standing } from '../helpers/histories.ts'
import { play } from '../helpers/play-history.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const count = Number(process.env.SATCHEL_HISTORIES ?? '100')
const seed = Number(process.env.SATCHEL_HISTORY_SEED ?? String(Date.now() % 1_000_000))
const timeout = 300_000 + count * 200
/** A counterexample is made smaller for a third of the time, then told as far as it got. */
const options = (numRuns: number) => ({
  numRuns,
  seed,
  interruptAfterTimeLimit: timeout / 3,
  markInterruptAsFailure: true,
})

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.as('satchel').query(readFileSync(join(import.meta.dirname, '../helpers/merge-fold.sql'), 'utf8'))
})
afterAll(() => stage.close())

const fold = async (events: readonly Event[], policy?: Record<string, string>, table?: string): Promise<Folded> =>
  (await stage.one<{ r: Folded }>('select merge_fold($1) as r', [JSON.stringify(asFold(events, policy, table))])).r

/** Born is under review, the note wants strong evidence: every kind of hold comes up. */
const strict = { 'field/born': 'review', 'field/note': 'strong' }

const holds = (end: Folded) =>
  end.statements
    .filter(statement => statement.outcome === 'held')
    .map(({ slot, said, reason }) => JSON.stringify([slot, said, reason]))
    .sort()

/** Rows that are what they say, and rows that are their numbers, like the lines of a deal. */
const kinds = [['contact_point'], ['deal_line']] as const

describe(`random histories, seed ${seed}`, () => {
  test.each(kinds)(
    'O2: replies to one packet in any order: the same record and the same holds (rows of %s)',
    async table => {
      await fc.assert(
        fc.asyncProperty(orders, async ([one, other]) => {
          const [first, second] = [await fold(one, strict, table), await fold(other, strict, table)]
          expect(standing(second.now)).toEqual(standing(first.now))
          expect(holds(second)).toEqual(holds(first))
        }),
        options(count),
      )
    },
    timeout,
  )

  test.each(kinds)(
    'O2: several packets and the office: no write goes over what its sender did not know, and no value is lost (rows of %s)',
    async table => {
      await fc.assert(
        fc.asyncProperty(histories, async events => {
          const end = await fold(events, strict, table)
          for (const { from, believed } of end.writes) {
            // a new row is written over nothing
            if (from !== null) expect(from, 'overwrote what its sender did not know').toEqual(believed)
          }
          const taken = end.statements
            .filter(statement => statement.taken)
            .map(({ packet, slot }) => `${packet} ${slot}`)
          expect(new Set(taken).size, 'two statements taken for one slot of a packet').toBe(taken.length)
          for (const statement of end.statements) {
            if (statement.outcome === 'held') expect(statement.taken, 'a hold that nobody stands behind').toBe(true)
            if (statement.outcome === 'superseded') {
              const later = end.statements.some(
                other => other !== statement && other.packet === statement.packet && other.slot === statement.slot,
              )
              expect(later, 'superseded by nothing').toBe(true)
            }
          }
        }),
        options(count),
      )
    },
    timeout,
  )

  test(
    'O2: the same histories on real tables end as they do in memory',
    async () => {
      const began = Date.now() - 3_000_000
      await fc.assert(
        fc.asyncProperty(histories, async events => {
          const [memory, tables] = [await fold(events), await play(stage, events, began)]
          expect(tables.stands).toEqual(standing(memory.now))
          expect(tables.outcomes).toEqual(
            Object.fromEntries(
              memory.statements.map(({ reply, slot, outcome, reason }) => [
                `${reply} ${slot}`,
                [outcome, reason].filter(Boolean).join(' '),
              ]),
            ),
          )
        }),
        options(Math.ceil(count / 20)),
      )
    },
    timeout,
  )

  test('O2: a held change that ends by itself ends the other one of its packet that is met with it, at once', async () => {
    const phone = (value: string) => ({ kind: 'phone', value })
    const [first, second, third] = ['+255700000001', '+255711000001', '+255711000002'].map(phone) as [
      Says[string],
      Says[string],
      Says[string],
    ]
    const added = (draft: string) => `row/contact-point/new-1/${draft.repeat(32)}`
    const says = (packet: string, id: number, draft: string, sequence: number, set: Says): Event => ({
      do: 'reply',
      packet,
      id: String(id).padStart(32, '0'),
      draft: draft.repeat(32),
      sequence,
      second: id,
      evidence: 'strong',
      says: set,
    })
    const events: Event[] = [
      { do: 'open', packet: 'A' },
      { do: 'office', set: { [known]: second } },
      says('A', 1, 'd', 1, { [added('d')]: second }),
      { do: 'office', set: { [known]: third } },
      // held both: the row is no longer what A showed, nor is the new row there as it was first said
      says('A', 2, 'd', 2, { [known]: second, [added('d')]: first }),
      says('A', 3, 'b', 1, { [added('b')]: second }),
      // now the new row's wish stands, and with it the other's, whose number reply 3 brought
      { do: 'office', set: { [known]: first } },
    ]
    const [memory, tables] = [await fold(events), await play(stage, events, Date.now() - 3_000_000)]
    const end = memory.statements.map(({ reply, slot, outcome }) => [`${reply} ${slot}`, outcome])
    expect(tables.outcomes).toEqual(Object.fromEntries(end))
    expect(new Set(end.map(([, outcome]) => outcome)), 'nothing waits for a person').toEqual(
      new Set(['same', 'applied']),
    )
  })

  test('O2: a statement that makes its row again makes another one, and the first stays', async () => {
    const [shown, other] = ['+255700000001', '+255711000002'].map(value => ({ kind: 'phone', value }))
    const added = (draft: string) => `row/contact-point/new-1/${draft.repeat(32)}`
    const says = (id: number, draft: string, sequence: number, second: number, set: object): Event => ({
      do: 'reply',
      packet: 'A',
      id: String(id).padStart(32, '0'),
      draft: draft.repeat(32),
      sequence,
      second,
      evidence: 'strong',
      says: set as Says,
    })
    const replies = [
      says(0, 'b', 1, 0, { [known]: null }),
      says(1, 'c', 2, 0, { [known]: shown }),
      says(2, 'b', 2, 0, { [known]: other, [added('b')]: other }),
      // an earlier sequence that comes late: the later one of its draft counts as received then, too
      says(3, 'c', 1, 1, { [added('c')]: null }),
    ] as const
    for (const order of [replies, [replies[1], replies[0], replies[2], replies[3]]]) {
      const events: Event[] = [{ do: 'open', packet: 'A' }, ...order]
      const [memory, tables] = [await fold(events), await play(stage, events, Date.now() - 3_000_000)]
      expect(standing(memory.now)).toMatchObject({ phones: [shown?.value, other?.value] })
      expect(tables.stands).toEqual(standing(memory.now))
    }
  })

  test('O2: a new row that was there already is, once somebody changed it, asked about where it is', async () => {
    const [shown, other, third] = ['+255700000001', '+255711000001', '+255711000002'].map(value => ({
      kind: 'phone',
      value,
    }))
    const added = `row/contact-point/new-1/${'b'.repeat(32)}`
    const says = (sequence: number, set: object): Event => ({
      do: 'reply',
      packet: 'A',
      id: String(sequence).padStart(32, '0'),
      draft: 'b'.repeat(32),
      sequence,
      second: sequence,
      evidence: 'strong',
      says: set as Says,
    })
    const before: readonly Event[] = [
      { do: 'open', packet: 'A' },
      // it meets the row that is there
      says(1, { [added]: shown }),
      { do: 'office', set: { [known]: other, 'row/contact-point/o1': third } as Says },
    ]
    const ends = async (events: readonly Event[]) => {
      const [memory, tables] = [await fold(events), await play(stage, events, Date.now() - 3_000_000)]
      expect(tables.stands).toEqual(standing(memory.now))
      const end = memory.statements.map(({ reply, slot, outcome, reason }) => [
        `${reply} ${slot}`,
        [outcome, reason].filter(Boolean).join(' '),
      ])
      expect(tables.outcomes).toEqual(Object.fromEntries(end))
      return { stands: tables.stands.phones, last: end.at(-1)?.[1] }
    }
    // dropped: the office is shown the row as it is now, and takes that away
    const dropped = [...before, says(2, { [added]: null })]
    expect(await ends(dropped)).toEqual({ stands: [other?.value, third?.value], last: 'held changed-meanwhile' })
    expect(await ends([...dropped, { do: 'settle', decision: 'accepted' }])).toEqual({
      stands: [third?.value],
      last: 'applied accepted-by-office',
    })
    // changed into what another row is: its own row is still the one that somebody changed
    expect(await ends([...before, says(2, { [added]: third })])).toEqual({
      stands: [other?.value, third?.value],
      last: 'held changed-meanwhile',
    })
  })

  test('O2: a wish to remove a number still waits when a reply takes its row away and brings the number in another one', async () => {
    const [first, second] = ['+255711000001', '+255711000002'].map(value => ({ kind: 'phone', value }))
    const says = (packet: string, id: number, draft: string, set: object): Event => ({
      do: 'reply',
      packet,
      id: String(id).padStart(32, '0'),
      draft: draft.repeat(32),
      sequence: id,
      second: id,
      evidence: 'strong',
      says: set as Says,
    })
    const events: readonly Event[] = [
      { do: 'open', packet: 'A' },
      says('A', 1, 'b', { [known]: first }),
      { do: 'open', packet: 'B' },
      says('B', 2, 'c', { [known]: second }),
      // held: it is another number by now
      says('A', 3, 'b', { [known]: null }),
      { do: 'open', packet: 'C' },
      // both writes are one answer: between them the row was gone, and that was nobody's wish
      says('C', 4, 'd', { [known]: null, [`row/contact-point/new-1/${'d'.repeat(32)}`]: first }),
    ]
    const [memory, tables] = [await fold(events), await play(stage, events, Date.now() - 3_000_000)]
    const end = memory.statements.map(({ reply, slot, outcome, reason }) => [
      `${reply} ${slot}`,
      [outcome, reason].filter(Boolean).join(' '),
    ])
    expect(tables.outcomes).toEqual(Object.fromEntries(end))
    expect(tables.outcomes[`${'3'.padStart(32, '0')} ${known}`]).toBe('held changed-meanwhile')
    expect(tables.stands).toMatchObject({ phones: [first?.value] })
  })

  test('O2: the office accepts what it is shown, also where the same number stood in two rows of the packet', async () => {
    const [shown, other] = ['+255700000001', '+255711000001'].map(value => ({ kind: 'phone', value }))
    const says = (id: number, sequence: number, set: object): Event => ({
      do: 'reply',
      packet: 'A',
      id: String(id).padStart(32, '0'),
      draft: 'b'.repeat(32),
      sequence,
      second: 0,
      evidence: 'strong',
      says: set as Says,
    })
    const events: Event[] = [
      { do: 'open', packet: 'A' },
      { do: 'office', set: { [known]: other } as Says },
      // held: the row is no longer what A showed
      says(1, 1, { [known]: null }),
      // the number that A showed is there again, in a row of its own: that is the one the office is asked about
      says(2, 2, { [`row/contact-point/new-1/${'b'.repeat(32)}`]: shown }),
      { do: 'settle', decision: 'accepted' },
    ]
    const [memory, tables] = [await fold(events), await play(stage, events, Date.now() - 3_000_000)]
    expect(standing(memory.now)).toMatchObject({ phones: [other?.value] })
    expect(tables.stands).toEqual(standing(memory.now))
  })
})
