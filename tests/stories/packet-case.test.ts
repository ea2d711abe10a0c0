// What a packet tells besides the fields of its record, down to the mailbox of its recipient.

import { limits } from '@satchel/protocol/limits'
import { parsePacket, printPacket } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3', 'P4']) await home.person(hid)
  await home.rows("update form set form_shows = 'stages contacts files'")
  await home.rows(
    "insert into activity (activity_entity, activity_kind, activity_staff, activity_status, activity_start, activity_outcome, activity_body) select person_id, lookup_find('activity-kind', 'call'), staff_id, 'done', '2026-01-05', lookup_find('outcome', 'reached'), $1 from person, staff where person_hid = 'P1' and staff_hid = 'anna'",
    ['Asked for the price\u0007 of seed'],
  )
  await home.rows(
    "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select staff_id, lookup_find('contact-kind', 'phone'), '+255 700 000 099' from staff where staff_hid = 'grace'",
  )
})
afterAll(() => home.close())

const send = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const dispatched = await home.satchel(['--as', 'grace', 'dispatch', ...args, '--to', 'anna'], { env })
  expect(dispatched).toMatchObject({ code: 0, err: '' })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  return packet
}

describe('a packet', () => {
  test('comes with its case: why, from whom, and the last contacts, without what no letter can carry', async () => {
    const packet = await send(['P1', '--why', '  She asked\u200b twice\nfor the price. '])
    expect(packet).toMatchObject({ version: 2, background: [] })
    expect(packet.case).toMatchObject({
      name: 'Jimmy Okello',
      place: 'Moshi',
      sender: 'grace',
      'sender-phone': '+255 700 000 099',
      why: 'She asked twice for the price.',
      contacts: [
        { date: '2026-01-05', kind: 'call', outcome: 'reached', by: 'you', text: 'Asked for the price of seed' },
      ],
    })
    expect(parsePacket(printPacket(packet))).toEqual(packet)
  })

  test("names no colleague's own number: their record as a person is not for everybody", async () => {
    await home.person('G1')
    await home.person('P5')
    await home.rows(
      "update staff set staff_person = person_id from person where person_hid = 'G1' and staff_hid = 'grace'",
    )
    await home.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary) select person_id, lookup_find('contact-kind', 'phone'), '+255 700 000 666', true from person where person_hid = 'G1'",
    )
    const work = await home.rows<{ value: string }>(
      "delete from contact_point using staff where contact_point_entity = staff_id and staff_hid = 'grace' returning contact_point_value as value",
    )
    expect(work).toEqual([{ value: '+255 700 000 099' }])
    const { case: told } = await send(['P5'])
    expect([told?.sender, told?.['sender-phone']]).toEqual(['grace', undefined])
  })

  test('names the telephone of the office where the settings have one', async () => {
    const env = { SATCHEL_OFFICE_PHONE: '+255 700 000 010' }
    expect((await send(['P2'], env)).case).toMatchObject({ 'sender-phone': '+255 700 000 010' })
  })

  test.each([
    ['too long', 'x'.repeat(limits.whyLength + 1)],
    ['empty', ' \n '],
  ])('with a reason that is %s is refused', async (_, why) => {
    const before = await home.rows('select count(*) from packet')
    const refused = await home.satchel(['dispatch', 'P3', '--to', 'anna', '--why', why])
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).not.toContain('xxx')
    expect(await home.rows('select count(*) from packet')).toEqual(before)
  })

  test('takes along files up to the limit together, and names the next one', async () => {
    const attach = (name: string, size: number) =>
      home.rows(
        "insert into attachment (attachment_entity, attachment_filename, attachment_type, attachment_data) select person_id, $1, 'image/jpeg', repeat('x', $2::integer)::bytea from person where person_hid = 'P4'",
        [name, size],
      )
    await attach('one-more.jpg', 1)
    await attach('rest.jpg', 24)
    await attach('large.jpg', limits.packetFilesBytes - 24)
    const packet = await send(['P4'])
    expect(packet.case?.files.map(({ name, size, data }) => [name, size, data?.length])).toEqual([
      ['large.jpg', limits.packetFilesBytes - 24, Math.ceil((limits.packetFilesBytes - 24) / 3) * 4],
      ['rest.jpg', 24, 32],
      ['one-more.jpg', 1, undefined],
    ])
    expect(parsePacket(printPacket(packet))).toEqual(packet)
  })
})

test('its day has one entry in the calendar of its recipient, whichever letter brings it', async () => {
  await home.rows("update form set form_shows = 'tasks'")
  await home.rows(
    "insert into activity (activity_entity, activity_kind, activity_staff, activity_status, activity_subject, activity_due) select person_id, lookup_find('activity-kind', 'task'), staff_id, 'open', 'Bring seed', now() + interval '5 days' from person, staff where person_hid in ('P3', 'P4') and staff_hid = 'anna'",
  )
  const entries: string[] = []
  for (const hid of ['P3', 'P3', 'P4']) {
    await send([hid, '--again'])
    const files = [...(home.letters(mails.anna).at(-1)?.attachments ?? [])]
    const calendar = files.find(([name]) => name.endsWith('.ics'))?.[1] ?? ''
    entries.push(/^UID:([0-9a-f]{32})@kilimo\.example\r?$/m.exec(calendar)?.[1] ?? calendar)
  }
  const [first, again, other] = entries
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})
