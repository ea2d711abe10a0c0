// A stage that ends a process closes its deal or ticket; leaving it opens that again.

import { withDatabase } from '@satchel/core/db/database'
import { migrate } from '@satchel/core/db/migrate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const { rows } = await stage.as('satchel').query('select distinct process from shipped_stages()')
  for (const { process } of rows) {
    expect(await stage.one('select add_process($1) as result', [process])).toEqual({ result: 'added' })
  }
})
afterAll(() => stage.close())

const enter = (entity: number | undefined, hid: string) =>
  stage.one<{ id: string | null }>('select enter_stage($1, $2, null) as id', [entity, hid])

describe('an ending stage', () => {
  const dealOf = (id: number) =>
    stage.one(
      'select deal_closed::text as closed, deal_outcome as outcome, deal_probability as probability from deal where deal_id = $1',
      [id],
    )
  const newDeal = async (extra = '') =>
    Number(
      (
        await stage.one<{ id: string }>(
          `insert into deal (deal_name, deal_kind${extra === '' ? '' : ', deal_closed'}) values ('Bags', lookup_find('deal-kind', 'order')${extra === '' ? '' : ', $1'}) returning deal_id as id`,
          extra === '' ? [] : [extra],
        )
      ).id,
    )
  const newTicket = async () =>
    Number(
      (await stage.one<{ id: string }>("insert into ticket (ticket_name) values ('Pump') returning ticket_id as id"))
        .id,
    )
  const today = async () => (await stage.one<{ day: string }>('select now()::date::text as day')).day
  const isOpen = async (ticket: number) =>
    (
      await stage.one<{ open: boolean }>('select ticket_closed is null as open from ticket where ticket_id = $1', [
        ticket,
      ])
    ).open

  test('closes its deal: won with 100, lost with 0, on the day of the stay; moved back out, it is open again', async () => {
    const deal = await newDeal()
    await enter(deal, 'opportunity-proposal')
    expect(await dealOf(deal)).toEqual({ closed: null, outcome: null, probability: null })
    await enter(deal, 'opportunity-won')
    expect(await dealOf(deal)).toEqual({ closed: await today(), outcome: 'won', probability: 100 })
    await enter(deal, 'opportunity-lost')
    expect(await dealOf(deal)).toEqual({ closed: await today(), outcome: 'lost', probability: 0 })
    await enter(deal, 'opportunity-negotiation')
    expect(await dealOf(deal)).toEqual({ closed: null, outcome: null, probability: 70 })
  })

  test('closes its ticket, and leaving it opens that again', async () => {
    const ticket = await newTicket()
    await enter(ticket, 'support-case-new')
    expect(await isOpen(ticket)).toBe(true)
    await enter(ticket, 'support-case-solved')
    expect(await isOpen(ticket)).toBe(false)
    await enter(ticket, 'support-case-in-work')
    expect(await isOpen(ticket)).toBe(true)
  })

  test('counts however a program writes it: a stay that is changed, and one that is taken away', async () => {
    const deal = await newDeal()
    await enter(deal, 'opportunity-prospecting')
    const change = (stageHid: string) =>
      stage.rows(
        'update development_tracking set development_tracking_stage = (select development_stage_id from development_stage where development_stage_hid = $2) where development_tracking_entity = $1',
        [deal, stageHid],
      )
    await change('opportunity-won')
    expect(await dealOf(deal)).toMatchObject({ outcome: 'won', probability: 100 })
    await change('opportunity-proposal')
    expect(await dealOf(deal)).toEqual({ closed: null, outcome: null, probability: 40 })
    await change('opportunity-lost')
    await stage.rows('delete from development_tracking where development_tracking_entity = $1', [deal])
    expect(await dealOf(deal)).toEqual({ closed: null, outcome: null, probability: null })
  })

  test('in one process keeps it closed while it moves in another', async () => {
    const deal = await newDeal()
    await enter(deal, 'opportunity-won')
    await enter(deal, 'sale-by-post-lost')
    await enter(deal, 'sale-by-post-post')
    expect(await dealOf(deal)).toMatchObject({ closed: await today() })
  })

  test('leaves a day that somebody wrote, and what was closed by hand stays so between open stages', async () => {
    const deal = await newDeal('2026-02-03')
    await enter(deal, 'opportunity-prospecting')
    await enter(deal, 'opportunity-proposal')
    expect(await dealOf(deal)).toMatchObject({ closed: '2026-02-03', outcome: null })
    await enter(deal, 'opportunity-won')
    expect(await dealOf(deal)).toEqual({ closed: '2026-02-03', outcome: 'won', probability: 100 })
  })

  test('closes what is entered by a colleague, under their name in the audit', async () => {
    const ticket = await newTicket()
    const { login } = await stage.one<{ login: string }>(
      "select staff_login as login from staff where staff_hid = 'anna'",
    )
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [ticket],
    )
    await stage.rows('begin')
    await stage.rows(`set local role ${login}`)
    await enter(ticket, 'support-case-solved')
    await stage.rows('commit')
    expect(await isOpen(ticket)).toBe(false)
    const audited = await stage.rows<{ by: string }>(
      "select audit_by as by from audit where audit_table = 'ticket' and audit_row = $1 and audit_verb = 'update'",
      [ticket],
    )
    expect(audited).toEqual([{ by: login }])
  })

  test('in which records stood before is mended once by the upgrade, in the audit; what is opened by hand afterwards stays open', async () => {
    const [deal, removed, ticket, goingOn] = [await newDeal(), await newDeal(), await newTicket(), await newDeal()]
    await stage.rows('alter table development_tracking disable trigger m_ends')
    for (const one of [deal, removed]) await enter(one, 'opportunity-won')
    await enter(ticket, 'support-case-not-solved')
    await enter(goingOn, 'opportunity-proposal')
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [removed])
    await stage.rows('alter table deal drop column deal_outcome cascade')
    await stage.rows("delete from migration where migration_hid like '%-endings'")
    const upgrade = () => withDatabase(stage.database.url('satchel'), database => migrate(database))
    expect(await upgrade()).toMatchObject({ ran: [expect.stringMatching(/-endings$/)] })
    expect(await dealOf(deal)).toEqual({ closed: await today(), outcome: 'won', probability: 100 })
    expect(await isOpen(ticket)).toBe(false)
    for (const one of [removed, goingOn])
      expect(await dealOf(one)).toEqual({ closed: null, outcome: null, probability: null })
    expect(
      await stage.rows("select from audit where audit_table = 'deal' and audit_row = $1 and audit_verb = 'update'", [
        deal,
      ]),
    ).toHaveLength(1)
    await stage.rows('update ticket set ticket_closed = null where ticket_id = $1', [ticket])
    expect(await upgrade()).toMatchObject({ ran: [] })
    expect(await isOpen(ticket)).toBe(true)
  })
})
