// While the office settles a held change, only that change and its record are written in the name of the reply.

import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogins } from '../helpers/staff-logins.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<'olga'>>>
/** The office, over a connection of its own. */
let olga: Client

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, { olga: 'office' })
  olga = logins.as('olga')
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

const familyOf = async (person: number) =>
  (await stage.one<{ v: string }>('select person_family as v from person where person_id = $1', [person])).v
const rename = 'update person set person_family = $2 where person_id = $1'

describe('settling', () => {
  /** A held change: what the office sees of it. */
  const held = async (person: number) => {
    const { rows } = await olga.query<{ change: string; stamp: string }>(
      'select change, stamp from held_changes() where entity = $1 order by change',
      [person],
    )
    return rows
  }
  const clash = async (said: Record<string, string> = { 'given-name': 'James' }) => {
    const packet = await stage.packet(await stage.person())
    await stage.rows("update person set person_given = 'Jacob', person_title = 'Dr' where person_id = $1", [
      packet.person,
    ])
    await stage.reply(packet, { set: said })
    return { ...packet, held: await held(packet.person) }
  }
  const begin = 'select resolve_begin($1, $2)'
  const packetsOf = async (person: number) =>
    (
      await stage.rows<{ packet: string }>(
        'select distinct packet_hid as packet from audit join reply on reply_id = audit_reply join packet on packet_id = reply_packet where audit_entity = $1',
        [person],
      )
    ).map(({ packet }) => packet)
  const inTransaction = async (...work: readonly (readonly [string, readonly unknown[]])[]) => {
    await olga.query('begin')
    try {
      for (const [text, values] of work) await olga.query(text, [...values])
      await olga.query('commit')
    } finally {
      await olga.query('rollback')
    }
  }

  test("the history of another record never names the reply's packet", async () => {
    const { person, hid, held: changes } = await clash()
    const other = await stage.person()
    const [one] = changes
    await olga.query('begin')
    const { rows } = await olga.query<{ s: Record<string, unknown> }>(`${begin} as s`, [one?.change, one?.stamp])
    await olga.query(rename, [other, 'X'])
    await olga.query("insert into person (person_hid, person_given) values ('besides', 'Amani')")
    const { rows: written } = await olga.query<{ row: string }>(
      "select write_rows(jsonb_build_array($1::jsonb)) -> ($1::jsonb ->> 'change') as row",
      [rows[0]?.s],
    )
    await olga.query("select resolve_end($1, 'accepted', 'test', $2)", [one?.change, written[0]?.row])
    await olga.query('commit')
    expect(await stage.given(person)).toBe('James')
    expect(await packetsOf(person)).toEqual([hid])
    expect(await packetsOf(other)).toEqual([])
    const { id } = await stage.one<{ id: string }>("select person_id as id from person where person_hid = 'besides'")
    expect(await packetsOf(Number(id))).toEqual([])
  })

  test('names its packet for what it writes, and not for the rest of the record', async () => {
    const { person, hid, held: changes } = await clash()
    const [one] = changes
    await olga.query('begin')
    const { rows } = await olga.query<{ s: Record<string, unknown> }>(`${begin} as s`, [one?.change, one?.stamp])
    await olga.query("update person set person_note = 'X', person_title = 'Y' where person_id = $1", [person])
    await olga.query(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'web'), 'x.example')",
      [person],
    )
    await olga.query('update entity set entity_owner = null where entity_id = $1', [person])
    const { rows: written } = await olga.query<{ row: string }>(
      "select write_rows(jsonb_build_array($1::jsonb)) -> ($1::jsonb ->> 'change') as row",
      [rows[0]?.s],
    )
    await olga.query("select resolve_end($1, 'accepted', 'test', $2)", [one?.change, written[0]?.row])
    await olga.query('commit')
    const named = await stage.rows(
      'select audit_table as of, audit_fields as fields from audit join reply on reply_id = audit_reply join packet on packet_id = reply_packet where packet_hid = $1 order by audit_id',
      [hid],
    )
    expect(named).toEqual([
      { of: 'entity', fields: 'entity_name' },
      { of: 'person', fields: 'person_given' },
    ])
  })

  test('is accepted with its write alone', async () => {
    const { person, held: changes } = await clash()
    const [one] = changes
    const empty = inTransaction(
      [begin, [one?.change, one?.stamp]],
      ["select resolve_end($1, 'accepted', 'test', $2)", [one?.change, person]],
    )
    await expect(empty).rejects.toMatchObject({ code: '42501' })
    expect(await held(person)).toEqual(changes)
  })

  test('is not left open', async () => {
    const { person, held: changes } = await clash()
    const given = [changes[0]?.change, changes[0]?.stamp]
    for (const work of [
      [
        [begin, given],
        [rename, [person, 'X']],
      ],
      [
        [begin, given],
        ['savepoint a', []],
        ["select resolve_end($1, 'refused', null, null)", given.slice(0, 1)],
        ['rollback to savepoint a', []],
      ],
      [
        [begin, given],
        ['set constraints all immediate', []],
      ],
    ] as const)
      await expect(inTransaction(...work)).rejects.toMatchObject({ code: '42501' })
    expect([await familyOf(person), await stage.rows('select from acting')]).toEqual(['Okello', []])
    expect(await held(person)).toHaveLength(1)
  })

  test('is begun for one change at a time, and ended for that one', async () => {
    const two = await clash({ 'given-name': 'James', title: 'Prof' })
    const other = await clash()
    expect(two.held).toHaveLength(2)
    const given = two.held.map(({ change, stamp }) => [change, stamp])
    await expect(
      inTransaction(
        [begin, given[0] ?? []],
        [begin, [other.held[0]?.change, other.held[0]?.stamp]],
        ["select resolve_end($1, 'refused', null, null)", [other.held[0]?.change]],
      ),
    ).rejects.toMatchObject({ code: '42501' })
    for (const end of [
      "select resolve_end($1, 'accepted', null, 1)",
      "select resolve_end($1, 'refused', null, null)",
    ]) {
      const ended = inTransaction([begin, given[0] ?? []], [end, [given[1]?.[0]]])
      await expect(ended).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('several, one after the other, is what it is for', async () => {
    const { person, hid } = await clash({ 'given-name': 'James', title: 'Prof' })
    expect(await stage.settle(person, 'accepted')).toEqual(['accepted', 'accepted'])
    expect(
      await stage.one('select person_given as given, person_title as title from person where person_id = $1', [person]),
    ).toEqual({ given: 'James', title: 'Prof' })
    expect(await packetsOf(person)).toEqual([hid])
  })
})
