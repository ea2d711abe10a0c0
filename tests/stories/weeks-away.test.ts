// Q3: the core is away for sixty days. The intake goes on taking what comes, is started again in between, and gives up nothing; when
// the core is back, what came in time counts as in time, however late it is fetched.

import { join } from 'node:path'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails, replyTo, sealedSubmission } from '../helpers/home.ts'

const dayMs = 86_400_000
const people = ['P1', 'P2']
let channels: Channels
beforeAll(async () => {
  channels = await openChannels(people)
  expect((await channels.satchel('dispatch', ...people, '--to', 'anna')).code).toBe(0)
  expect((await channels.satchel('send')).code).toBe(0)
  // the packets went out seventy days ago, and were good for thirty
  await channels.home.rows(
    "update packet set packet_issued = packet_issued - interval '70 days', packet_expires = packet_issued - interval '40 days'",
  )
})
afterAll(() => channels.close())

test('Q3: sixty days without the core: nothing old is removed, and what came in time is in time', async () => {
  const packets = channels.home.packets(mails.anna)
  expect(packets).toHaveLength(2)
  const spool = await openSpool(channels.intake().spool)
  // one reply while its packet was good, one after
  for (const [index, days] of [60, 20].entries()) {
    const packet = packets[index]
    if (packet === undefined) throw new Error('no packet')
    const received = new Date(Date.now() - days * dayMs)
    const bytes = await sealedSubmission(channels.home.home, {
      kind: 'reply',
      received: `${received.toISOString().slice(0, 19)}Z`,
      fields: [['body', replyTo(packet, { set: { note: `After ${days} days` } })]],
    })
    await writeItem(spool, 'reply', 'sexp.pgp', bytes, () => undefined, received)
  }
  for (let start = 0; start < 2; start++) await channels.restart()
  expect(channels.waiting()).toHaveLength(2)
  const unsubscribed = await fetch(`${channels.intake().url}/unsubscribe`, {
    method: 'POST',
    body: 'email=jimmy%40example.org',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(unsubscribed.status).toBe(200)

  const { pulled, balance } = await channels.round()
  expect([pulled, balance.imported, balance.held]).toEqual([3, 2, 1])
  const notes = await channels.home.rows<{ note: string }>('select person_note as note from person order by person_hid')
  expect(notes.map(row => row.note).sort()).toEqual(['After 60 days', 'Grows maize'])
  const held = await channels.home.rows("select change_reason as reason from change where change_outcome = 'held'")
  expect(held).toEqual([{ reason: 'late' }])
  // settled, and kept at the intake for a restore until a backup has them
  expect(channels.waiting()).toEqual([])
  expect(filesBelow(join(channels.intake().spool, 'done'))).toHaveLength(3)
})
