// Many records, each to its owner: one that cannot go out stops no other, and an order that was killed goes on where it was.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

interface One {
  readonly record: string
  readonly state: string
  readonly recipient: string | null
  readonly packet?: string
  readonly to?: string
  readonly code?: string
}

let home: TestHome
const query = ['dispatch', '--query', 'people/by-phone', '--param', 'contact=+255 700 000 001', '--to-owner']
/** Enough for two connections. */
const people = Array.from({ length: 60 }, (_, index) => `P${index + 1}`)
const owner = (index: number) => (index % 2 === 0 ? 'anna' : 'baraka')

beforeAll(async () => {
  home = await makeHome()
  for (const [index, hid] of people.entries()) await home.person(hid, owner(index))
})
afterAll(() => home.close())

const packets = async () =>
  home.rows<{ hid: string; staff: string }>(
    'select person_hid as hid, staff_hid as staff from packet join person on person_id = packet_entity join staff on staff_id = packet_recipient order by packet_id',
  )

describe('a dispatch to the owners', () => {
  test('says as a dry run how many letters would go to whom, and how many cannot', async () => {
    await home.person('N1')
    await home.person('N2', 'grace')
    await home.rows("update entity set entity_owner = null where entity_id = find_entity('N1')")
    await home.rows("update staff set staff_protection = null where staff_hid = 'grace'")
    const dry = await home.satchel(['--as', 'grace', ...query, '--dry-run'])
    expect([dry.code, dry.err]).toEqual([3, ''])
    expect(dry.out).toContain(`Would send 30 records to ${mails.anna}.`)
    expect(dry.out).toContain(`Would send 30 records to ${mails.baraka}.`)
    expect(dry.out).toContain('Not sent: 1 record. It has no owner. Jimmy Okello (N1).')
    expect(dry.out).toContain('Not sent: 1 record. Nobody has chosen how letters to "grace" are protected')
    expect(dry.out).toContain('60 would go out, 0 left out, 2 cannot. Nothing was sent.')
    expect(await packets()).toEqual([])
  })

  test('that is killed goes on where it was: each record goes once, to its own owner', async () => {
    const killed = await home.process(['--as', 'grace', ...query], {
      env: { SATCHEL_CRASH_AT: 'dispatch/committed#7' },
    })
    expect(killed.signal, killed.err).toBe('SIGKILL')
    const before = await packets()
    expect(before.length).toBeGreaterThanOrEqual(7)
    expect(before.length).toBeLessThanOrEqual(8)
    const again = await home.satchel(['--as', 'grace', ...query, '--json'])
    expect(again.code).toBe(3)
    const results = again.json<One[]>()
    const states = (state: string) => results.filter(one => one.state === state)
    expect(
      states('left-out')
        .map(({ record }) => record)
        .sort(),
    ).toEqual(before.map(({ hid }) => hid).sort())
    expect(states('queued')).toHaveLength(people.length - before.length)
    expect(states('not-sent').map(({ record, code }) => [record, code])).toEqual([
      ['N1', 'staff/not-known'],
      ['N2', 'staff/no-protection'],
    ])
    const after = await packets()
    expect(new Map(after.map(({ hid, staff }) => [hid, staff]))).toEqual(
      new Map(people.map((hid, index) => [hid, owner(index)])),
    )
    expect(after).toHaveLength(people.length)
    const letters = await home.rows('select letter_to as to, count(*)::int as n from letter group by 1 order by 1')
    expect(letters).toEqual([
      { to: mails.anna, n: 30 },
      { to: mails.baraka, n: 30 },
    ])
  })

  test('leaves out everything when all of it is out, and says how many', async () => {
    const all = await home.satchel(['--as', 'grace', ...query])
    expect(all.out).toContain(
      '60 records were left out: their recipients have an open packet with the form call-report.',
    )
    expect(await packets()).toHaveLength(people.length)
  })

  test('reports the record that is too large, or whose owner is off, and sends the others', async () => {
    for (const hid of ['L1', 'L2', 'L3']) await home.person(hid)
    await home.person('L4', 'baraka')
    await home.rows("update person set person_note = repeat('maize ', 400000) where person_hid = 'L2'")
    await home.rows("update staff set staff_active = false where staff_hid = 'baraka'")
    const ended = await home.satchel([
      '--as',
      'grace',
      'dispatch',
      'L1',
      'L2',
      'L3',
      'L4',
      'nobody',
      '--to-owner',
      '--json',
    ])
    expect([ended.code, ended.err]).toEqual([3, ''])
    expect(ended.json<One[]>().map(({ record, state, code }) => [record, state, code])).toEqual([
      ['L1', 'queued', undefined],
      ['L2', 'not-sent', 'packet/too-large'],
      ['L3', 'queued', undefined],
      ['L4', 'not-sent', 'staff/not-known'],
      ['nobody', 'not-sent', 'entity/not-seen'],
    ])
  })

  test('and to one recipient at once is a wrong use, and so is neither', async () => {
    for (const args of [['L1'], ['L1', '--to', 'anna', '--to-owner']])
      expect(await home.satchel(['dispatch', ...args])).toMatchObject({ code: 2, out: '' })
  })
})
