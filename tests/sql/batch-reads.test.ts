// What a batch of replies reads does not grow with the database: every table is asked by a key. Counted are rows that were read (of indexes
// and of tables), no time. The plans are those that the import keeps, made while the tables were small.

import { openDatabase } from '@satchel/core/db/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hex, replyData, type Said, type SentPacket } from '../helpers/reply-data.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

type Import = Awaited<ReturnType<typeof openDatabase>>

let stage: Stage
/** Plans of this connection were made over small tables. */
let early: Import
beforeAll(async () => {
  stage = await openStage()
  // The server takes its own statistics when it likes. A plan that it makes right after it counted some hundred records may read all
  // records of one owner, until it counts again; here it counts where the test says so.
  await stage.rows('alter table entity set (autovacuum_enabled = false)')
  early = await openDatabase(stage.database.url('satchel_import'))
})
afterAll(async () => {
  await early.close()
  await stage.close()
})

interface Coming {
  readonly packet: SentPacket
  readonly said: Said
}

const clean = (packet: SentPacket, word: string): Said => ({
  set: { 'given-name': word },
  rows: [{ collection: 'contact-point', row: packet.row('contact-point'), fields: { value: '+255 711 000 002' } }],
  report: { when: '2026-11-22', outcome: 'reached', note: word },
})

/** One reply of each kind that a batch treats in its own way; half of them follow earlier ones to the same packet. */
async function oneOfEach(): Promise<readonly [readonly Coming[], readonly Coming[]]> {
  const packets: SentPacket[] = []
  for (let count = 0; count < 6; count++) packets.push(await stage.packet(await stage.person()))
  const own = await stage.ownPacket(await stage.person(), { asked: true })
  const silent = await stage.ownPacket(await stage.person(), { asked: true })
  const [plain, draft, twice, weak, unfit, alike] = packets as [
    SentPacket,
    SentPacket,
    SentPacket,
    SentPacket,
    SentPacket,
    SentPacket,
  ]
  const [id, drafted] = [hex(16), hex(16)]
  const repeated = { ...clean(twice, 'Twice'), id, draft: id }
  const before: readonly Coming[] = [
    { packet: draft, said: { ...clean(draft, 'Drafted'), draft: drafted } },
    { packet: twice, said: repeated },
    { packet: weak, said: { ...clean(weak, 'Weak'), id, evidence: 'weak' } },
  ]
  const now: readonly Coming[] = [
    { packet: plain, said: clean(plain, 'Clean') },
    { packet: draft, said: { ...clean(draft, 'Later'), draft: drafted, sequence: 2 } },
    { packet: twice, said: repeated },
    { packet: weak, said: { ...clean(weak, 'Weak'), id } },
    { packet: unfit, said: { set: { born: 'in spring' }, report: { when: 'soon', outcome: 'reached' } } },
    {
      packet: alike,
      said: { rows: [{ collection: 'contact-point', row: 'new-1', fields: { value: 'jimmy@example.org' } }] },
    },
    { packet: own, said: { set: { 'given-name': 'Own', language: 'sw' } } },
    { packet: silent, said: { set: { 'given-name': 'Silent' } } },
  ]
  return [before, now]
}

async function apply({ database }: Import, coming: readonly Coming[]): Promise<void> {
  const replies = []
  for (const { packet, said } of coming) {
    const { id: item } = await stage.item('folder')
    replies.push({
      item,
      reply: replyData(packet, said),
      evidence: said.evidence ?? 'strong',
      received: new Date(),
    })
  }
  const { rows } = await database.client.query<{ outcome: unknown }>('select outcome from apply_replies($1)', [
    JSON.stringify(replies),
  ])
  expect(rows.filter(row => row.outcome === null)).toEqual([])
}

/** Applies one reply of each kind. @returns the rows that were read for it, by table. */
async function readBy(connection: Import): Promise<ReadonlyMap<string, number>> {
  const [before, now] = await oneOfEach()
  await apply(connection, before)
  const { client } = connection.database
  const counted = async () => {
    const { rows } = await client.query<{ name: string; read: string }>(
      `select relname as name, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read from pg_stat_xact_user_tables`,
    )
    return new Map(rows.map(({ name, read }) => [name, Number(read)]))
  }
  await client.query('begin')
  // what the session did before, and has not reported yet, is in there, too
  const start = await counted()
  await apply(connection, now)
  const end = await counted()
  await client.query('commit')
  return new Map(
    [...end].map(([name, read]) => [name, read - (start.get(name) ?? 0)] as const).filter(([, read]) => read > 0),
  )
}

describe('what a batch reads stays the same as the tables grow', () => {
  test('by plans that were kept, and by new ones', async () => {
    await readBy(early)
    const small = await readBy(early)
    expect(small.size).toBeGreaterThan(15)
    for (let count = 0; count < 12; count++) {
      const [before, now] = await oneOfEach()
      await apply(early, before)
      await apply(early, now)
    }
    // a table that is asked by a key alone gives as many rows as before; those of a round differ by a few
    const more = (large: ReadonlyMap<string, number>) =>
      [...large]
        .filter(([name, read]) => read > 1.5 * (small.get(name) ?? 0) + 10)
        .map(([name, read]) => `${name}: ${small.get(name) ?? 0} rows, then ${read}`)
    expect(more(await readBy(early))).toEqual([])
    await stage.rows('analyze')
    const late = await openDatabase(stage.database.url('satchel_import'))
    try {
      await readBy(late)
      expect(more(await readBy(late))).toEqual([])
    } finally {
      await late.close()
    }
  })
})
