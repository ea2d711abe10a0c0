// A contact of which nobody said the day was on the day when the reply was received.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const fresh = async () => stage.packet(await stage.person())
const plain = { id: null, draft: null, sequence: null }
const undated = { outcome: 'reached', note: 'Wants seed' }

const activities = (packet: SentPacket) =>
  stage.rows(
    `select to_char(activity_start, 'YYYY-MM-DD') as when, lookup_value(activity_outcome) as outcome, activity_body as note,
       activity_next as step, to_char(activity_due, 'YYYY-MM-DD') as due
     from activity where activity_entity = $1 order by activity_id`,
    [packet.person],
  )

describe('a contact without a date', () => {
  test('was on the day of the receipt, and the same answer that day is one report', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, { ...plain, report: undated, day: '2026-11-21' })
    expect(told.slots).toEqual({ report: 'applied' })
    expect(await activities(packet)).toEqual([{ ...undated, when: '2026-11-21', step: null, due: null }])
    expect(await stage.reply(packet, { ...plain, report: undated, day: '2026-11-21' })).toMatchObject({
      case: 'repeat',
    })
    expect(await stage.reply(packet, { ...plain, report: { ...undated, when: '2026-11-21' } })).toMatchObject({
      case: 'repeat',
    })
  })

  test('and the same words another day are a second report', async () => {
    const packet = await fresh()
    await stage.reply(packet, { ...plain, report: undated, day: '2026-11-21' })
    expect(await stage.reply(packet, { ...plain, report: undated, day: '2026-11-22' })).toMatchObject({ case: 'new' })
    expect((await activities(packet)).map(row => row.when)).toEqual(['2026-11-21', '2026-11-22'])
  })

  test('is the same report by its id, whatever day it comes again', async () => {
    const packet = await fresh()
    const said = { id: 'a'.repeat(32), draft: 'b'.repeat(32), report: undated }
    await stage.reply(packet, { ...said, day: '2026-11-21' })
    expect(await stage.reply(packet, { ...said, day: '2026-11-25' })).toMatchObject({ case: 'repeat' })
    expect(await activities(packet)).toHaveLength(1)
  })

  test('is no report at all where nothing else was written', async () => {
    const packet = await fresh()
    expect((await stage.reply(packet, { ...plain, report: { note: '  ' } })).slots).toEqual({})
    expect(await activities(packet)).toEqual([])
  })
})
