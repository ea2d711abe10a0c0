// Anybody can seal to the core's public key, and write any time inside. A reply that names a time at which its packet was still
// good counts by that time only where the core fetched it itself from an intake; by a folder it counts from when it came.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedTime } from '../../core/import/counted-time.ts'
import { arrive, makeHome, mails, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'

const dayMs = 86_400_000
const people = ['T1', 'T2', 'T3', 'T4']
const aside = mkdtempSync(join(tmpdir(), 'satchel-carried-'))
let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  expect(await home.satchel(['dispatch', ...people, '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  // the packets went out thirty days ago, and were good for twenty
  await home.rows(
    "update packet set packet_issued = packet_issued - interval '30 days', packet_expires = packet_issued - interval '10 days'",
  )
})
afterAll(async () => {
  rmSync(aside, { recursive: true })
  await home.close()
})

/** What anybody can make who has the public key and a packet: a reply that says it came when the packet was good. */
function dated(index: number, days = 15) {
  const packet = home.packets(mails.anna)[index]
  if (packet === undefined) throw new Error('no packet')
  return sealedSubmission(home.home, {
    kind: 'reply',
    received: `${new Date(Date.now() - days * dayMs).toISOString().slice(0, 19)}Z`,
    fields: [['body', replyTo(packet, { set: { note: `By way ${index}` } })]],
  })
}

async function carried(bytes: Uint8Array, name: string): Promise<string> {
  const folder = join(aside, name)
  await writeItem(await openSpool(folder), 'reply', 'sexp.pgp', bytes)
  return folder
}

const notes = async () =>
  (await home.rows<{ v: string }>("select person_note as v from person where person_note like 'By way%'")).map(
    row => row.v,
  )
const lateOnes = () =>
  home.rows(
    "select item_channel as channel, change_reason as reason from change join reply on reply_id = change_reply join item on item_id = reply_item where change_outcome = 'held' order by reply_id",
  )

describe('a reply that dates itself before the end of its packet', () => {
  test('and is dropped into the inbox is late', async () => {
    home.drop('old.sexp.pgp', await dated(0))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 1, imported: 0 })
    expect(await lateOnes()).toEqual([{ channel: 'folder', reason: 'late' }])
  })

  test('and comes in a copy of a spool is late, pulled by hand or by a round', async () => {
    const pulled = await home.satchel(['pull', await carried(await dated(1), 'stick'), '--json'])
    expect(pulled.json()).toMatchObject([{ fetched: 1 }])
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 1, imported: 0 })
    const folder = await carried(await dated(2), 'mounted')
    const round = await home.satchel(['run', '--once', '--json'], { env: { SATCHEL_INTAKES: folder } })
    expect(round.json()).toMatchObject({ pulled: 1, settled: 1, balance: { held: 1, imported: 0 } })
    expect((await lateOnes()).slice(-2)).toEqual([
      { channel: 'carried', reason: 'late' },
      { channel: 'carried', reason: 'late' },
    ])
    expect(await notes()).toEqual([])
    expect((await home.satchel(['verify'])).out).not.toContain('WRONG')
  })

  test('and was fetched from an intake is in time', async () => {
    await arrive(home.home, await dated(3))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 0, imported: 1 })
    expect(await notes()).toEqual(['By way 3'])
  })
})

describe('the time that counts', () => {
  const came = new Date('2026-11-20T12:00:00Z')
  const at = (time: string) => new Date(`2026-11-20T${time}Z`)
  const counted = (channel: 'web' | 'carried' | 'folder' | 'mail', said: Date | null) =>
    countedTime(said, { channel, received: came })

  test('is what the intake says, up to the moment at which the item came here', () => {
    expect(counted('web', at('11:59:59'))).toEqual(at('11:59:59'))
    expect(counted('web', at('12:00:00'))).toEqual(came)
    // the intake's clock is ahead of ours, or somebody has taken it over
    expect(counted('web', at('12:00:01'))).toEqual(came)
    expect(counted('web', null)).toEqual(came)
  })

  test('is when it came here by any other channel, whatever it says', () => {
    for (const channel of ['carried', 'folder', 'mail'] as const) {
      for (const said of [at('11:59:59'), at('12:00:01'), null]) expect(counted(channel, said)).toEqual(came)
    }
  })
})
