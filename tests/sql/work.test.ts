// A transaction's work has a number of its own, and what is done in the name of a reply, or of a merge, is told from what the same
// transaction, or another server's of the same number, did besides.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
      "select acting_for_replies('{1}')",
      'select act_as_subject(1)',
    ])
      await expect(olga.query(text)).rejects.toMatchObject({ code: '42501' })
  })

  test('is above every earlier one after a restore, and nothing is left of who acted', async () => {
    const person = await stage.person()
    const packet = await stage.packet(person)
    const last = (await stage.one<{ n: string }>('select max(audit_tx) as n from audit')).n
    await undone(async () => {
      await stage.rows(
        'insert into acting (acting_work, acting_entity, acting_subject) select 1, packet_entity, packet_entity from packet where packet_id = $1',
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
