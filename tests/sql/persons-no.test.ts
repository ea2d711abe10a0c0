// Whose no it is: one that came with a token is the person's, at every address, through merges and beyond erasure; a typed one is an
// address's alone.

import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const newMark = () => randomBytes(32).toString('hex')
const minutes = (count: number) => new Date(Date.now() + count * 60_000)
const jimmy = 'jimmy@example.org'

const maySend = async (person: number, mark = newMark()) =>
  (await stage.one<{ may: boolean }>("select may_send($1, $2, 'all') as may", [person, mark])).may
/** A person's own form, with a mark that nobody has said anything for. */
const own = (person: number, order: { mark?: string; asked?: boolean; mailto?: string } = {}) =>
  stage.ownPacket(person, { mark: newMark(), ...order })
/** Says no as the import does. */
async function leave(token: string | null, said: { mark?: string; mailto?: string; received?: Date } = {}) {
  const item = await stage.item()
  await stage
    .as('satchel_import')
    .query('select note_unsubscribe($1, $2, $3, $4, $5, $6)', [
      item.id,
      token === null ? null : hash(token),
      said.mark ?? null,
      said.mailto ?? null,
      'test',
      said.received ?? new Date(),
    ])
}
async function agree(token: string, said: { sender?: string; mark?: string; received?: Date; question?: string } = {}) {
  const item = await stage.item()
  const { rows } = await stage
    .as('satchel_import')
    .query<{ r: Record<string, unknown> }>('select note_yes($1, $2, $3, $4, $5, $6, $7) as r', [
      item.id,
      hash(token),
      said.mark ?? newMark(),
      said.sender ?? null,
      'test',
      said.received ?? new Date(),
      said.question === undefined ? null : hash(said.question),
    ])
  return rows[0]?.r
}
async function asOffice<T>(text: string, values: unknown[]): Promise<T> {
  const client = stage.as('satchel')
  await client.query('begin')
  try {
    await client.query("select set_config('role', staff_role_of('office'), true)")
    const { rows } = await client.query<{ r: T }>(text, values)
    await client.query('commit')
    return (rows[0] as { r: T }).r
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
const merge = async (kept: number, lost: number) =>
  (await asOffice<{ merge: number }>('select merge_records($1, $2) as r', [kept, lost])).merge
const undo = (merged: number) => asOffice('select undo_merge($1) as r', [merged])

describe('a no with a token', () => {
  test('counts at every address of the person, now and later, and at its own address for everybody', async () => {
    const [person, other] = [await stage.person(), await stage.person()]
    const mark = newMark()
    const packet = await own(person, { mark })
    await leave(packet.tokens.unsubscribe)
    expect(await own(person, { mark: newMark() })).toMatchObject({ problem: 'consent/withdrawn' })
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary) values ($1, lookup_find('contact-kind', 'email'), 'later@example.org', true)",
      [person],
    )
    expect(await own(person, { mark: newMark(), mailto: 'later@example.org' })).toMatchObject({
      problem: 'consent/withdrawn',
    })
    expect(await own(other, { mark })).toMatchObject({ problem: 'consent/withdrawn' })
    expect((await own(other, { mark: newMark() })).problem).toBeUndefined()
    // what they ask for goes out, and staff go on working
    expect((await own(person, { mark, asked: true })).problem).toBeUndefined()
    expect((await stage.packet(person)).id).toBeGreaterThan(0)
  })

  test("with the token of an answer, too; a staff member's packet is nobody's no", async () => {
    const person = await stage.person()
    const packet = await own(person)
    await leave(packet.tokens.reply, { mark: newMark(), mailto: jimmy })
    expect(await maySend(person)).toBe(false)
    const sold = await stage.person()
    await leave((await stage.packet(sold)).token, { mark: newMark(), mailto: jimmy })
    expect(await maySend(sold)).toBe(true)
  })
})

test('a typed address stops that address alone, whoever typed it', async () => {
  const person = await stage.person()
  const mark = newMark()
  await leave(null, { mark, mailto: jimmy })
  expect(await maySend(person, mark)).toBe(false)
  expect(await maySend(person)).toBe(true)
  // beside a token that nobody gave out it is typed all the same
  await leave('invented', { mark: newMark(), mailto: jimmy })
  expect(await maySend(person)).toBe(true)
})

describe('a later yes', () => {
  test('ends the no when our mail server vouches for the address, or the office does; a weak one never', async () => {
    const person = await stage.person()
    const mark = newMark()
    const { tokens } = await own(person, { mark })
    await leave(tokens.unsubscribe, { received: minutes(-90) })
    await agree(tokens.reply, { mark, received: minutes(-60) })
    await agree(tokens.reply, { mark, received: minutes(-60), sender: 'mallory@example.org' })
    expect(await maySend(person, mark)).toBe(false)
    expect(await maySend(person)).toBe(false)
    await agree(tokens.reply, { mark, received: minutes(-60), sender: 'JIMMY@example.org' })
    expect(await maySend(person, mark)).toBe(true)
    expect(await maySend(person)).toBe(true)
    await leave(tokens.unsubscribe, { received: minutes(-30) })
    expect(await maySend(person)).toBe(false)
    expect(
      await asOffice("select note_consent($2, true, 'card', $3, 'P' || $1::bigint) as r", [person, mark, jimmy]),
    ).toMatchObject({ person })
    expect(await maySend(person, mark)).toBe(true)
  })

  test('that was weak is confirmed by the address on file, once', async () => {
    const person = await stage.person()
    const { tokens } = await own(person)
    await leave(tokens.unsubscribe, { received: minutes(-90) })
    const [mark, question, second] = [newMark(), newMark(), newMark()]
    expect(await agree(tokens.reply, { mark, received: minutes(-70), question })).toMatchObject({ ask: jimmy })
    // one question at a time
    expect(await agree(tokens.reply, { mark, received: minutes(-70), question: second })).toMatchObject({ ask: null })
    expect(await maySend(person)).toBe(false)
    expect(await agree(question, { received: minutes(-60) })).toMatchObject({ evidence: 'strong' })
    expect(await maySend(person)).toBe(true)
    await leave(tokens.unsubscribe, { received: minutes(-30) })
    expect(await agree(question)).toMatchObject({ evidence: null })
    expect(await maySend(person)).toBe(false)
  })

  test('received before the no it ends nothing, in whichever order they are imported', async () => {
    for (const isTurned of [false, true]) {
      const person = await stage.person()
      const { tokens } = await own(person)
      const said = [
        () => agree(tokens.reply, { sender: jimmy, received: minutes(-60) }),
        () => leave(tokens.unsubscribe, { received: minutes(-30) }),
      ]
      for (const say of isTurned ? said.toReversed() : said) await say()
      expect(await maySend(person)).toBe(false)
    }
  })

  test("of an address that several have opens the address, and ends nobody else's own no", async () => {
    const [left, right] = [await stage.person(), await stage.person()]
    const mark = newMark()
    const { tokens } = await own(left, { mark })
    await leave(tokens.unsubscribe, { received: minutes(-60) })
    await asOffice("select note_consent($1, true, 'card', $2) as r", [mark, jimmy])
    expect(await maySend(right, mark)).toBe(true)
    expect(await maySend(left, mark)).toBe(false)
  })
})

describe('a merge', () => {
  test.each(['kept', 'lost'])('keeps the no of the one that is %s, and its undoing gives it back', async whose => {
    const [kept, lost] = [await stage.person(), await stage.person()]
    const [one, other] = whose === 'kept' ? [kept, lost] : [lost, kept]
    const { tokens } = await own(one)
    await agree((await own(other)).tokens.reply, { sender: jimmy, received: minutes(-30) })
    await leave(tokens.unsubscribe, { received: minutes(-60) })
    const merged = await merge(kept, lost)
    expect(await maySend(kept)).toBe(false)
    await undo(merged)
    expect([await maySend(one), await maySend(other)]).toEqual([false, true])
  })

  test("a no through a letter from before it is its record's; through one from after it, both records'", async () => {
    for (const [isBefore, expected] of [
      [true, true],
      [false, false],
    ] as const) {
      const [kept, lost] = [await stage.person(), await stage.person()]
      let packet = await own(kept)
      const merged = await merge(kept, lost)
      if (!isBefore) packet = await own(kept)
      await leave(packet.tokens.unsubscribe)
      expect(await maySend(kept)).toBe(false)
      await undo(merged)
      expect([await maySend(kept), await maySend(lost)]).toEqual([false, expected])
    }
  })

  test('a yes after it ends the no of either', async () => {
    const [kept, lost] = [await stage.person(), await stage.person()]
    const { tokens } = await own(lost)
    await leave(tokens.unsubscribe, { received: minutes(-60) })
    await merge(kept, lost)
    await asOffice("select note_consent($2, true, 'card', $3, 'P' || $1::bigint) as r", [kept, newMark(), jimmy])
    expect(await maySend(kept)).toBe(true)
  })
})

describe('a letter that waits', () => {
  const queue = async (packet: { id: number; hid: string }) => {
    await stage
      .as('satchel_dispatch')
      .query("select post_packet($1, 'd', 'packet-' || $2, 'd', 'bytes')", [packet.id, packet.hid])
    return async () => {
      await stage.as('satchel_dispatch').query('select letter from claim_letters(100)')
      return stage.one<{ status: string; problem: string | null }>(
        "select letter_status as status, letter_problem as problem from letter where letter_hid = 'packet-' || $1",
        [packet.hid],
      )
    }
  }
  test('is not sent after a no that came since; one that was asked for is', async () => {
    const person = await stage.person()
    const mark = newMark()
    const unasked = await own(person, { mark })
    const state = await queue(unasked)
    const asked = await queue(await own(person, { mark, asked: true }))
    expect(await state()).toEqual({ status: 'queued', problem: null })
    await leave(unasked.tokens.unsubscribe)
    expect(await state()).toEqual({ status: 'failed', problem: 'consent/withdrawn' })
    expect(await asked()).toEqual({ status: 'queued', problem: null })
  })

  test('goes out where they ask for their form meanwhile', async () => {
    const person = await stage.person()
    const mark = newMark()
    const packet = await own(person, { mark })
    const state = await queue(packet)
    await leave(packet.tokens.unsubscribe)
    const item = await stage.item()
    await stage.as('satchel_import').query('select note_form_request($1, $2, $3, now())', [item.id, jimmy, mark])
    await stage.as('satchel_dispatch').query('select next_form_request()')
    expect(await state()).toEqual({ status: 'queued', problem: null })
  })
})

describe('an erasure', () => {
  test('marks every address that was known of them, and is refused without the marks', async () => {
    const person = await stage.person()
    const { tokens } = await own(person)
    for (const value of ['second@example.org', 'third@example.org'])
      await stage.rows(
        "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'email'), $2)",
        [person, value],
      )
    await stage.rows("delete from contact_point where contact_point_value = 'third@example.org'")
    await leave(tokens.unsubscribe)
    await expect(asOffice('select erase_record($1) as r', [person])).rejects.toMatchObject({
      constraint: 'erase_marks',
    })
    const addresses = await asOffice<string[]>('select erase_addresses($1) as r', [person])
    expect(addresses).toEqual([jimmy, 'second@example.org', 'third@example.org'])
    const marks = Object.fromEntries(addresses.map(address => [address, newMark()]))
    await asOffice('select erase_record($1, $2) as r', [person, JSON.stringify(marks)])
    const loaded = await stage.person()
    for (const mark of Object.values(marks)) expect(await maySend(loaded, mark)).toBe(false)
    // the token names nobody any more
    expect(await maySend(loaded)).toBe(true)
  })

  test('of somebody who said yes, or nothing, marks nothing', async () => {
    const marks = { [jimmy]: newMark() }
    await asOffice('select erase_record($1, $2) as r', [await stage.person(), JSON.stringify(marks)])
    expect(await maySend(await stage.person(), marks[jimmy])).toBe(true)
  })
})
