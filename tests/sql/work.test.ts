// A transaction's work has a number of its own, and what is done in the name of a reply, or of a merge, is told from what the same
// transaction, or another server's of the same number, did besides.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
/** The office, over a connection of its own. */
let olga: Client

beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('olga', 'Olga', 'olga@kilimo.example', 'office', 'en')")
  const { login } = await stage.one<{ login: string }>("select staff_role_of('olga') as login")
  await stage.rows(`alter role ${login} password 'for-this-test'`)
  const address = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
  olga = new Client({ connectionString: address })
  await olga.connect()
})
afterAll(async () => {
  await olga.end()
  await stage.close()
})

/** In a transaction that leaves nothing behind. */
async function undone<T>(work: () => Promise<T>): Promise<T> {
  await stage.rows('begin')
  try {
    return await work()
  } finally {
    await stage.rows('rollback')
  }
}
const numberOf = async (person: number) =>
  (
    await stage.one<{ n: string }>(
      'select audit_tx as n from audit where audit_entity = $1 order by audit_id desc limit 1',
      [person],
    )
  ).n
const familyOf = async (person: number) =>
  (await stage.one<{ v: string }>('select person_family as v from person where person_id = $1', [person])).v
const rename = 'update person set person_family = $2 where person_id = $1'

describe('the number of a work', () => {
  test('is one for a transaction, and larger for the next, whatever was taken back in between', async () => {
    const person = await stage.person()
    const numbers = await undone(async () => {
      await stage.rows('savepoint a')
      await stage.rows(rename, [person, 'One'])
      await stage.rows('rollback to savepoint a')
      await stage.rows(rename, [person, 'Two'])
      const two = await numberOf(person)
      await stage.rows(rename, [person, 'Three'])
      return [two, await numberOf(person)]
    })
    expect(numbers[0]).toBe(numbers[1])
    await stage.rows(rename, [person, 'Four'])
    expect(Number(await numberOf(person))).toBeGreaterThan(Number(numbers[0]))
  })

  test("is not that of another server's transaction which had the same place in its count", async () => {
    const person = await stage.person()
    const earlier = await numberOf(person)
    await undone(async () => {
      await stage.rows('delete from work where work_id = $1', [earlier])
      await stage.rows("insert into work select $1, 1, pg_current_xact_id()::text::bigint, now() - interval '1 year'", [
        earlier,
      ])
      await stage.rows(rename, [person, 'Other'])
      expect(Number(await numberOf(person))).toBeGreaterThan(Number(earlier))
    })
  })

  test('is drawn, read and written by no login', async () => {
    for (const text of [
      'select * from work',
      'insert into work values (1, 1, 1, now())',
      'select * from acting',
      "select nextval('work_number')",
      'select current_work()',
      'select acting_for(1)',
    ])
      await expect(olga.query(text)).rejects.toMatchObject({ code: '42501' })
  })

  test('is above every earlier one after a restore, and nothing is left of who acted', async () => {
    const person = await stage.person()
    const packet = await stage.packet(person)
    const last = (await stage.one<{ n: string }>('select max(audit_tx) as n from audit')).n
    await undone(async () => {
      await stage.rows(
        'insert into acting (acting_id, acting_entity, acting_subject) select 1, packet_entity, packet_entity from packet where packet_id = $1',
        [packet.id],
      )
      await stage.rows("select setval('work_number', 1)")
      await stage.rows("select open_restore('restore', now(), 1)")
      expect(await stage.rows('select from acting')).toEqual([])
      await stage.rows(rename, [person, 'Other'])
      expect(Number(await numberOf(person))).toBeGreaterThan(Number(last))
    })
  })
})

describe('verify', () => {
  const faults = async () => (await stage.rows<{ fault: string }>('select fault from verify_audit()')).map(r => r.fault)

  test('finds rows that are never sealed', async () => {
    await stage.person()
    expect(await faults()).toEqual([])
    await undone(async () => {
      await stage.rows('delete from work')
      expect(new Set(await faults())).toEqual(new Set(['never sealed']))
    })
  })

  test('finds a count that will give out numbers again', async () => {
    await stage.person()
    const { last_value: last } = await stage.one<{ last_value: string }>('select last_value from work_number')
    await stage.rows("select setval('work_number', 1)")
    expect(await faults()).toEqual(['numbered ahead'])
    await stage.rows("select setval('work_number', $1)", [last])
    expect(await faults()).toEqual([])
  })

  test('rows of a restored server are sealed, whatever their number', async () => {
    await undone(async () => {
      await stage.rows('delete from work')
      await stage.rows('select seal_audit()')
      expect(await faults()).toEqual([])
    })
  })
})

describe('undoing a merge', () => {
  const undo = async (merge: string) =>
    (await olga.query<{ u: { kept: number } }>('select undo_merge($1) as u', [merge])).rows[0]?.u
  const merged = async (kept: number, lost: number) =>
    (await olga.query<{ id: string }>("select merge_records($1, $2) ->> 'merge' as id", [kept, lost])).rows[0]?.id ?? ''

  test('leaves what the same transaction did besides', async () => {
    const [kept, lost, other, third] = [
      await stage.person(),
      await stage.person(),
      await stage.person(),
      await stage.person(),
    ]
    await olga.query('begin')
    await olga.query(rename, [kept, 'Before'])
    const merge = await merged(kept, lost)
    await olga.query(rename, [kept, 'After'])
    await merged(other, third)
    await olga.query('commit')
    await undo(merge)
    expect(await familyOf(kept)).toBe('After')
    expect(
      await stage.rows(
        'select entity_id::int as id from entity where entity_merged is not null and entity_id in ($1, $2)',
        [lost, third],
      ),
    ).toEqual([{ id: third }])
  })

  test('leaves what was written to another record between its two steps', async () => {
    const [kept, lost, other] = [await stage.person(), await stage.person(), await stage.person()]
    await olga.query('begin')
    const { rows } = await olga.query<{ id: string }>('select begin_merge($1, $2) as id', [kept, lost])
    await olga.query(rename, [other, 'Besides'])
    await olga.query('select end_merge($1)', [rows[0]?.id])
    await olga.query('commit')
    await undo(rows[0]?.id ?? '')
    expect(await familyOf(other)).toBe('Besides')
  })

  test('of before work was numbered takes back what its own server wrote, and nothing that came by the same number since', async () => {
    const [kept, lost] = [await stage.person(), await stage.person()]
    const merge = await merged(kept, lost)
    const number = await numberOf(kept)
    await stage.rows("select open_restore('restore', now(), 1)")
    await stage.rows(rename, [kept, 'Since'])
    // as it was: the update by the number of the merge, and no beginning and end noted
    await stage.rows('begin; set local role satchel_owner; alter table audit disable trigger a_guard')
    await stage.rows(
      'update audit set audit_tx = $2 where audit_id = (select max(audit_id) from audit where audit_entity = $1)',
      [kept, number],
    )
    await stage.rows('alter table audit enable trigger a_guard')
    await stage.rows('update record_merge set record_merge_first = null, record_merge_last = null')
    const migration = readFileSync(join(import.meta.dirname, '../../sql/migrations/0021-work.sql'), 'utf8')
    await stage.rows(migration.slice(migration.indexOf('update record_merge m')))
    await stage.rows('commit')
    await undo(merge)
    expect(await familyOf(kept)).toBe('Since')
    expect(await stage.one('select entity_merged as merged from entity where entity_id = $1', [lost])).toEqual({
      merged: null,
    })
  })
})

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
  const begin = 'select settle_begin($1, $2)'
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
    const { rows: written } = await olga.query<{ row: string }>('select write_slot($1) as row', [rows[0]?.s])
    await olga.query("select settle_end($1, 'accepted', 'test', $2)", [one?.change, written[0]?.row])
    await olga.query('commit')
    expect(await stage.given(person)).toBe('James')
    expect(await packetsOf(person)).toEqual([hid])
    expect(await packetsOf(other)).toEqual([])
    const { id } = await stage.one<{ id: string }>("select person_id as id from person where person_hid = 'besides'")
    expect(await packetsOf(Number(id))).toEqual([])
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
        ["select settle_end($1, 'refused', null, null)", given.slice(0, 1)],
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
        ["select settle_end($1, 'refused', null, null)", [other.held[0]?.change]],
      ),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(
      inTransaction([begin, given[0] ?? []], ["select settle_end($1, 'accepted', null, 1)", [given[1]?.[0]]]),
    ).rejects.toMatchObject({ code: '42501' })
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
