// Which of several replies to one packet counts, whatever order they arrive in: docs/formats.md, "Order within a packet".

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Said, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const slot = 'field/given-name'
const given = (value: string | null) => ({ set: { 'given-name': value } })
const id = (letter: string) => letter.repeat(32)

/** A packet that was issued an hour ago, so that replies may have come at different times since. */
const fresh = async () => {
  const packet = await stage.packet(await stage.person())
  await stage.rows("update packet set packet_issued = packet_issued - interval '1 hour' where packet_id = $1", [
    packet.id,
  ])
  return packet
}
const start = Date.now() - 3_000_000
/** The moment n seconds after a fixed one, within the life of every packet here. */
const at = (second: number) => new Date(start + second * 1000)

describe('order within a packet', () => {
  test('by receipt', async () => {
    const packet = await fresh()
    await stage.reply(packet, { received: at(20), ...given('Later') })
    expect((await stage.reply(packet, { received: at(10), ...given('Earlier') })).slots).toEqual({
      [slot]: 'superseded older-than-a-later-reply',
    })
    expect((await stage.reply(packet, { received: at(30), ...given('Latest') })).slots).toEqual({ [slot]: 'applied' })
  })

  test('then by sequence, where two replies of a draft came in the same moment', async () => {
    const packet = await fresh()
    const said = { draft: id('b'), received: at(10) }
    await stage.reply(packet, { ...said, sequence: 10, ...given('Tenth') })
    await stage.reply(packet, { ...said, sequence: 9, ...given('Ninth') })
    expect(await stage.given(packet.person)).toBe('Tenth')
  })

  test('then by id', async () => {
    for (const order of [
      ['1', '2'],
      ['2', '1'],
    ]) {
      const packet = await fresh()
      for (const letter of order)
        await stage.reply(packet, { id: id(letter), received: at(10), ...given(`N${letter}`) })
      expect(await stage.given(packet.person)).toBe('N2')
    }
  })

  test('O4: a cleared browser that starts again at 1 does not lose to the sequences of last week', async () => {
    const packet = await fresh()
    await stage.reply(packet, { draft: id('b'), sequence: 7, received: at(10), ...given('Old') })
    const told = await stage.reply(packet, { draft: id('c'), sequence: 1, received: at(20), ...given('New') })
    expect(told.slots).toEqual({ [slot]: 'applied' })
  })

  test('O1: a later sequence counts although it overtook an earlier one on the way', async () => {
    const packet = await fresh()
    const draft = id('b')
    await stage.reply(packet, { draft, sequence: 2, received: at(10), ...given('Second') })
    expect((await stage.reply(packet, { draft, sequence: 1, received: at(20), ...given('First') })).slots).toEqual({
      [slot]: 'superseded older-than-a-later-reply',
    })
    expect(await stage.given(packet.person)).toBe('Second')
  })

  test("a late lower sequence raises its draft's later one above another draft: X2, Y, X1 ends with X2", async () => {
    const packet = await fresh()
    await stage.reply(packet, { draft: id('b'), sequence: 2, received: at(10), ...given('X2') })
    expect((await stage.reply(packet, { draft: id('c'), sequence: 1, received: at(20), ...given('Y') })).slots).toEqual(
      { [slot]: 'applied' },
    )
    await stage.reply(packet, { draft: id('b'), sequence: 1, received: at(30), ...given('X1') })
    expect(await stage.given(packet.person)).toBe('X2')
  })

  test('the raised reply brings back every slot that it stated, not only those of the late one', async () => {
    const packet = await fresh()
    await stage.reply(packet, {
      draft: id('b'),
      sequence: 2,
      received: at(10),
      set: { 'given-name': 'X2', note: 'X2' },
    })
    await stage.reply(packet, { draft: id('c'), sequence: 1, received: at(20), set: { 'given-name': 'Y', note: 'Y' } })
    await stage.reply(packet, { draft: id('b'), sequence: 1, received: at(30), ...given('X1') })
    const person = await stage.one('select person_given as g, person_note as n from person where person_id = $1', [
      packet.person,
    ])
    expect(person).toEqual({ g: 'X2', n: 'X2' })
  })

  test('a row that was dropped, brought back and changed again in one packet is one row', async () => {
    const packet = await fresh()
    const collection = 'contact-point'
    const row = packet.row(collection)
    const phone = (value: string) => ({ rows: [{ collection, row, fields: { value } }] })
    await stage.reply(packet, { draft: id('b'), sequence: 2, received: at(10), ...phone('+255 711 000 002') })
    await stage.reply(packet, { draft: id('c'), sequence: 1, received: at(20), drops: [{ collection, row }] })
    await stage.reply(packet, { draft: id('b'), sequence: 1, received: at(30), ...given('X1') })
    expect(await stage.phones(packet.person)).toEqual(['+255 711 000 002'])
    const told = await stage.reply(packet, {
      draft: id('b'),
      sequence: 3,
      received: at(40),
      ...phone('+255 711 000 003'),
    })
    expect(told.slots).toEqual({ [`row/contact-point/${row}`]: 'applied' })
    expect(await stage.phones(packet.person)).toEqual(['+255 711 000 003'])
  })

  test('a stolen token with sequence 1000 cannot silence its owner', async () => {
    const packet = await fresh()
    await stage.reply(packet, { draft: id('f'), sequence: 1000, received: at(10), ...given('Thief') })
    const told = await stage.reply(packet, { draft: id('b'), sequence: 1, received: at(20), ...given('Owner') })
    expect(told.slots).toEqual({ [slot]: 'applied' })
    expect(await stage.given(packet.person)).toBe('Owner')
  })

  test('H6: a time of receipt in the future or before the packet is drawn to its limits', async () => {
    const packet = await fresh()
    await stage.reply(packet, { received: new Date(Date.now() + 86_400_000), ...given('Future') })
    await stage.reply(packet, { received: new Date(0), ...given('Past') })
    const [row] = await stage.rows(
      'select bool_and(reply_received between packet_issued and now()) as inside from reply join packet on packet_id = reply_packet where packet_id = $1',
      [packet.id],
    )
    expect(row).toEqual({ inside: true })
  })

  test('weaker evidence never supersedes stronger, however late it comes', async () => {
    const packet = await fresh()
    await stage.reply(packet, { evidence: 'strong', received: at(10), ...given('Strong') })
    const told = await stage.reply(packet, { evidence: 'weak', received: at(20), ...given('Weak') })
    expect(told.slots).toEqual({ [slot]: 'superseded older-than-a-later-reply' })
    expect(await stage.given(packet.person)).toBe('Strong')
  })

  test('stronger evidence supersedes weaker, however early it was received', async () => {
    const packet = await fresh()
    await stage.reply(packet, { evidence: 'weak', received: at(20), ...given('Weak') })
    await stage.reply(packet, { evidence: 'strong', received: at(10), ...given('Strong') })
    expect(await stage.given(packet.person)).toBe('Strong')
  })
})

describe('for one packet the end state does not depend on the order of arrival', () => {
  const drafts = ['x', 'y', 'z']
  const phone = (draft: number, choice: number) => `+25571100${draft}${choice}00`
  const said = fc.record({
    draft: fc.nat(2),
    sequence: fc.integer({ min: 1, max: 3 }),
    second: fc.nat(4),
    set: fc.record(
      {
        'given-name': fc.constantFrom('Jimmy', 'James', 'Jim'),
        'family-name': fc.constantFrom('Okello', 'Okelo', null, 'O'.repeat(200)),
        born: fc.constantFrom('1980-05-01', '1981-01-01', '1982-02-02', 'before the war'),
      },
      { requiredKeys: [] },
    ),
    known: fc.constantFrom('unsaid', 'drop', '+255700000001', '+255700000008', '+255700000009'),
    added: fc.constantFrom('unsaid', 'drop', 0, 1),
    report: fc.constantFrom(null, 'reached', 'busy', 'spoke to her son'),
    due: fc.constantFrom('unsaid', '2027-01-01', 'after the rains', '2026-11-01'),
  })
  type Generated = typeof said extends fc.Arbitrary<infer T> ? T : never

  const toSaid = (packet: SentPacket, reply: Generated, index: number): Said => {
    const collection = 'contact-point'
    const known = packet.row(collection)
    return {
      id: id(String(index)),
      draft: id(drafts[reply.draft] ?? 'x'),
      sequence: reply.sequence,
      received: at(reply.second),
      set: Object.fromEntries(Object.entries(reply.set).filter(([, value]) => value !== undefined)),
      rows: [
        ...(reply.known.startsWith('+') ? [{ collection, row: known, fields: { value: reply.known } }] : []),
        ...(typeof reply.added === 'number'
          ? [{ collection, row: 'new-1', fields: { kind: 'phone', value: phone(reply.draft, reply.added) } }]
          : []),
      ],
      drops: [
        ...(reply.known === 'drop' ? [{ collection, row: known }] : []),
        ...(reply.added === 'drop' ? [{ collection, row: 'new-1' }] : []),
      ],
      report:
        reply.report === null
          ? null
          : {
              when: '2026-11-20',
              outcome: reply.report,
              ...(reply.due === 'unsaid' ? {} : { 'next-date': reply.due }),
            },
    }
  }

  const endOf = async (replies: readonly (readonly [Generated, number])[]) => {
    const packet = await fresh()
    for (const [reply, index] of replies) await stage.reply(packet, toSaid(packet, reply, index))
    return {
      person: await stage.rows(
        'select person_given, person_family, person_born::text from person where person_id = $1',
        [packet.person],
      ),
      contacts: await stage.rows(
        'select contact_point_normal from contact_point where contact_point_entity = $1 order by 1',
        [packet.person],
      ),
      activities: await stage.rows(
        'select lookup_value(activity_outcome) as outcome, activity_due::text as due from activity where activity_entity = $1 order by 1, 2',
        [packet.person],
      ),
      held: await stage.rows(
        "select split_part(change_slot, '/', 2) as slot, substring(change_slot from '^report/.*/(.*)$') as part, change_new, change_reason from change where change_packet = $1 and change_outcome = 'held' order by 1, 2, change_new::text",
        [packet.id],
      ),
    }
  }

  test('O2: any order gives the same record and the same held changes', async () => {
    const replies = fc.uniqueArray(said, {
      minLength: 2,
      maxLength: 5,
      selector: reply => `${reply.draft}/${reply.sequence}`,
    })
    await fc.assert(
      fc.asyncProperty(
        replies.chain(list => {
          const numbered = list.map((reply, index) => [reply, index] as const)
          return fc.shuffledSubarray(numbered, { minLength: numbered.length }).map(other => ({ numbered, other }))
        }),
        async ({ numbered, other }) => {
          expect(await endOf(other)).toEqual(await endOf(numbered))
        },
      ),
      { numRuns: 30 },
    )
  })
})
