// Between the moment when a batch of replies is put together and its locks, others commit: a record is deleted, merged, handed over, a
// packet revoked, a value changed, another reply held. The batch waits for a lock that a second session holds, and then goes by what is
// so then; the replies that are not concerned go in.

import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mergeAs } from '../helpers/play-batches.ts'
import { replyData, type Said, type SentPacket } from '../helpers/reply-data.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
/** Holds what the batch waits for. */
let holder: pg.Client
/** Changes what the batch is about. */
let office: pg.Client
const connect = async () => {
  const client = new pg.Client({ connectionString: stage.database.url('satchel') })
  await client.connect()
  return client
}
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('olga', 'olga', 'olga@kilimo.example', 'office', 'en', 'plain')")
  holder = await connect()
  office = await connect()
})
afterAll(async () => {
  await holder.end()
  await office.end()
  await stage.close()
})

let packets: readonly SentPacket[] = []
const [first, concerned, last] = [0, 1, 2].map(index => () => packets[index] as SentPacket) as [
  () => SentPacket,
  () => SentPacket,
  () => SentPacket,
]
beforeEach(async () => {
  const people = [await stage.person(), await stage.person(), await stage.person()]
  const made: SentPacket[] = []
  for (const person of people) made.push(await stage.packet(person))
  packets = made
})

/** Replies that go in together, each as given here or with another given name. @returns status by packet, once they are in. */
async function batch(said: ReadonlyMap<SentPacket, Said> = new Map()) {
  const replies = []
  for (const [index, packet] of packets.entries()) {
    const { id: item } = await stage.item('folder')
    const reply = replyData(packet, said.get(packet) ?? { set: { 'given-name': `James${index}` } })
    replies.push({ item, reply, evidence: 'strong', received: new Date() })
  }
  const { rows } = await stage
    .as('satchel_import')
    .query<{ status: string | null }>("select outcome ->> 'status' as status from apply_replies($1)", [
      JSON.stringify(replies),
    ])
  return rows.map(row => row.status)
}

/** The import waits for a lock, and for nothing else. */
async function waits(): Promise<void> {
  const { processID } = stage.as('satchel_import') as pg.Client & { processID: number }
  const isWaiting = async () =>
    (await stage.rows('select from pg_locks where pid = $1 and not granted', [processID])).length > 0
  await expect.poll(isWaiting, { timeout: 5000, interval: 10 }).toBe(true)
}

const outcomes = async (packet: SentPacket) =>
  (
    await stage.rows<{ v: string }>(
      "select concat_ws(' ', change_outcome, change_reason) as v from change where change_packet = $1 order by change_id",
      [packet.id],
    )
  ).map(row => row.v)

type Work = (client: pg.Client) => Promise<unknown>
const sql =
  (text: string, of: () => number = () => concerned().person): Work =>
  client =>
    client.query(text, [of()])

/** What the second session locks, all of it of the first reply: the batch has come no further than there. */
const places: Readonly<Record<string, Work>> = {
  'the token of another reply': sql('select from token where token_packet = $1 for update', () => first().id),
  'the packet of another reply': sql('select from packet where packet_id = $1 for update', () => first().id),
  'the record of another reply': sql('select from person where person_id = $1 for update', () => first().person),
}

/** Starts a batch that waits, commits the change meanwhile, and lets it go on. `also` is committed with what the batch waits for. */
async function meanwhile(
  place: string,
  change: Work,
  said?: ReadonlyMap<SentPacket, Said>,
  also?: pg.Client,
): Promise<(string | null)[]> {
  await holder.query('begin')
  const held = places[place]
  // or it waits for the very change
  await (held ?? change)(holder)
  const going = batch(said)
  going.catch(() => undefined)
  try {
    await waits()
    if (held !== undefined) await change(office)
  } finally {
    await holder.query('commit')
    await also?.query('commit')
  }
  return going
}

// once a batch waits for a packet, it holds the tokens of all its replies: no other answer to one of its packets gets past it
const early = ['the token of another reply']
const all = [...Object.keys(places), 'the change itself']

/** The replies that are not concerned went in, and nothing of the batch is left over. */
async function othersIn(): Promise<void> {
  expect([await stage.given(first().person), await stage.given(last().person)]).toEqual(['James0', 'James2'])
  expect([await outcomes(first()), await outcomes(last())]).toEqual([['applied'], ['applied']])
  expect(await stage.rows('select from stated_write')).toEqual([])
}

describe.each(all)('a batch that waits for %s', place => {
  test('sees that a record was deleted', async () => {
    const told = await meanwhile(place, sql('update entity set entity_deleted = now() where entity_id = $1'))
    expect(told).toEqual(['imported', 'held', 'imported'])
    expect(await outcomes(concerned())).toEqual(['held record-deleted'])
    expect(await stage.given(concerned().person)).toBe('Jimmy')
    await othersIn()
  })

  test('sees that a record passed to a colleague', async () => {
    const handed =
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1"
    expect(await meanwhile(place, sql(handed))).toEqual(['imported', 'held', 'imported'])
    expect(await outcomes(concerned())).toEqual(['held access-lost'])
    expect(await stage.given(concerned().person)).toBe('Jimmy')
    await othersIn()
  })

  test('sees that a value was changed', async () => {
    const edited = "update person set person_given = 'Jim' where person_id = $1"
    expect(await meanwhile(place, sql(edited))).toEqual(['imported', 'held', 'imported'])
    expect(await outcomes(concerned())).toEqual(['held changed-meanwhile'])
    expect(await stage.given(concerned().person)).toBe('Jim')
    await othersIn()
  })
})

describe.each(all)('a batch that waits for %s', place => {
  test('writes to the record that one was merged into', async () => {
    const survivor = await stage.person()
    const told = await meanwhile(place, client => mergeAs(client, survivor, concerned().person))
    expect(told).toEqual(['imported', 'imported', 'imported'])
    expect(await outcomes(concerned())).toEqual(['applied'])
    expect([await stage.given(survivor), await stage.given(concerned().person)]).toEqual(['James1', 'Jimmy'])
    await othersIn()
  })

  test('takes two replies one after the other whose records were merged', async () => {
    const told = await meanwhile(place, client => mergeAs(client, last().person, concerned().person))
    expect(told).toEqual(['imported', 'imported', 'held'])
    expect([await outcomes(concerned()), await outcomes(last())]).toEqual([['applied'], ['held changed-meanwhile']])
    expect(await stage.given(last().person)).toBe('James1')
  })
})

test('a batch waits for what is being written to the record that one was merged into until then', async () => {
  const survivor = await stage.person()
  const writer = (await connect()) as pg.Client & { processID: number }
  const { processID } = stage.as('satchel_import') as pg.Client & { processID: number }
  const waitsForWriter = async () =>
    (await stage.rows('select where $2::integer = any (pg_blocking_pids($1))', [processID, writer.processID])).length >
    0
  try {
    const going = meanwhile('the record of another reply', async client => {
      await mergeAs(client, survivor, concerned().person)
      await writer.query('begin')
      await writer.query("update person set person_given = 'Jim' where person_id = $1", [survivor])
    })
    await expect.poll(waitsForWriter, { timeout: 5000, interval: 10 }).toBe(true)
    await writer.query('commit')
    expect(await going).toEqual(['imported', 'held', 'imported'])
  } finally {
    await writer.end()
  }
  expect(await outcomes(concerned())).toEqual(['held changed-meanwhile'])
  expect(await stage.given(survivor)).toBe('Jim')
  await othersIn()
})

describe.each([...early, 'the packet of another reply', 'the change itself'])('a batch that waits for %s', place => {
  test('sees that a packet was revoked', async () => {
    const revoked = sql("update packet set packet_status = 'revoked' where packet_id = $1", () => concerned().id)
    expect(await meanwhile(place, revoked)).toEqual(['imported', 'refused', 'imported'])
    expect(await outcomes(concerned())).toEqual(['refused revoked'])
    expect(await stage.given(concerned().person)).toBe('Jimmy')
    await othersIn()
  })
})

describe.each([...early, 'the change itself'])('a batch that waits for %s', place => {
  test('sees that another reply to the packet is held, and replaces it', async () => {
    const draft = 'd'.repeat(32)
    const earlier = { draft, sequence: 1, set: { born: '1981-01-01' } }
    const later = { draft, sequence: 2, set: { born: '1980-05-01', 'given-name': 'James1' } }
    const { id: item } = await stage.item('folder')
    const other = new pg.Client({ connectionString: stage.database.url('satchel_import') })
    await other.connect()
    try {
      const held: Work = async client => {
        // its own lane: with the holder's transaction where the batch waits for this one
        if (client === holder) await other.query('begin')
        await other.query("select apply_reply($1, $2, 'strong', now())", [
          item,
          JSON.stringify(replyData(concerned(), earlier)),
        ])
      }
      const also = place === 'the change itself' ? other : undefined
      const told = await meanwhile(place, held, new Map([[concerned(), later]]), also)
      expect(told).toEqual(['imported', 'imported', 'imported'])
    } finally {
      await other.end()
    }
    expect(await outcomes(concerned())).toEqual(['superseded older-than-a-later-reply', 'untouched', 'applied'])
    await othersIn()
  })

  test('sees that a token was used up', async () => {
    const used = sql(
      "update token set token_uses = 1, token_limit = 1 where token_packet = $1 and token_purpose = 'reply'",
      () => concerned().id,
    )
    expect(await meanwhile(place, used)).toEqual(['imported', null, 'imported'])
    expect(await outcomes(concerned())).toEqual([])
    await othersIn()
  })
})

test('own forms of two people go in side by side: neither waits for the other', async () => {
  const other = new pg.Client({ connectionString: stage.database.url('satchel_import') })
  await other.connect()
  try {
    const packets = [await stage.ownPacket(first().person), await stage.ownPacket(last().person)]
    const items = [await stage.item('folder'), await stage.item('folder')]
    const apply = async (client: pg.Client, at: 0 | 1, name: string) =>
      client.query("select apply_reply($1, $2, 'strong', now())", [
        items[at]?.id,
        JSON.stringify(replyData(packets[at] as SentPacket, { set: { 'given-name': name } })),
      ])
    await other.query('begin')
    await apply(other, 0, 'James')
    await stage.as('satchel_import').query("set lock_timeout = '5s'")
    await apply(stage.as('satchel_import'), 1, 'Jack')
    await other.query('commit')
  } finally {
    await stage.as('satchel_import').query('reset lock_timeout')
    await other.end()
  }
  expect([await stage.given(first().person), await stage.given(last().person)]).toEqual(['James', 'Jack'])
})
