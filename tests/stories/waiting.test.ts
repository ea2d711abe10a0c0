// Very many items wait, as after weeks without an import: they are read page by page, in bounded memory, and progress is told all the
// way. SATCHEL_WAITING makes it a long run (npm run waiting: 100,000).

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { newPacketId, newToken, tokenHash } from '@satchel/protocol/messages/token'
import type { Packet } from '@satchel/protocol/messages/packet'
import { expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'

const count = Number(process.env.SATCHEL_WAITING ?? 600)
/** Each sender corrects their answer again and again. */
const each = 10
/** Rows of waiting items that are read at one time. */
const pageSize = 500
const mostMemory = 300 * 2 ** 20

type Sent = Pick<Packet, 'id' | 'epoch' | 'token'>

/** As many people as it takes, with a packet each. */
async function send(home: TestHome): Promise<readonly Sent[]> {
  const people = Math.ceil(count / each)
  const made = await home.rows<{ hid: string; epoch: number }>(
    `with made as (insert into person (person_hid, person_given, person_note) select 'W' || n, 'Jimmy', 'Grows maize' from generate_series(1, $1::integer) n
       returning person_hid)
     select person_hid as hid, instance_epoch::int as epoch from made, instance`,
    [people],
  )
  await home.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') from person where person_id = entity_id and person_hid like 'W%'",
  )
  return withClient(home.database.url('satchel_dispatch'), async client => {
    const sent: Sent[] = []
    for (const { hid, epoch } of made) {
      const [id, token] = [newPacketId(), newToken()]
      const { rows } = await client.query<{ r: { problem?: string } }>(
        "select open_packet($1, 'anna', 'call-report', $2, $3, $4, $5, 30) as r",
        [hid, id, tokenHash(token), tokenHash(newToken()), tokenHash(newToken())],
      )
      expect(rows[0]?.r.problem).toBeUndefined()
      sent.push({ id, epoch, token })
    }
    return sent
  })
}

/** The replies as pulls leave them, every second one sealed. */
async function arrive(home: TestHome, sent: readonly Sent[]): Promise<void> {
  const began = Date.now() - 1_000_000
  const folder = await openSpool(join(home.home.spool, 'folder'))
  const web = await openSpool(join(home.home.spool, 'web'))
  for (let index = 0; index < count; index++) {
    const packet = sent[index % sent.length] as Packet
    const sequence = Math.floor(index / sent.length) + 1
    const text = replyTo(packet, {
      draft: tokenHash(packet.id).slice(0, 32),
      sequence,
      set: { note: `Said ${sequence}` },
    })
    const at = new Date(began + index)
    if (index % 2 === 0) await writeItem(folder, 'reply', 'raw', Buffer.from(text), () => undefined, at)
    else await writeItem(web, 'reply', 'sexp.pgp', await sealedReply(home.home, text), () => undefined, at)
  }
}

interface Imported {
  readonly balance: { readonly pulled: number; readonly after: number; readonly balanced: boolean }
  readonly mostRows: number
  readonly peakBytes: number
  readonly steps: number
  readonly tenth: number
}

/** Imports in a process of its own, whose memory is its own. */
async function imported(home: TestHome): Promise<Imported> {
  const program = join(import.meta.dirname, 'waiting-process.ts')
  const child = spawn(process.execPath, ['--conditions=satchel-source', program, home.home.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise(resolve => child.once('close', resolve))
  expect(code).toBe(0)
  return JSON.parse(said) as Imported
}

test(
  `Q2: ${count} items that wait are imported page by page, in bounded memory, and progress is told`,
  async () => {
    const home = await makeHome()
    try {
      await arrive(home, await send(home))
      const import_ = await imported(home)
      expect(import_.balance).toMatchObject({ pulled: count, after: 0, balanced: true })
      expect(count).toBeGreaterThan(pageSize)
      expect(import_.mostRows).toBeLessThanOrEqual(pageSize)
      expect(import_.peakBytes).toBeLessThan(mostMemory)
      expect(import_.steps).toBe(count)
      // not all of it at the end
      expect(import_.tenth).toBeLessThan(0.5)
      const states = 'select item_state as state, count(*)::int as n from item group by 1'
      expect(await home.rows(states)).toEqual([{ state: 'imported', n: count }])
      const notes = "select person_note as note, count(*)::int as n from person where person_hid like 'W%' group by 1"
      expect(await home.rows(notes)).toEqual([{ note: `Said ${each}`, n: count / each }])
    } finally {
      await home.close()
    }
  },
  600_000 + count * 200,
)
