// The merge table of docs/merge.md, a test per line and per consequence, on apply_reply itself.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const given = (value: string | null) => ({ set: { 'given-name': value } })
const slot = 'field/given-name'

describe('the lines of the merge table', () => {
  test('1: what the form does not hold is refused and recorded, the rest is taken', async () => {
    const packet = await stage.packet(await stage.person())
    const told = await stage.reply(packet, { set: { 'given-name': 'James', salary: '9' } })
    expect(told.slots).toEqual({ [slot]: 'applied', 'field/salary': 'refused not-in-form' })
    const recorded = await stage.rows(
      "select change_new from change where change_packet = $1 and change_outcome = 'refused'",
      [packet.id],
    )
    expect(recorded).toEqual([{ change_new: '9' }])
  })

  test("1: another record's row is refused", async () => {
    const other = await stage.packet(await stage.person())
    const packet = await stage.packet(await stage.person())
    const row = other.row('contact-point')
    const told = await stage.reply(packet, {
      rows: [{ collection: 'contact-point', row, fields: { value: '+255 700 000 099' } }],
    })
    expect(told).toMatchObject({ status: 'refused', slots: { [`row/contact-point/${row}`]: 'refused other-record' } })
    expect(await stage.phones(other.person)).toEqual(['+255 700 000 001'])
  })

  test('1: a value that the form does not allow waits as it was written, and clearing a required field is refused', async () => {
    const packet = await stage.packet(await stage.person())
    const told = await stage.reply(packet, {
      set: { language: 'xx', 'given-name': '', 'family-name': 'x'.repeat(5000) },
    })
    expect(told.slots).toEqual({
      'field/language': 'held not-a-choice',
      [slot]: 'refused required',
      'field/family-name': 'held too-long',
    })
    const kept = await stage.rows('select change_new from change where change_packet = $1 order by change_id', [
      packet.id,
    ])
    expect(kept.map(row => row.change_new)).toEqual(expect.arrayContaining(['xx', 'x'.repeat(5000)]))
    expect(await stage.given(packet.person)).toBe('Jimmy')
  })

  test('2: a report is appended once, and a later sequence of its draft corrects it', async () => {
    const packet = await stage.packet(await stage.person())
    const draft = 'd'.repeat(32)
    const report = { when: '2026-11-20', outcome: 'reached', note: 'Wants seed' }
    expect((await stage.reply(packet, { draft, sequence: 1, report })).slots).toEqual({ report: 'applied' })
    expect((await stage.reply(packet, { draft, sequence: 2, report })).slots).toEqual({ report: 'untouched' })
    expect(
      (await stage.reply(packet, { draft, sequence: 3, report: { ...report, note: 'Wants beans' } })).slots,
    ).toEqual({ report: 'applied' })
    const activities = await stage.rows(
      'select activity_body, lookup_value(activity_outcome) as outcome from activity where activity_entity = $1',
      [packet.person],
    )
    expect(activities).toEqual([{ activity_body: 'Wants beans', outcome: 'reached' }])
  })

  test('D3: 2: two honest reports that say the same from two drafts both count', async () => {
    const packet = await stage.packet(await stage.person())
    const report = { when: '2026-11-20', outcome: 'not-reached' }
    await stage.reply(packet, { report })
    await stage.reply(packet, { report })
    expect(await stage.rows('select 1 from activity where activity_entity = $1', [packet.person])).toHaveLength(2)
  })

  test('3: an older statement of the same packet is superseded, whichever came first', async () => {
    const packet = await stage.packet(await stage.person())
    const now = Date.now()
    await stage.reply(packet, { ...given('Second'), received: new Date(now + 2000) })
    const told = await stage.reply(packet, { ...given('First'), received: new Date(now - 5000) })
    expect(told.slots).toEqual({ [slot]: 'superseded older-than-a-later-reply' })
    expect(await stage.given(packet.person)).toBe('Second')
  })

  test('4: what the sender left as it was stays untouched, and withdraws their own hold', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.office(packet.person, 'Jacob')
    const draft = 'e'.repeat(32)
    expect((await stage.reply(packet, { draft, sequence: 1, ...given('James') })).slots).toEqual({
      [slot]: 'held changed-meanwhile',
    })
    expect((await stage.reply(packet, { draft, sequence: 2, ...given('Jimmy') })).slots).toEqual({
      [slot]: 'untouched',
    })
    expect(await stage.held(packet.person)).toEqual([])
    expect(await stage.given(packet.person)).toBe('Jacob')
  })

  test('5: what stands already is the same', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.office(packet.person, 'James')
    expect((await stage.reply(packet, given('James'))).slots).toEqual({ [slot]: 'same' })
  })

  test('C6: 5: white space, letter case of e-mail and the way a phone is written are no change', async () => {
    const packet = await stage.packet(await stage.person())
    const told = await stage.reply(packet, {
      set: { 'given-name': '  Jimmy ' },
      rows: [
        { collection: 'contact-point', row: packet.row('contact-point', 0), fields: { value: '0700-000-001' } },
        { collection: 'contact-point', row: packet.row('contact-point', 1), fields: { value: 'JIMMY@Example.org' } },
      ],
    })
    expect(Object.values(told.slots)).toEqual(['untouched', 'untouched', 'untouched'])
  })

  test('6: a field under review is held', async () => {
    const packet = await stage.packet(await stage.person())
    expect((await stage.reply(packet, { set: { born: '1981-01-01' } })).slots).toEqual({
      'field/born': 'held needs-review',
    })
  })

  test('6: weak evidence is held where strong is needed, and the same reply with strong evidence releases it', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.rows("update form_field set form_field_needs = 'strong' where form_field_name = 'given-name'")
    try {
      const said = { id: 'a'.repeat(32), draft: 'b'.repeat(32), ...given('James') }
      expect((await stage.reply(packet, { ...said, evidence: 'weak' })).slots).toEqual({ [slot]: 'held weak-evidence' })
      expect(await stage.reply(packet, { ...said, evidence: 'strong' })).toMatchObject({
        case: 'stronger',
        slots: { [slot]: 'applied' },
      })
      expect(await stage.given(packet.person)).toBe('James')
    } finally {
      await stage.rows("update form_field set form_field_needs = 'weak' where form_field_name = 'given-name'")
    }
  })

  test('C5: 6: what comes after the packet expired is held, its report too', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.rows(
      "update packet set packet_issued = now() - interval '40 days', packet_expires = now() - interval '10 days' where packet_id = $1",
      [packet.id],
    )
    const told = await stage.reply(packet, { ...given('James'), report: { when: '2026-11-20', outcome: 'reached' } })
    expect(told).toMatchObject({ status: 'held', slots: { [slot]: 'held late', report: 'held late' } })
  })

  test('6: a reply for a deleted record is held', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [packet.person])
    expect((await stage.reply(packet, given('James'))).slots).toEqual({ [slot]: 'held record-deleted' })
  })

  test('6: a reply of somebody who has lost access since is held', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
      [packet.person],
    )
    expect((await stage.reply(packet, given('James'))).slots).toEqual({ [slot]: 'held access-lost' })
    expect(await stage.given(packet.person)).toBe('Jimmy')
  })

  test('6: text that was damaged on the way is held', async () => {
    const packet = await stage.packet(await stage.person())
    expect((await stage.reply(packet, { ...given('Jam\u{FFFD}s'), doubts: { [slot]: 'damaged-text' } })).slots).toEqual(
      {
        [slot]: 'held damaged-text',
      },
    )
  })

  test('6: a reply that clears most of the form is held', async () => {
    const packet = await stage.packet(await stage.person())
    const told = await stage.reply(packet, { set: { 'family-name': null, language: null, note: null } })
    expect(told).toMatchObject({ status: 'held', slots: { 'field/note': 'held clears-too-much' } })
  })

  test('7: what nobody else touched is applied', async () => {
    const packet = await stage.packet(await stage.person())
    expect(await stage.reply(packet, given('James'))).toMatchObject({
      status: 'imported',
      slots: { [slot]: 'applied' },
    })
    expect(await stage.given(packet.person)).toBe('James')
  })

  test('D5: 8: where two packets clash the first imported stands and the other is held', async () => {
    const person = await stage.person()
    const [first, second] = [await stage.packet(person), await stage.packet(person)]
    await stage.reply(first, given('James'))
    expect((await stage.reply(second, given('Jim'))).slots).toEqual({ [slot]: 'held changed-meanwhile' })
    expect(await stage.given(person)).toBe('James')
  })

  test('after each write, holds that ask for the new value become the same', async () => {
    const person = await stage.person()
    const [first, second] = [await stage.packet(person), await stage.packet(person)]
    await stage.reply(first, given('James'))
    await stage.reply(second, given('Jim'))
    await stage.office(person, 'Jim')
    expect(await stage.held(person)).toEqual([])
  })

  test("a newer statement replaces the same packet's older hold", async () => {
    const packet = await stage.packet(await stage.person())
    await stage.office(packet.person, 'Jacob')
    const draft = 'f'.repeat(32)
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    await stage.reply(packet, { draft, sequence: 2, ...given('Jim') })
    const rows = await stage.rows(
      'select change_new, change_outcome from change where change_packet = $1 order by change_id',
      [packet.id],
    )
    expect(rows).toEqual([
      { change_new: 'James', change_outcome: 'superseded' },
      { change_new: 'Jim', change_outcome: 'held' },
    ])
  })
})
