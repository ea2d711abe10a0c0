// Replies whose record or packet is no longer what it was: merged, erased, revoked, late. Outcomes as docs/merge.md has them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const slot = 'field/given-name'
const given = (value: string | null) => ({ set: { 'given-name': value } })
const contact = (row: string, value: string, kind = 'phone') => ({
  rows: [{ collection: 'contact-point', row, fields: { kind, value } }],
})
const fresh = async () => stage.packet(await stage.person())

describe('what became of the record or the packet', () => {
  test("a reply for a merged record goes to the survivor with the loser's snapshot as what was believed", async () => {
    const packet = await fresh()
    const survivor = await stage.person()
    await stage.rows("update person set person_given = 'Jim' where person_id = $1", [survivor])
    await stage.rows('delete from contact_point where contact_point_entity = $1', [survivor])
    await stage.rows('update contact_point set contact_point_entity = $2 where contact_point_entity = $1', [
      packet.person,
      survivor,
    ])
    await stage.rows('update entity set entity_merged = $2 where entity_id = $1', [packet.person, survivor])
    const told = await stage.reply(packet, {
      set: { 'given-name': 'James', 'family-name': 'Okelo' },
      ...contact(packet.row('contact-point'), '+255 744 000 004'),
    })
    // the loser's packet showed Jimmy, the survivor holds Jim: a clash; the family name and the phone are as they were shown
    expect(told.slots).toEqual({
      [slot]: 'held changed-meanwhile',
      'field/family-name': 'applied',
      [`row/contact-point/${packet.row('contact-point')}`]: 'applied',
    })
    expect(await stage.phones(survivor)).toEqual(['+255 744 000 004'])
    const [held] = await stage.rows(
      "select change_entity::integer as entity, change_believed as e, change_current as t, change_new as m from change where change_packet = $1 and change_outcome = 'held'",
      [packet.id],
    )
    expect(held).toEqual({ entity: survivor, e: 'Jimmy', t: 'Jim', m: 'James' })
  })

  test('a reply to an erased packet is refused and nothing of it is stored', async () => {
    const packet = await fresh()
    await stage.rows("update packet set packet_status = 'erased', packet_snapshot = null where packet_id = $1", [
      packet.id,
    ])
    expect(await stage.reply(packet, given('Wanjala'))).toMatchObject({ problem: 'packet/erased' })
    expect(await stage.rows('select 1 from reply where reply_packet = $1', [packet.id])).toEqual([])
    expect(await stage.rows('select 1 from change where change_packet = $1', [packet.id])).toEqual([])
  })

  test('C5: a reply to a revoked packet is refused, its values are kept', async () => {
    const packet = await fresh()
    await stage.rows("update packet set packet_status = 'revoked' where packet_id = $1", [packet.id])
    const told = await stage.reply(packet, given('James'))
    expect(told).toMatchObject({ status: 'refused', slots: { [slot]: 'refused revoked' } })
    expect(await stage.given(packet.person)).toBe('Jimmy')
    expect(await stage.rows('select change_new from change where change_packet = $1', [packet.id])).toEqual([
      { change_new: 'James' },
    ])
  })

  test('a late report makes no activity until the office accepts it', async () => {
    const packet = await fresh()
    await stage.rows(
      "update packet set packet_issued = now() - interval '40 days', packet_expires = now() - interval '1 minute' where packet_id = $1",
      [packet.id],
    )
    const reported = 'select 1 from activity where activity_entity = $1'
    const told = await stage.reply(packet, { report: { when: '2026-11-20', outcome: 'reached' } })
    expect(told.slots).toEqual({ report: 'held late' })
    expect(await stage.rows(reported, [packet.person])).toHaveLength(0)
    expect(await stage.settle(packet.person, 'accepted')).toEqual(['accepted'])
    expect(await stage.rows(reported, [packet.person])).toHaveLength(1)
  })
})
