// Lives as docs/state-machine.md tells them: the page says what the table says, the database refuses everything else, and rows that
// contradict each other are found.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

interface Arrow {
  readonly life: string
  readonly was: string
  readonly becomes: string
  readonly why: string
}
const transitions = () =>
  stage.rows<Arrow & Record<string, unknown>>(
    'select state_transition_table as life, state_transition_from as was, state_transition_to as becomes, state_transition_why as why from state_transition order by state_transition_id',
  )

/** Columns that hold a state, and the states that their check allows. */
const lives: Readonly<Record<string, string>> = {
  item: 'item_state',
  change: 'change_outcome',
  packet: 'packet_status',
  letter: 'letter_status',
}

test('docs/state-machine.md tells every transition, and no other', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/state-machine.md'), 'utf8')
  const told = [...page.matchAll(/^\| ([a-z][a-z-]*) \| ([a-z][a-z-]*) \| ([^|]+) \|$/gm)].map(
    ([, was, becomes, why]) => [was, becomes, why],
  )
  expect(told).toEqual((await transitions()).map(({ was, becomes, why }) => [was, becomes, why]))
})

describe('a state is changed', () => {
  const statesOf = async (life: string) => {
    const { text } = await stage.one<{ text: string }>(
      `select string_agg(pg_get_constraintdef(oid), ' ') as text from pg_constraint where conrelid = $1::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%' || $2 || ' = ANY%'`,
      [life, lives[life]],
    )
    return [...text.matchAll(/'([a-z-]+)'::text/g)].map(match => match[1] ?? '')
  }

  test.each(Object.keys(lives))('along its transitions only: %s', async life => {
    const known = new Set(
      (await transitions())
        .filter(transition => transition.life === life)
        .map(({ was, becomes }) => `${was} ${becomes}`),
    )
    const states = await statesOf(life)
    expect(states.length).toBeGreaterThan(2)
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { 'given-name': 'James' } })
    await stage.item()
    await stage.rows(
      "insert into letter (letter_hid, letter_kind, letter_to, letter_digest, letter_bytes, letter_queued) values ('l', 'notice', 'x@example.org', 'd', 'b', now()) on conflict do nothing",
    )
    const client = stage.as('satchel')
    await client.query('set role satchel_owner; set row_security = off')
    try {
      // one row of the life, put into each state past the triggers, then moved with them
      const { rows } = await client.query<{ id: string }>(`select max(${life}_id) as id from ${life}`)
      for (const was of states) {
        for (const becomes of states.filter(state => state !== was)) {
          await client.query('begin')
          await client.query(`alter table ${life} disable trigger a_state`)
          const put = await client
            .query(`update ${life} set ${lives[life]} = $2 where ${life}_id = $1`, [rows[0]?.id, was])
            .then(
              () => null,
              (error: Error & { constraint?: string }) => error,
            )
          if (put === null) {
            await client.query(`alter table ${life} enable trigger a_state`)
            const moved = await client
              .query(`update ${life} set ${lives[life]} = $2 where ${life}_id = $1`, [rows[0]?.id, becomes])
              .then(
                () => null,
                (error: Error & { constraint?: string }) => error.constraint,
              )
            // an transition may still meet another check of the table, but never that of the lives
            if (known.has(`${was} ${becomes}`)) expect(moved, `${was} ${becomes}`).not.toBe(`${life}_state`)
            else expect(moved, `${was} ${becomes}`).toBe(`${life}_state`)
          }
          await client.query('rollback')
        }
      }
    } finally {
      await client.query('reset role')
    }
  })
})

describe('rows that contradict each other are found', () => {
  const faults = async (spoil: string, values: unknown[] = []) => {
    const client = stage.as('satchel')
    await client.query('begin; set local role satchel_owner; set local row_security = off')
    try {
      await client.query(spoil, values)
      const { rows } = await client.query<{ fault: string }>('select fault from verify_states()')
      return rows.map(row => row.fault)
    } finally {
      await client.query('rollback')
    }
  }

  test('and where nothing is wrong nothing is said', async () => {
    expect(await faults('select 1')).toEqual([])
  })

  test.each([
    [
      "update reply set reply_status = 'refused' where reply_id = (select max(reply_id) from reply)",
      'a reply is not what became of its slots',
    ],
    [
      "update item set item_state = 'quarantined', item_problem = 'x', item_ended = now(), item_ended_run = (select max(import_run_id) from import_run) where item_id = (select max(reply_item) from reply)",
      'a reply of an item that did not end as one',
    ],
    [
      "update token set token_uses = token_uses + 1 where token_id = (select token_id from token join reply on reply_packet = token_packet where token_purpose = 'reply' limit 1)",
      'a token that was used more often than replies came',
    ],
    ['update reply set reply_item = (select min(reply_item) from reply)', 'an item with two replies'],
  ])('%s', async (spoil, fault) => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { 'given-name': 'James' } })
    await stage.reply(packet, { set: { 'given-name': 'Jim', born: '1970-01-01' } })
    expect(await faults(`alter table item disable trigger a_state; ${spoil}`)).toContain(fault)
  })

  test('a hold that no reply stands behind', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { born: '1970-01-01' } })
    expect(
      await faults("update change set change_taken = false where change_outcome = 'held' and change_packet = $1", [
        packet.id,
      ]),
    ).toContain('a hold that no reply stands behind')
  })
})

test('an item that has ended is not tried, and not ended once more', async () => {
  const item = await stage.item()
  const client = stage.as('satchel_import')
  const tries = async () =>
    (await client.query('select attempts from try_items(jsonb_build_array($1::bigint))', [item.id])).rows
  expect(await tries()).toEqual([{ attempts: 1 }])
  const end = async () =>
    (
      await client.query(
        "select end_items($1, jsonb_build_array(jsonb_build_object('item', $2::bigint, 'state', 'noted'))) as n",
        [stage.runId, item.id],
      )
    ).rows
  expect(await end()).toEqual([{ n: '1' }])
  expect(await end()).toEqual([{ n: '0' }])
  expect(await tries()).toEqual([])
})
