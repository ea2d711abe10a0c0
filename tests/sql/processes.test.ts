// Processes for every kind of record: the shipped ones, and the questions that people ask of them.

import { readQueries } from '@satchel/core/db/sql-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const records: Record<string, number> = {}
beforeAll(async () => {
  stage = await openStage()
  const { rows } = await stage.as('satchel').query('select distinct process from shipped_stages()')
  for (const { process } of rows) {
    expect(await stage.one('select add_process($1) as result', [process])).toEqual({ result: 'added' })
  }
  records.person = await stage.person()
  for (const [type, insert] of [
    ['organization', "insert into organization (organization_name) values ('Shule')"],
    ['product', "insert into product (product_name) values ('Seed')"],
    ['grp', "insert into grp (grp_name, grp_kind) values ('March', lookup_find('grp-kind', 'campaign'))"],
    ['deal', "insert into deal (deal_name, deal_kind) values ('Bags', lookup_find('deal-kind', 'opportunity'))"],
    ['ticket', "insert into ticket (ticket_name) values ('Pump')"],
  ] as const) {
    records[type] = Number((await stage.one<{ id: string }>(`${insert} returning ${type}_id as id`)).id)
  }
})
afterAll(() => stage.close())

const query = (name: string, values: readonly unknown[] = []) =>
  stage.rows<Record<string, unknown>>(readQueries().get(name)?.text ?? 'no query', [...values])
const enter = (entity: number | undefined, hid: string) =>
  stage.one<{ id: string | null }>('select enter_stage($1, $2, null) as id', [entity, hid])
const back = (entity: number | undefined, days: number) =>
  stage.rows(
    'update development_tracking set development_tracking_entered = development_tracking_entered - make_interval(days => $2), development_tracking_finished = development_tracking_finished - make_interval(days => $2) where development_tracking_entity = $1',
    [entity, days],
  )

test('each shipped process is taken once, has a beginning and an end, and places that are its own', async () => {
  expect(await stage.one("select add_process('lead') as again, add_process('x') as unknown")).toEqual({
    again: 'there already',
    unknown: 'not known',
  })
  const faults = await stage.rows(
    `select development_process_hid from development_process join development_stage on development_stage_process = development_process_id
     group by development_process_hid having count(*) filter (where development_stage_outcome is null) < 2
       or count(*) filter (where development_stage_outcome is not null) < 1
       or bool_or(development_stage_form is not null and development_stage_form not in (select form_name from form))`,
  )
  expect(faults).toEqual([])
  // the form of a stage is one for the records that go through its process
  expect(
    await stage.rows(
      `select development_stage_hid as stage from development_stage join development_process on development_process_id = development_stage_process
       join form on form_name = development_stage_form where form_type <> coalesce(development_process_entity, form_type)`,
    ),
  ).toEqual([])
})

describe('a record of any type', () => {
  test.each([
    ['person', 'lead-new', 'lead-qualified'],
    ['organization', 'onboarding-contract', 'onboarding-running'],
    ['product', 'goods-idea', 'goods-withdrawn'],
    ['grp', 'campaign-planning', 'campaign-evaluated'],
    ['deal', 'opportunity-prospecting', 'opportunity-won'],
    ['ticket', 'support-case-new', 'support-case-solved'],
  ])('%s enters, moves and ends', async (type, first, last) => {
    await enter(records[type], first)
    await enter(records[type], last)
    const rows = await stage.rows<{ hid: string; open: boolean }>(
      'select development_stage_hid as hid, development_tracking_finished is null as open from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_entity = $1 order by development_tracking_id',
      [records[type]],
    )
    expect(rows).toEqual([
      { hid: first, open: false },
      { hid: last, open: true },
    ])
    const wrong = type === 'ticket' ? 'lead-new' : 'support-case-new'
    await expect(enter(records[type], wrong)).rejects.toMatchObject({ constraint: 'development_tracking_type' })
  })

  test('a process for all types takes all, and a repeatable one a second round', async () => {
    for (const type of ['person', 'organization', 'grp']) {
      await enter(records[type], 'sale-by-post-post')
      await enter(records[type], 'sale-by-post-sold')
      await enter(records[type], 'sale-by-post-post')
    }
    const { rounds } = await stage.one<{ rounds: number }>(
      "select max(development_tracking_round) as rounds from development_tracking join development_process on development_process_id = development_tracking_process where development_process_hid = 'sale-by-post'",
    )
    expect(rounds).toBe(2)
    await expect(enter(records.deal, 'opportunity-prospecting')).resolves.toBeDefined()
  })
})

describe('the questions', () => {
  let person: number
  beforeAll(async () => {
    person = await stage.person()
    await enter(person, 'farmer-education')
    await back(person, 70)
  })
  const mine = (rows: readonly Record<string, unknown>[]) => rows.filter(row => Number(row.entity) === person)

  test('where does everyone stand: those under way, and not those that ended', async () => {
    expect(mine(await query('processes/where', ['farmer', 100]))).toMatchObject([
      { stage: 'Education', days: 70, hid: `P${person}`, owner: 'anna' },
    ])
    expect(await query('processes/where', ['opportunity', 100])).toMatchObject([{ stage: 'Prospecting' }])
    expect(await query('processes/where', ['onboarding', 100])).toEqual([])
  })

  test('who is stuck: longer than the stage may take, by the day', async () => {
    expect(mine(await query('processes/stuck', [100]))).toMatchObject([{ process: 'Farmer', days: 70, over: 10 }])
    await back(person, -11)
    expect(mine(await query('processes/stuck', [100]))).toEqual([])
  })

  test('what is next: what the stage asks for, until something was done', async () => {
    expect(mine(await query('processes/next', [100]))).toMatchObject([
      { what: 'Invite to the training', form: 'call-report' },
    ])
    await stage.rows(
      "insert into activity (activity_kind, activity_entity, activity_subject, activity_due) values (lookup_find('activity-kind', 'task'), $1, 'Print the map', now()::date - 100)",
      [person],
    )
    const [first] = mine(await query('processes/next', [100]))
    expect(first).toMatchObject({ what: 'Print the map' })
    await stage.rows(
      "insert into activity (activity_kind, activity_entity, activity_status, activity_start) values (lookup_find('activity-kind', 'call'), $1, 'done', now())",
      [person],
    )
    expect(mine(await query('processes/next', [100]))).toHaveLength(1)
  })

  test('what is next: tasks and what has a day, and no notes', async () => {
    const other = await stage.person()
    const add = (kind: string, subject: string, columns = '', values = '') =>
      stage.rows(
        `insert into activity (activity_kind, activity_entity, activity_subject${columns}) values (lookup_find('activity-kind', $2), $1, $3${values})`,
        [other, kind, subject],
      )
    const next = async () =>
      (await query('processes/next', [1000])).filter(row => Number(row.entity) === other).map(({ what }) => what)
    await add('note', 'Likes maize')
    await add('note', 'Dated note', ', activity_due', ', now()::date + 3')
    await add('call', 'Called')
    await add('letter', 'Sent', ', activity_status', ", 'done'")
    expect(await next()).toEqual([])
    await add('task', 'Print')
    await add('call', 'Call about seed', ', activity_due', ', now()::date + 3')
    await add('visit', 'See the plot', ', activity_start', ", now() + interval '5 days'")
    await add('note', 'Asked', ', activity_next, activity_due', ", 'Bring a sample', now()::date + 4")
    expect(new Set(await next())).toEqual(new Set(['Bring a sample', 'Call about seed', 'Print', 'See the plot']))
  })

  test('what is next: a step whose day is over, until something was done since', async () => {
    const other = await stage.person()
    const next = async () =>
      (await query('processes/next', [1000])).filter(row => Number(row.entity) === other).map(({ what }) => what)
    const done = (days: number, columns = '', values = '') =>
      stage.rows(
        `insert into activity (activity_kind, activity_entity, activity_status, activity_start${columns}) values (lookup_find('activity-kind', 'call'), $1, 'done', now() - make_interval(days => $2)${values})`,
        [other, days],
      )
    await done(30, ', activity_next, activity_due', ", 'Call again', now()::date - 20")
    expect(await next()).toEqual(['Call again'])
    await done(40)
    expect(await next()).toEqual(['Call again'])
    await done(10)
    expect(await next()).toEqual([])
  })

  test('how long did stages take', async () => {
    await enter(person, 'farmer-land-report')
    expect(await query('processes/time', ['farmer'])).toMatchObject([
      { stage: 'Education', stays: '1', median: '59.0' },
    ])
  })

  test('a stage that is not there is none', async () => {
    expect(await enter(person, 'farmer-nothing')).toEqual({ id: null })
  })
})

test('a record goes to a colleague with what stands under it, and what is not the caller’s does not', async () => {
  const [head, child, others] = [await stage.person('anna'), await stage.person('anna'), await stage.person('baraka')]
  await stage.rows('update entity set entity_parent = $1 where entity_id = any ($2)', [head, [child, others]])
  const hand = async (entity: number, staff: string) =>
    Number((await stage.one<{ n: string }>('select hand_over($1, $2) as n', [entity, staff])).n)
  expect(await hand(head, 'nobody')).toBe(-1)
  expect(await hand(head, 'baraka')).toBe(2)
  expect(await hand(head, 'baraka')).toBe(0)
  await stage.rows('begin')
  const { login } = await stage.one<{ login: string }>(
    "select staff_login as login from staff where staff_hid = 'anna'",
  )
  await stage.rows(`set local role ${login}`)
  await expect(hand(head, 'anna')).rejects.toMatchObject({ code: '42501' })
  await stage.rows('rollback')
})
