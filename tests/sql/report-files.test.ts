// Files that came with a report become attachments of its activity, under the rights of its sender.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const report = { when: '2026-11-20', outcome: 'reached', note: 'With a photo' }

/** A reply, and the item that it came in. */
async function replied(said: Parameters<Stage['reply']>[1], owner = 'anna') {
  const packet = await stage.packet(await stage.person(owner), owner)
  await stage.reply(packet, said)
  const { item, hid } = await stage.one<{ item: string; hid: string }>(
    'select reply_item as item, reply_hid as hid from reply where reply_packet = $1',
    [packet.id],
  )
  return { packet, item, reply: hid }
}

async function keep(item: string, reply: string, name = 'photo-1.jpg'): Promise<boolean> {
  const client = stage.as('satchel_import')
  const { rows } = await client.query<{ kept: boolean }>(
    "select keep_report_file($1, $2, $3, 'image/jpeg', 'points'::bytea) as kept",
    [item, reply, name],
  )
  // whatever came of it, the next statement is the import's own again
  expect((await client.query<{ role: string }>('select current_user as role')).rows).toEqual([
    { role: 'satchel_import' },
  ])
  expect(await stage.rows('select 1 from acting')).toEqual([])
  return rows[0]?.kept === true
}

const files = (packet: SentPacket) =>
  stage.rows(
    `select attachment_filename as name, convert_from(attachment_data, 'UTF8') as data, activity_body as note,
       attachment_creator = staff_role_of('anna') as annas
     from attachment join activity on activity_id = attachment_activity where attachment_entity = $1 order by attachment_id`,
    [packet.person],
  )

test('a file is kept with the activity, as its sender wrote it, and the audit names the reply', async () => {
  const { packet, item, reply } = await replied({ report })
  expect(await keep(item, reply)).toBe(true)
  expect(await files(packet)).toEqual([{ name: 'photo-1.jpg', data: 'points', note: 'With a photo', annas: true }])
  expect(
    await stage.rows(
      `select 1 from audit join reply on reply_id = audit_reply where audit_table = 'attachment' and reply_packet = $1`,
      [packet.id],
    ),
  ).toHaveLength(1)
})

test('a sender who may not write to the record any more adds no file to it', async () => {
  const { packet, item, reply } = await replied({ report })
  await stage.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
    [packet.person],
  )
  expect(await keep(item, reply)).toBe(false)
  expect(await files(packet)).toEqual([])
})

test('a reply without a report, and an item that is none, have no activity for a file', async () => {
  const { packet, item, reply } = await replied({ set: { 'given-name': 'James' } })
  expect(await keep(item, reply)).toBe(false)
  expect(await files(packet)).toEqual([])
  expect(await keep('999999', reply)).toBe(false)
})

test('a name that no file may have is made one', async () => {
  const { packet, item, reply } = await replied({ report })
  for (const name of ['../a/b\\c.jpg', 'x\ty', '', 'n'.repeat(400)]) expect(await keep(item, reply, name)).toBe(true)
  expect((await files(packet)).map(({ name }) => name)).toEqual(['.._a_b_c.jpg', 'x_y', 'file', 'n'.repeat(255)])
})

test('of two reports in one item each has its own photos, and a report that is not there has none', async () => {
  const [first, second] = [await replied({ report }), await replied({ report: { ...report, note: 'The other' } })]
  await stage.rows('update reply set reply_item = $1 where reply_item = $2', [first.item, second.item])
  expect(await keep(first.item, second.reply, 'second.jpg')).toBe(true)
  expect(await keep(first.item, first.reply, 'first.jpg')).toBe(true)
  expect(await keep(first.item, 'a-third')).toBe(false)
  expect(await files(first.packet)).toMatchObject([{ name: 'first.jpg', note: 'With a photo' }])
  expect(await files(second.packet)).toMatchObject([{ name: 'second.jpg', note: 'The other' }])
})

test('nobody but the import calls it', async () => {
  const { item } = await replied({ report })
  for (const call of ["report_begin($1::bigint, 'r')", "keep_report_file($1::bigint, 'r', 'a', 'b', '')"])
    await expect(stage.as('satchel_dispatch').query(`select ${call}`, [item])).rejects.toThrow('permission denied')
})
