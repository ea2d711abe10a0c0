// Packets as the database makes them: one a record, recipient and form, until it was answered.

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const dispatcher = async () => {
  const client = new pg.Client({ connectionString: stage.database.url('satchel_dispatch') })
  await client.connect()
  return client
}
let made = 0
const open = async (client: pg.Client, person: number, again = false) => {
  const hid = `7QK2-M9XA-${String(++made).padStart(4, '0')}`
  const hashes = ['1', '2', '3'].map(end => `${String(made).padStart(63, '0')}${end}`)
  const { rows } = await client.query<{ r: { id?: number; open?: string; problem?: string } }>(
    "select open_packet('P' || $1::bigint, 'anna', 'call-report', $2, $3, $4, $5, 30, 'work', $6) as r",
    [person, hid, ...hashes, again],
  )
  return { hid, ...rows[0]?.r }
}

describe('of two dispatches at once of one record to one recipient', () => {
  test('the second waits and is told of the packet that the first one made', async () => {
    const person = await stage.person()
    const [one, two] = [await dispatcher(), await dispatcher()]
    try {
      await one.query('begin')
      const first = await open(one, person)
      expect(first.id).toBeGreaterThan(0)
      const pid = Number((await two.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid)
      const second = open(two, person)
      // it stands at the latch, or is through already where nothing keeps it
      const stands = async () => {
        await expect.poll(() => stage.one('select cardinality(pg_blocking_pids($1)) as n', [pid])).toEqual({ n: 1 })
      }
      await Promise.race([second, stands()])
      await one.query('commit')
      expect(await second).toMatchObject({ open: first.hid })
    } finally {
      await one.end()
      await two.end()
    }
  })

  test('the second makes it where the first one was undone', async () => {
    const person = await stage.person()
    const [one, two] = [await dispatcher(), await dispatcher()]
    try {
      await one.query('begin')
      await open(one, person)
      const second = open(two, person)
      await one.query('rollback')
      expect((await second).id).toBeGreaterThan(0)
    } finally {
      await one.end()
      await two.end()
    }
  })
})

test('a packet of a record counts for the one that it was merged into', async () => {
  const [kept, lost] = [await stage.person(), await stage.person()]
  const client = await dispatcher()
  try {
    const first = await open(client, lost)
    await stage.rows('update entity set entity_merged = $1 where entity_id = $2', [kept, lost])
    expect(await open(client, kept)).toMatchObject({ open: first.hid })
    expect((await open(client, kept, true)).id).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
})

test.each([
  ['revoked', "update packet set packet_status = 'revoked' where packet_hid = $1"],
  [
    'expired',
    "update packet set packet_issued = packet_issued - interval '1 year', packet_expires = now() - interval '1 minute' where packet_hid = $1",
  ],
  [
    'sent, and its letter came back',
    "insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_status, letter_queued, letter_bounced) select 'packet-' || packet_hid, 'packet', packet_id, packet_mailto, '', 'sent', now(), now() from packet where packet_hid = $1",
  ],
])('a packet that was %s is not in the way of another', async (_, sql) => {
  const person = await stage.person()
  const client = await dispatcher()
  try {
    const first = await open(client, person)
    expect(await open(client, person)).toMatchObject({ open: first.hid })
    await stage.rows(sql, [first.hid])
    expect((await open(client, person)).id).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
})
