// Consent: append-only, the newest counts, in doubt no; and the unsubscribes that write it.

import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const newMark = () => randomBytes(16).toString('hex')
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const minutes = (count: number) => new Date(Date.now() + count * 60_000)

const say = (mark: string, given: boolean, received: Date) =>
  stage.rows(
    "insert into consent (consent_mark, consent_given, consent_basis, consent_received) values ($1, $2, 'test', $3)",
    [mark, given, received],
  )
const mayWrite = async (mark: string, purpose = 'all') =>
  (await stage.one<{ may: boolean }>('select may_write($1, $2) as may', [mark, purpose])).may

interface Noted {
  readonly problem?: string
  readonly case?: string
  readonly mailto?: string | null
  readonly purposes?: readonly string[] | null
}
async function leave(
  said: { token?: string; mark?: string; mailto?: string; received?: Date; purposes?: readonly string[] },
  client: pg.Client = stage.as('satchel_import'),
): Promise<Noted> {
  const item = await stage.item()
  const { rows } = await client.query<{ r: Noted }>('select note_unsubscribe($1, $2, $3, $4, $5, $6, $7) as r', [
    item.id,
    said.token === undefined ? null : hash(said.token),
    said.mark ?? null,
    said.mailto ?? null,
    'test',
    said.received ?? new Date(),
    said.purposes ?? ['all'],
  ])
  return rows[0]?.r ?? {}
}

describe('O3: the newest counts', () => {
  test('nothing said is no no', async () => {
    expect(await mayWrite(newMark())).toBe(true)
  })

  test.each([
    [true, -60, false, -30, false],
    [false, -60, true, -30, true],
    // within ten minutes of each other, whichever came first: no
    [false, -35, true, -30, false],
    [true, -35, false, -30, false],
    [false, -41, true, -30, true],
  ])(
    '%s at %i min, then %s at %i min: %s, in whichever order they are written down',
    async (a, at, b, bt, expected) => {
      for (const isTurned of [false, true]) {
        const mark = newMark()
        const said = [
          [a, at],
          [b, bt],
        ] as const
        for (const [given, time] of isTurned ? said.toReversed() : said) await say(mark, given, minutes(time))
        expect(await mayWrite(mark)).toBe(expected)
      }
    },
  )

  test('a time in the future is now: nobody says no for next year', async () => {
    const mark = newMark()
    await leave({ mark, mailto: 'x@example.org', received: minutes(60 * 24 * 365) })
    const row = await stage.one<{ late: boolean }>(
      "select consent_received > now() + interval '1 minute' as late from consent where consent_mark = $1",
      [mark],
    )
    expect(row.late).toBe(false)
  })
})

describe('an unsubscribe', () => {
  test('by token works, twice is a repeat, and names whom to confirm it to', async () => {
    const person = await stage.person()
    const mark = newMark()
    const packet = await stage.ownPacket(person, { mark })
    expect(await leave({ token: packet.tokens.unsubscribe })).toMatchObject({
      case: 'new',
      mailto: 'jimmy@example.org',
    })
    expect(await mayWrite(mark)).toBe(false)
    expect(await leave({ token: packet.tokens.unsubscribe })).toMatchObject({ case: 'repeat' })
  })

  test('by token works when the address is long gone', async () => {
    const mark = newMark()
    const packet = await stage.ownPacket(await stage.person(), { mark })
    await stage.rows('update token set token_mailto = null, token_entity = null where token_hid = $1', [
      hash(packet.tokens.unsubscribe),
    ])
    expect(await leave({ token: packet.tokens.unsubscribe })).toMatchObject({ case: 'new', mailto: null })
    expect(await mayWrite(mark)).toBe(false)
  })

  test('by an address that is not on file counts, and nobody is written to', async () => {
    const mark = newMark()
    expect(await leave({ mark, mailto: 'stranger@example.org' })).toMatchObject({ case: 'new', mailto: null })
    expect(await mayWrite(mark)).toBe(false)
  })

  test('with a token of nobody is refused, and so is one of a work packet without an address', async () => {
    expect(await leave({ token: 'invented' })).toEqual({ problem: 'token/not-known' })
    const packet = await stage.packet(await stage.person())
    expect(await leave({ token: packet.token })).toEqual({ problem: 'token/not-known' })
  })

  test('through two channels in one moment makes one confirmation', async () => {
    const second = new pg.Client({ connectionString: stage.database.url('satchel_import') })
    await second.connect()
    try {
      const mark = newMark()
      const both = await Promise.all([
        leave({ mark, mailto: 'jimmy@example.org' }),
        leave({ mark, mailto: 'jimmy@example.org' }, second),
      ])
      expect(new Set(both.map(noted => noted.case))).toEqual(new Set(['new', 'repeat']))
    } finally {
      await second.end()
    }
  })
})

describe('an unsubscribe from some letters', () => {
  beforeAll(async () => {
    for (const [name, label, sort] of [
      ['training', 'Training days', 8],
      ['prices', 'Prices', 9],
    ])
      await stage.rows(
        `insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_labels, lookup_sort)
         values ('consent-purpose/' || $1, 'consent-purpose', $1, $2, '{"sw": "Mafunzo"}', $3)`,
        [name, label, sort],
      )
  })
  const personNo = async (person: Awaited<ReturnType<Stage['person']>>, purpose: string) =>
    (await stage.one<{ no: boolean }>('select person_no($1, $2) is not null as no', [person, purpose])).no

  test('ends these and no others, for the person too, and the confirmation names them in their language', async () => {
    const person = await stage.person()
    const mark = newMark()
    const { tokens } = await stage.ownPacket(person, { mark })
    const purposes = ['prices', 'training']
    const noted = await leave({ token: tokens.unsubscribe, purposes })
    expect(noted).toMatchObject({ case: 'new', mailto: 'jimmy@example.org', purposes: ['Training days', 'Prices'] })
    for (const [purpose, open] of [
      ['training', false],
      ['prices', false],
      ['all', true],
    ] as const) {
      expect(await mayWrite(mark, purpose)).toBe(open)
      expect(await personNo(person, purpose)).toBe(!open)
    }
    expect(await leave({ token: tokens.unsubscribe, purposes: ['training'] })).toMatchObject({ case: 'repeat' })
    // one more than before is news
    expect(await leave({ token: tokens.unsubscribe })).toMatchObject({ case: 'new', purposes: null })
    expect(await mayWrite(mark)).toBe(false)
    expect(await leave({ token: tokens.unsubscribe, purposes })).toMatchObject({ case: 'repeat' })
  })

  test.each([
    ['with all among them', ['training', 'all']],
    ['that name no purpose of the list', ['invented']],
    ['that name none', []],
  ])('%s ends all', async (_name, purposes) => {
    const mark = newMark()
    expect(await leave({ mark, mailto: 'x@example.org', purposes })).toMatchObject({ case: 'new', purposes: null })
    expect(await mayWrite(mark)).toBe(false)
  })

  test('by a typed address is told once a day, however many kinds are named one by one', async () => {
    await stage.person()
    const said = { mark: newMark(), mailto: 'jimmy@example.org' }
    const before = minutes(-2 * 24 * 60)
    expect(await leave({ ...said, purposes: ['training'], received: before })).toMatchObject({ mailto: said.mailto })
    expect(await leave({ ...said, purposes: ['prices'] })).toMatchObject({ case: 'new', mailto: said.mailto })
    expect(await leave(said)).toMatchObject({ case: 'new', mailto: null })
    expect(await mayWrite(said.mark)).toBe(false)
  })

  test('counts for a purpose that is asked about no more, and passes over one that never was', async () => {
    const mark = newMark()
    await stage.rows("update lookup set lookup_active = false where lookup_hid = 'consent-purpose/prices'")
    const said = { mark, mailto: 'x@example.org', purposes: ['prices', 'invented'] }
    expect(await leave(said)).toMatchObject({ case: 'new', purposes: ['Prices'] })
    expect([await mayWrite(mark, 'prices'), await mayWrite(mark)]).toEqual([false, true])
  })
})

test('sales neither note nor read consent; the office does both', async () => {
  const client = stage.as('satchel')
  for (const [hid, allowed] of [
    ['anna', false],
    ['office', true],
  ] as const) {
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of($1), true)", [hid])
    const noted = client.query("select note_consent('m', false, 'test')").then(
      () => true,
      (error: { code?: string }) => error.code,
    )
    expect(await noted).toBe(allowed ? true : '42501')
    await client.query('rollback')
  }
})
