// Many items at once go in batches over several connections, opened in a thread ahead: what becomes of them is what becomes of
// them one by one, also where the run is killed, the database gives up on a lock, or the server dies under it. SATCHEL_CRASHES and
// SATCHEL_CRASH_SEED make the kills a long run, at every step (npm run crash); npm run test:system makes a shorter one.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { importAgain } from '../helpers/import-again.ts'
import { randoms } from '../helpers/randoms.ts'

const people = Array.from({ length: 30 }, (_, index) => `P${index + 1}`)
let prepared: TestHome
let expected: Awaited<ReturnType<typeof endOf>>
const began = Date.now() - 600_000

/** What counts, by names that do not depend on the order of two connections. */
async function endOf(home: TestHome) {
  const [sums] = await home.rows(
    `select (select count(*)::int from letter where letter_kind = 'acknowledgement') as answers,
      (select count(*)::int from letter where letter_kind = 'notice') as notices,
      (select count(*)::int from activity) as activities, (select count(*)::int from audit where audit_reply is not null) as audited,
      (select sum(token_uses)::int from token) as uses`,
  )
  return {
    sums,
    items: await home.rows('select item_hid, item_state, item_problem from item order by 1'),
    changes: await home.rows(
      `select item_hid, regexp_replace(change_slot, '/[0-9a-f]{32}$', '') as slot, change_new, change_outcome, change_reason, change_taken
       from change join reply on reply_id = change_reply join item on item_id = reply_item order by 1, 2`,
    ),
    words: await home.rows(
      'select item_hid, inquiry_message, person_hid from inquiry join item on item_id = inquiry_item join person on person_id = inquiry_entity order by 1',
    ),
    people: await home.rows('select person_hid, person_given, person_family, person_note from person order by 1'),
    contacts: await home.rows(
      'select person_hid, contact_point_normal from contact_point join person on person_id = contact_point_entity order by 1, 2',
    ),
  }
}

/** Items as pulls leave them, a second apart: replies of two drafts and two packets to each person, repeats, junk. */
async function arriveMany(home: TestHome): Promise<void> {
  const spool = await openSpool(join(home.home.spool, 'folder'))
  let second = 0
  const arrive = (bytes: Uint8Array) =>
    writeItem(spool, 'reply', 'raw', bytes, () => undefined, new Date(began + 1000 * second++))
  // the two packets of one person right after each other: whichever is merged first stands
  const found = new Map(home.packets(mails.anna).map(packet => [packet.id, packet]))
  const order = await home.rows<{ hid: string }>(
    'select packet_hid as hid from packet order by packet_entity, packet_id',
  )
  const once = order.flatMap(({ hid }) => found.get(hid) ?? [])
  const packets = [...once, ...once]
  for (const [index, packet] of packets.entries()) {
    const said = { set: { 'given-name': `Given${index}`, ...(index % 5 === 0 ? { note: `Note ${index}` } : {}) } }
    const rows =
      index % 3 === 0
        ? [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: `0700 1000${index % 4}` } }]
        : []
    const text = replyTo(packet, {
      ...said,
      rows,
      ...(index % 2 === 0 ? { report: { when: '2026-11-20', outcome: 'reached' } } : {}),
    })
    await arrive(index % 4 === 0 ? Buffer.from(text) : await sealedReply(home.home, text))
    if (index % 10 === 3) await arrive(await sealedReply(home.home, text))
    // what cannot be read parts a batch: the first stays whole
    if (index > once.length && index % 10 === 7) await arrive(randomBytes(300))
    if (index % 15 === 8)
      await arrive(Buffer.from(`Call me on day ${index}, please.\n\n${textForm(packet, `Said${index}`)}`))
    if (index % 10 === 9) await arrive(Buffer.from(replyTo({ ...packet, token: 'A'.repeat(26) }, said)))
  }
}

const textForm = ({ form, id, token }: Packet, given: string) =>
  `[form]\n${form.name} ${form.version} ${id} en\n\n[token]\n${token}\n\n[Given name]\n${given}\n\n[end]\n`

/** Packets whose tokens take no more replies: their holders are told. */
const usedUp = ['P7', 'P21']

beforeAll(async () => {
  prepared = await makeHome()
  for (const hid of people) await prepared.person(hid)
  // two packets of each: those that clash are held, the first in order stands
  for (const time of [1, 2]) {
    expect(await prepared.satchel(['dispatch', ...people, '--to', 'anna', '--again']), String(time)).toMatchObject({
      code: 0,
    })
  }
  expect((await prepared.satchel(['send'])).code).toBe(0)
  await arriveMany(prepared)
  await prepared.rows(
    `update token set token_uses = token_limit where token_purpose = 'reply' and token_packet in (
      select min(packet_id) from packet join person on person_id = packet_entity where person_hid = any ($1) group by packet_entity)`,
    [usedUp],
  )
  // one by one: an item that stopped the program before is tried alone
  const alone = await makeHome({ from: prepared })
  const recorded = await alone.process(['import'], { env: { SATCHEL_CRASH_AT: 'import/recorded' } })
  expect(recorded.signal).toBe('SIGKILL')
  await alone.rows("update item set item_attempts = 1 where item_state = 'waiting'")
  expect((await alone.satchel(['import', '--json'])).json()).toMatchObject({ after: 0, balanced: true })
  expected = await endOf(alone)
  await alone.close()
})
afterAll(() => prepared.close())

async function finish(home: TestHome): Promise<void> {
  const last = await importAgain(home)
  expect([0, 3], last.err).toContain(last.code)
  expect(last.json()).toMatchObject({ after: 0, balanced: true })
  expect(await endOf(home)).toEqual(expected)
}

test('together they end as they do one by one', async () => {
  expect(expected.items.length).toBeGreaterThan(130)
  expect(new Set(expected.items.map(item => item.item_state)).size).toBeGreaterThanOrEqual(4)
  expect(expected.words.length).toBeGreaterThanOrEqual(4)
  expect(expected.sums).toMatchObject({ notices: 2 * usedUp.length })
  const home = await makeHome({ from: prepared })
  try {
    await finish(home)
  } finally {
    await home.close()
  }
})

/** Unset in npm test, whose kills are as many as its time allows. */
const crashes = process.env.SATCHEL_CRASHES

describe('P2: a long import that is killed at', () => {
  for (const step of [
    // before a group, in the middle of one, and between the database and the spool: each in another state of the import
    'import/tried#90',
    'import/applied#40',
    'import/committed#2',
    ...(crashes === undefined
      ? []
      : ['import/parsed#130', 'import/acknowledged#70', 'import/ended-item#2', 'import/put-away#45']),
  ]) {
    test(`${step} is gone on with by the next`, async () => {
      const home = await makeHome({ from: prepared })
      try {
        expect((await home.process(['import'], { env: { SATCHEL_CRASH_AT: step } })).signal).toBe('SIGKILL')
        await finish(home)
      } finally {
        await home.close()
      }
    })
  }
})

test('P2: kills at random moments of long imports lose nothing and double nothing', {
  timeout: 7_200_000,
}, async () => {
  const seed = Number(process.env.SATCHEL_CRASH_SEED ?? Date.now() % 1_000_000)
  const wanted = Number(crashes ?? 1)
  const random = randoms(seed)
  // how long a whole one takes here says when to kill
  const whole = await makeHome({ from: prepared })
  const began = performance.now()
  await whole.process(['import'])
  const takes = performance.now() - began
  await whole.close()
  let kills = 0
  for (let round = 1; kills < wanted; round++) {
    const home = await makeHome({ from: prepared })
    try {
      // at most four in a row: the fifth would make an item poison, which is another story
      for (let time = 0; time < Math.min(4, wanted); time++) {
        const running = home.start(['import'])
        const timer = setTimeout(() => running.child.kill('SIGKILL'), takes * (0.2 + 0.6 * random()))
        if ((await running.ended).signal === 'SIGKILL') kills++
        clearTimeout(timer)
        // what was tried before goes alone: in every second round that is forgotten, and all go in groups again
        if (round % 2 === 0) await home.rows("update item set item_attempts = 0 where item_state = 'waiting'")
      }
      await finish(home)
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}`, { cause: error })
    } finally {
      await home.close()
    }
  }
})

test('a batch that the database gives up for a lock goes in one by one', async () => {
  const home = await makeHome({ from: prepared })
  // a superuser, who may say that the import's connection is the one to give up
  const address = new URL(inject('cluster').superUrl)
  address.pathname = `/${home.database.name}`
  const other = new pg.Client({ connectionString: address.href })
  try {
    await other.connect()
    await other.query("set deadlock_timeout = '10s'")
    const { rows } = await other.query<{ id: string }>(
      'select entity_id as id from entity join person on person_id = entity_id order by 1',
    )
    // of one lane: a record in the middle, and then one that the import has by then
    const lane = rows.map(row => Number(row.id)).filter(id => id % 3 === 0)
    await other.query('begin')
    await other.query('select from entity where entity_id = $1 for update', [lane[5]])
    const running = home.start(['import', '--json'])
    const waits = async () => {
      await other.query('select pg_stat_clear_snapshot()')
      const { rows: found } = await other.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and usename = 'satchel_import' and datname = current_database()",
      )
      return found[0]?.n
    }
    await expect.poll(waits, { timeout: 60_000 }).toBe(1)
    const [theirs] = (
      await other.query<{ id: string }>(
        'select entity_id as id from entity where entity_id = any ($1) and entity_id not in (select entity_id from entity where entity_id = any ($1) for update skip locked)',
        [lane],
      )
    ).rows
    await other.query('select from entity where entity_id = $1 for update', [theirs?.id])
    await other.query('rollback')
    const ended = await running.ended
    const [stats] = await home.rows<{ n: number }>(
      'select deadlocks::int as n from pg_stat_database where datname = current_database()',
    )
    expect(stats?.n, 'the database had to give up').toBeGreaterThan(0)
    expect([0, 3], ended.err).toContain(ended.code)
    await finish(home)
  } finally {
    await other.end()
    await home.close()
  }
})
