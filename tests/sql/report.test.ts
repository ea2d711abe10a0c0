// A report is kept value by value: what does not fit waits as it was written, beside the activity that holds the rest.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const fresh = async () => stage.packet(await stage.person())
const good = { when: '2026-11-20', outcome: 'reached', note: 'Wants seed' }

const activities = (packet: SentPacket) =>
  stage.rows(
    `select to_char(activity_start, 'YYYY-MM-DD') as when, lookup_value(activity_outcome) as outcome, activity_body as note,
       activity_next as step, to_char(activity_due, 'YYYY-MM-DD') as due
     from activity where activity_entity = $1 order by activity_id`,
    [packet.person],
  )

/** Settles the held changes of a person as the office, each with the value that stands for its slot. */
async function mend(packet: SentPacket, values: Readonly<Record<string, unknown>>): Promise<Record<string, string>> {
  const client = stage.as('satchel')
  await client.query('begin')
  await client.query("select set_config('role', staff_role_of('office'), true)")
  const { rows } = await client.query<{ change: string; stamp: string; slot: string }>(
    'select change, stamp, slot from held_changes() where entity = $1 order by change',
    [packet.person],
  )
  const told: Record<string, string> = {}
  for (const { change, stamp, slot } of rows) {
    const name = slot.replace(/^report\/[^/]+/, 'report')
    const value = values[name]
    const { rows: settled } = await client.query<{ r: { problem?: string } }>(
      "select resolve_change($1, 'accepted', $2, 'asked', $3) as r",
      [change, stamp, value === undefined ? null : JSON.stringify(value)],
    )
    told[name] = settled[0]?.r.problem ?? 'accepted'
  }
  await client.query('commit')
  return told
}

describe('one value of a report that does not fit', () => {
  test.each([
    ['a date in words', { 'next-date': 'next spring' }, 'not-a-date'],
    ['a choice that is none', { outcome: 'spoke to his wife' }, 'not-a-choice'],
    ['a text that is too long', { note: 'x'.repeat(5000) }, 'too-long'],
    ['a next step before the contact', { 'next-date': '2026-11-19' }, 'before-the-contact'],
    ['a date of contact in words', { when: 'last Tuesday' }, 'not-a-date'],
  ])('%s waits as it was written, and the rest is the activity', async (_, bad, reason) => {
    const packet = await fresh()
    const [[name, written] = ['', '']] = Object.entries(bad)
    const told = await stage.reply(packet, {
      set: { 'given-name': 'James' },
      report: { ...good, 'next-step': 'Visit', ...bad },
    })
    expect(told).toMatchObject({
      status: 'partly-held',
      slots: { report: 'applied', [`report/${name}`]: `held ${reason}`, 'field/given-name': 'applied' },
    })
    const [made, ...others] = await activities(packet)
    expect(others).toEqual([])
    const rest = { ...good, step: 'Visit', due: null, [name === 'next-date' ? 'due' : name]: null }
    expect(made).toEqual(rest)
    expect(
      await stage.rows("select change_new from change where change_packet = $1 and change_outcome = 'held'", [
        packet.id,
      ]),
    ).toEqual([{ change_new: written }])
  })

  test('is put right by the office, in the activity that was made', async () => {
    const packet = await fresh()
    await stage.reply(packet, { report: { ...good, outcome: 'Reached her', 'next-date': 'next spring' } })
    expect(await mend(packet, {})).toEqual({
      'report/outcome': 'change/value-needed',
      'report/next-date': 'change/value-needed',
    })
    expect(await mend(packet, { 'report/outcome': 'busy', 'report/next-date': 'soon' })).toEqual({
      'report/outcome': 'accepted',
      'report/next-date': 'change/value-wrong',
    })
    expect(await mend(packet, { 'report/next-date': '2027-03-21' })).toEqual({ 'report/next-date': 'accepted' })
    expect(await activities(packet)).toEqual([{ ...good, outcome: 'busy', step: null, due: '2027-03-21' }])
    expect(await stage.held(packet.person)).toEqual([])
  })

  test('that is declined leaves the activity as it is', async () => {
    const packet = await fresh()
    await stage.reply(packet, { report: { ...good, 'next-date': 'next spring' } })
    expect(await stage.settle(packet.person, 'refused')).toEqual(['refused'])
    expect(await activities(packet)).toEqual([{ ...good, step: null, due: null }])
  })

  test('that was put right once is not asked about again when its sender corrects something else', async () => {
    const packet = await fresh()
    const draft = 'd'.repeat(32)
    const report = { ...good, 'next-date': 'next spring' }
    await stage.reply(packet, { draft, sequence: 1, report })
    await mend(packet, { 'report/next-date': '2027-03-21' })
    const told = await stage.reply(packet, { draft, sequence: 2, report: { ...report, note: 'Wants beans' } })
    expect(told.slots).toEqual({ report: 'applied', 'report/next-date': 'same' })
    expect(await activities(packet)).toEqual([{ ...good, note: 'Wants beans', step: null, due: '2027-03-21' }])
  })

  test('is replaced by a later sequence of the draft that has it right, in either order', async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const packet = await fresh()
      const draft = 'd'.repeat(32)
      const said = { 1: 'next spring', 2: '2027-03-21' }
      for (const sequence of order) {
        const received = new Date(Date.now() - 10_000 + sequence * 1000)
        const report = { ...good, 'next-date': said[sequence as 1 | 2] }
        await stage.reply(packet, { draft, sequence, received, report })
      }
      expect([order, await stage.held(packet.person)]).toEqual([order, []])
      expect(await activities(packet)).toEqual([{ ...good, step: null, due: '2027-03-21' }])
    }
  })

  test('waits for its report where that waits, and goes where it goes', async () => {
    const late = async () => {
      const packet = await fresh()
      await stage.rows(
        "update packet set packet_issued = now() - interval '40 days', packet_expires = now() - interval '10 days' where packet_id = $1",
        [packet.id],
      )
      await stage.reply(packet, { report: { ...good, 'next-date': 'next spring' } })
      return packet
    }
    const taken = await late()
    expect(await mend(taken, { 'report/next-date': '2027-03-21' })).toMatchObject({ 'report/next-date': 'accepted' })
    expect(await activities(taken)).toEqual([{ ...good, step: null, due: '2027-03-21' }])
    const declined = await late()
    expect((await stage.settle(declined.person, 'refused')).slice(0, 1)).toEqual(['refused'])
    expect(await stage.held(declined.person)).toEqual([])
    expect(await activities(declined)).toEqual([])
  })

  test('that the form does not ask for is refused alone, and never waits', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, { report: { ...good, salary: '9' } })
    expect(told.slots).toEqual({ report: 'applied', 'report/salary': 'refused not-in-form' })
    expect(await stage.held(packet.person)).toEqual([])
  })

  test('that only the table refuses waits, too, and the rest is the activity', async () => {
    const packet = await fresh()
    await stage.rows("alter table activity add constraint odd check (activity_next <> 'Fly')")
    try {
      const told = await stage.reply(packet, {
        set: { 'given-name': 'James' },
        report: { ...good, 'next-step': 'Fly' },
      })
      expect(told.slots).toEqual({
        'field/given-name': 'applied',
        report: 'applied',
        'report/next-step': 'held invalid',
      })
      expect(await activities(packet)).toEqual([{ ...good, step: null, due: null }])
      expect(await mend(packet, { 'report/next-step': 'Drive' })).toEqual({ 'report/next-step': 'accepted' })
      expect(await activities(packet)).toEqual([{ ...good, step: 'Drive', due: null }])
    } finally {
      await stage.rows('alter table activity drop constraint odd')
    }
  })
})

describe('a value of the record that does not fit', () => {
  test('waits as it was written and is put right; a later reply that has it right replaces it', async () => {
    const [first, second] = [await fresh(), await fresh()]
    for (const packet of [first, second])
      expect((await stage.reply(packet, { set: { language: 'the local one' } })).slots).toEqual({
        'field/language': 'held not-a-choice',
      })
    expect(await mend(first, { 'field/language': 'klingon' })).toEqual({ 'field/language': 'change/value-wrong' })
    expect(await mend(first, { 'field/language': 'lg' })).toEqual({ 'field/language': 'accepted' })
    await stage.reply(second, { set: { language: 'lg' } })
    for (const packet of [first, second]) {
      expect(await stage.held(packet.person)).toEqual([])
      expect(await stage.one('select person_language as v from person where person_id = $1', [packet.person])).toEqual({
        v: 'lg',
      })
    }
    expect((await stage.reply(first, { set: { language: 'the local one' } })).slots).toEqual({
      'field/language': 'untouched',
    })
  })

  test('keeps no older value out that fits, whichever came first, and waits beside it', async () => {
    for (const order of [
      ['Owino', 'O'.repeat(200)],
      ['O'.repeat(200), 'Owino'],
    ]) {
      const packet = await fresh()
      await stage.rows("update packet set packet_issued = now() - interval '1 day' where packet_id = $1", [packet.id])
      for (const value of order)
        await stage.reply(packet, {
          set: { 'family-name': value },
          received: new Date(Date.now() - (value === 'Owino' ? 9000 : 1000)),
        })
      const { v } = await stage.one('select person_family as v from person where person_id = $1', [packet.person])
      expect([v, await stage.held(packet.person)]).toEqual(['Owino', ['field/family-name too-long']])
      expect(await mend(packet, { 'field/family-name': 'Okello' })).toEqual({ 'field/family-name': 'accepted' })
      // what was put right is what the packet last got in
      const next = await stage.reply(packet, { set: { 'family-name': 'Otieno' } })
      expect(next.slots).toEqual({ 'field/family-name': 'applied' })
    }
  })

  test('is stored only in a shape that fits, also where the table would take more', async () => {
    const packet = await fresh()
    await stage.reply(packet, { set: { title: 'Dr '.repeat(99) } })
    expect(await mend(packet, {})).toEqual({ 'field/title': 'change/value-needed' })
    expect(await mend(packet, { 'field/title': 'Mrs '.repeat(99) })).toEqual({ 'field/title': 'change/value-wrong' })
    expect(await mend(packet, { 'field/title': 'Dr' })).toEqual({ 'field/title': 'accepted' })
  })

  test('of a row waits with the whole row, and the office names the field', async () => {
    const packet = await fresh()
    const fields = { kind: 'home', city: 'Gulu', country: 'Uganda', line1: 'Market' }
    const told = await stage.reply(packet, { rows: [{ collection: 'address', row: 'new-1', fields }] })
    expect(told.slots).toEqual({ 'row/address/new-1': 'held too-long' })
    expect(await mend(packet, { 'row/address/new-1': { ...fields, country: 'UG' } })).toEqual({
      'row/address/new-1': 'accepted',
    })
    const rows = await stage.rows(
      'select address_city as city, address_country as country from address where address_entity = $1',
      [packet.person],
    )
    expect(rows).toContainEqual({ city: 'Gulu', country: 'UG' })
  })

  test('that is not in the form, or of another record, is refused and never waits', async () => {
    const [packet, other] = [await fresh(), await fresh()]
    const row = other.row('contact-point')
    await stage.reply(packet, {
      set: { salary: 'x'.repeat(5000) },
      rows: [{ collection: 'contact-point', row, fields: { kind: 'phone', value: 'see card' } }],
    })
    expect(await stage.held(packet.person)).toEqual([])
  })

  test('a mended value is the office’s alone: a salesperson puts nothing right', async () => {
    const packet = await fresh()
    await stage.reply(packet, { set: { language: 'the local one' } })
    const client = stage.as('satchel')
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of('anna'), true)")
    const call = client.query(
      "select resolve_change(change_id, 'accepted', 'x', '', '\"lg\"') from change where change_packet = $1",
      [packet.id],
    )
    await expect(call).rejects.toMatchObject({ code: '42501' })
    await client.query('rollback')
  })
})
