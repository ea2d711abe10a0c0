// A field of a form can be the stage of the record in a process: a reply moves it under the role of its sender, as entering a stage does.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishText, sendForm } from '../helpers/form-stage.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "next-stage") (version 1) (entity deal)
  (title (en "Next stage")) (intro (en "Please say where this deal is."))
  (field name (column "deal_name") (type text) (required true) (label (en "Name")))
  (field stage (stage "offer") (type choice) (label (en "Stage"))
    (choice offer-made (en "made")) (choice offer-sent (en "sent")) (choice offer-sold (en "sold")))
  (report (kind visit)
    (field when (column "activity_start") (type date) (required true) (label (en "Date")))
    (field said (column "activity_body") (type long-text) (label (en "Said")))))`

let stage: Stage
let deal: { id: number; hid: string }
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('sita', 'Sita', 'sita@kilimo.example', 'support', 'en', 'plain')")
  await stage.rows(`with family as (
      insert into development_type (development_type_hid, development_type_name) values ('offers', 'Offers') returning development_type_id),
    process as (
      insert into development_process (development_process_hid, development_process_type, development_process_name, development_process_entity)
      select 'offer', development_type_id, 'Offer', (select entity_type_id from entity_type where entity_type_hid = 'deal') from family
      returning development_process_id)
    insert into development_stage (development_stage_hid, development_stage_process, development_stage_name, development_stage_sort, development_stage_outcome)
    select hid, development_process_id, hid, sort, outcome from process,
      (values ('offer-made', 1, null), ('offer-sent', 2, null), ('offer-sold', 3, 'won')) v (hid, sort, outcome)`)
  await publishText(stage, form)
})
afterAll(() => stage.close())
beforeEach(async () => {
  const made = await stage.one<{ id: string; hid: string }>(
    "insert into deal (deal_name, deal_kind) values ('Tools', lookup_find('deal-kind', 'order')) returning deal_id as id, deal_hid as hid",
  )
  deal = { id: Number(made.id), hid: made.hid }
  await stage.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
    [deal.id],
  )
  await stage.rows("select enter_stage($1, 'offer-made', null)", [deal.id])
})
const send = (staff = 'anna') => sendForm(stage, deal.hid, 'next-stage', staff)
const stays = async () =>
  (
    await stage.rows<{ stay: string }>(
      `select concat_ws(' ', development_stage_hid, staff_hid, case when development_tracking_finished is null then 'now' end) as stay
       from development_tracking join development_stage on development_stage_id = development_tracking_stage
       left join staff on staff_id = development_tracking_owner where development_tracking_entity = $1 order by development_tracking_id`,
      [deal.id],
    )
  ).map(({ stay }) => stay)

describe('the stage of a record', () => {
  test('is shown, and moved by a reply beside its report, once, with the sender as who had it', async () => {
    const packet = await send()
    expect(packet.slots).toEqual({ 'field/name': 'Tools', 'field/stage': 'offer-made' })
    const said = {
      id: 'a'.repeat(32),
      draft: 'b'.repeat(32),
      set: { stage: 'offer-sent' },
      report: { when: '2026-11-20', said: 'They want it.' },
    }
    expect((await stage.reply(packet, said)).slots).toEqual({ 'field/stage': 'applied', report: 'applied' })
    expect((await stage.reply(packet, said)).case).toBe('repeat')
    expect(await stays()).toEqual(['offer-made', 'offer-sent anna now'])
    expect(
      await stage.rows(
        "select audit_verb as verb from audit where audit_table = 'development_tracking' and audit_entity = $1 and audit_reply is not null and audit_verb = 'insert'",
        [deal.id],
      ),
    ).toEqual([{ verb: 'insert' }])
  })

  test('is entered after the report of the same reply, which does no task of it', async () => {
    const day = new Date().toISOString().slice(0, 10)
    for (const report of [{ when: day, said: 'They want it.' }, { said: 'They want it.' }]) {
      const packet = await send()
      const set = { stage: Object.values(report).length === 2 ? 'offer-sent' : 'offer-made' }
      expect((await stage.reply(packet, { set, report })).slots).toEqual({
        'field/stage': 'applied',
        report: 'applied',
      })
      expect(
        await stage.rows(
          'select development_tracking_entered > activity_created as after, contact_since(activity_start, activity_created, development_tracking_entered, own_zone()) as since from development_tracking, activity where development_tracking_entity = $1 and activity_entity = $1 order by development_tracking_id desc, activity_id desc limit 1',
          [deal.id],
        ),
      ).toEqual([{ after: true, since: false }])
    }
  })

  test('that ends the process closes the deal', async () => {
    await stage.reply(await send(), { set: { stage: 'offer-sold' } })
    expect(await stage.rows('select deal_outcome as outcome from deal where deal_id = $1', [deal.id])).toEqual([
      { outcome: 'won' },
    ])
  })

  test('that somebody moved since is held, and moved when the office accepts it', async () => {
    const packet = await send()
    await stage.rows("select enter_stage($1, 'offer-sent', null)", [deal.id])
    expect((await stage.reply(packet, { set: { stage: 'offer-sold' } })).slots).toEqual({
      'field/stage': 'held changed-meanwhile',
    })
    expect(await stage.settle(deal.id, 'accepted')).toEqual(['accepted'])
    expect(await stays()).toEqual(['offer-made', 'offer-sent', 'offer-sold anna now'])
  })

  test('is undone by a later reply as one more stay', async () => {
    const packet = await send()
    const draft = 'b'.repeat(32)
    await stage.reply(packet, { draft, sequence: 1, set: { stage: 'offer-sent' } })
    await stage.reply(packet, { draft, sequence: 2, set: { stage: 'offer-made' } })
    expect(await stays()).toEqual(['offer-made', 'offer-sent anna', 'offer-made anna now'])
  })

  test('is never none, nor one of another process', async () => {
    expect((await stage.reply(await send(), { set: { stage: null } })).slots).toEqual({
      'field/stage': 'refused required',
    })
    expect((await stage.reply(await send(), { set: { stage: 'farmer-trained' } })).slots).toEqual({
      'field/stage': 'held not-a-choice',
    })
    expect(await stays()).toEqual(['offer-made now'])
  })

  test('is refused alone to a role that may not move it', async () => {
    const told = await stage.reply(await send('sita'), {
      set: { stage: 'offer-sent' },
      report: { when: '2026-11-20', said: 'Hello.' },
    })
    expect(told.slots).toEqual({ 'field/stage': 'refused not-allowed', report: 'applied' })
    expect(await stays()).toEqual(['offer-made now'])
  })
})

describe('a definition is refused', () => {
  test.each([
    ['(stage "nothing") (type choice) (choice a (en "a"))', '(stage ...) is no process: '],
    ['(stage "offer") (type choice) (choice a (en "a"))', 'the choice a is no stage of the process offer'],
    ['(stage "offer") (type text)', 'a stage has the type choice'],
    ['(stage "offer") (column "deal_name") (type choice) (choice a (en "a"))', 'has (column ...) and (stage ...)'],
  ])('%s', async (inside, fault) => {
    const failed = publishText(
      stage,
      `(satchel-form (name "wrong") (version 1) (entity deal) (title (en "T")) (intro (en "I")) (field f ${inside} (label (en "F"))))`,
    )
    await expect(failed).rejects.toMatchObject({ hints: [expect.stringContaining(fault)] })
  })
  test('for another type of record than the process is for', async () => {
    const failed = publishText(
      stage,
      `(satchel-form (name "wrong") (version 1) (entity person) (title (en "T")) (intro (en "I")) (field f (stage "offer") (type choice) (choice offer-made (en "m")) (label (en "F"))))`,
    )
    await expect(failed).rejects.toMatchObject({
      hints: [expect.stringContaining('the process offer is not for person')],
    })
  })
})
