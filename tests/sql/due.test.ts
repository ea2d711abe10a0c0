// What is due: every kind of work by its day, whose it is, under the rights of whoever asks; the same that a packet tells of its record.

import { readQueries } from '@satchel/core/db/sql-files'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let person: number
beforeAll(async () => {
  stage = await openStage()
  for (const [hid, role] of [
    ['grace', 'office'],
    ['maria', 'manager'],
  ])
    await stage.one("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  await stage.one("select add_process('farmer')")
  await stage.one("select add_process('opportunity')")
  await stage.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'maria') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
})
afterAll(() => stage.close())
beforeEach(async () => {
  await stage.rows("update activity set activity_status = 'cancelled'")
  await stage.rows('update deal set deal_closed = own_today() where deal_closed is null')
  await stage.rows(
    'update development_tracking set development_tracking_finished = now() where development_tracking_finished is null',
  )
  person = await stage.person()
})

interface Due {
  readonly hid: string
  readonly kind: string
  readonly what: string
  readonly due: string
  readonly late: number
  readonly staff: string | null
  readonly total: string
}
/** What is due for a colleague, or with an empty name for everybody, as somebody asks. */
async function due(as: string, staff = as, days = 0, limit = 100): Promise<readonly Due[]> {
  await stage.rows('begin')
  await stage.rows("select set_config('role', staff_role_of($1), true)", [as])
  try {
    return await stage.rows<Due & Record<string, unknown>>(readQueries().get('activities/due')?.text ?? 'no query', [
      staff,
      days,
      limit,
    ])
  } finally {
    await stage.rows('rollback')
  }
}
const brief = (rows: readonly Due[]) => rows.map(({ kind, what, late }) => `${kind} ${what} ${late}`)
const activity = (fields: Readonly<Record<string, string>>) => {
  const all = { entity: String(person), kind: "'call'", status: "'done'", staff: "'anna'", ...fields }
  const value = (name: string, text: string) =>
    name === 'kind'
      ? `lookup_find('activity-kind', ${text})`
      : name === 'outcome'
        ? `lookup_find('outcome', ${text})`
        : name === 'staff'
          ? `(select staff_id from staff where staff_hid = ${text})`
          : text
  return stage.rows(
    `insert into activity (${Object.keys(all)
      .map(name => `activity_${name}`)
      .join(', ')}) values (${Object.entries(all)
      .map(([name, text]) => value(name, text))
      .join(', ')})`,
  )
}
const day = (days: number) => `own_today() + ${days}`
const ago = (days: number) => `own_today()::timestamptz - interval '${days} days'`
const enter = (entity: number, hid: string, days: number) =>
  stage.rows(
    'insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_entered) select $1, development_stage_id, own_today()::timestamptz - make_interval(days => $3) from development_stage where development_stage_hid = $2',
    [entity, hid, days],
  )

describe('is', () => {
  test('a task until it is done, from its day on', async () => {
    await activity({ kind: "'task'", status: "'open'", subject: "'Print'", due: day(-3) })
    await activity({ kind: "'task'", status: "'active'", subject: "'Write'", due: day(0) })
    await activity({ kind: "'task'", status: "'open'", subject: "'Plan'", due: day(1) })
    await activity({ kind: "'task'", status: "'done'", subject: "'Done'", due: day(-1) })
    await activity({ kind: "'task'", status: "'cancelled'", subject: "'Dropped'", due: day(-1) })
    expect(brief(await due('anna'))).toEqual(['task Print 3', 'task Write 0'])
    expect(brief(await due('anna', 'anna', 1))).toEqual(['task Print 3', 'task Write 0', 'task Plan -1'])
  })

  test('a contact with a day that did not happen, and no note', async () => {
    await activity({ kind: "'visit'", status: "'open'", subject: "'Farm'", due: day(-1) })
    await activity({ kind: "'meeting'", status: "'open'", subject: "'School'", start: "now() + interval '30 days'" })
    await activity({ kind: "'note'", status: "'open'", subject: "'Note'", due: day(-1) })
    await activity({ kind: "'call'", status: "'open'", subject: "'Logged'", start: ago(3) })
    expect(brief(await due('anna', 'anna', 31))).toMatchObject([
      'contact Farm 1',
      expect.stringMatching(/^contact School -(29|30|31)$/),
    ])
  })

  test('a next step until its day, and after that until somebody reached them', async () => {
    await activity({ start: ago(20), next: "'Bring seed'", due: day(-2) })
    expect(brief(await due('anna'))).toEqual(['next-step Bring seed 2'])
    // how many are late is told with the first of all, whatever the limit
    await activity({ start: ago(20), next: "'Bring a list'", due: day(0) })
    expect(await due('anna', 'anna', 0, 1)).toMatchObject([{ what: 'Bring seed', total: '2', late_total: '1' }])
    await stage.rows("update activity set activity_status = 'cancelled' where activity_next = 'Bring a list'")
    for (const outcome of ['not-reached', 'busy', 'wrong-number', 'call-back'])
      await activity({ start: ago(1), outcome: `'${outcome}'` })
    await activity({ kind: "'note'", start: ago(1) })
    expect(brief(await due('anna'))).toEqual(['next-step Bring seed 2'])
    await activity({ start: ago(1), outcome: "'reached'" })
    expect(await due('anna')).toEqual([])
  })

  test('a next step of whoever has the record now', async () => {
    await activity({ start: ago(20), next: "'Bring seed'", due: day(-2) })
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
      [person],
    )
    expect([await due('anna'), brief(await due('baraka'))]).toEqual([[], ['next-step Bring seed 2']])
    await stage.rows('update entity set entity_owner = null where entity_id = $1', [person])
    expect(brief(await due('grace', 'anna'))).toEqual(['next-step Bring seed 2'])
  })

  test('a contact on the day on which the stage was entered does its task where it was written down after that', async () => {
    const day = "own_today()::timestamp at time zone 'UTC'"
    const tasks = async () =>
      (await due('anna', 'anna', 30)).flatMap(({ kind, what }) => (kind === 'stage' ? [what] : []))
    const packet = async () =>
      (await stage.rows<{ task: string }>('select task from case_stage_tasks($1, own_zone())', [person])).map(
        ({ task }) => task,
      )
    await activity({ kind: "'visit'", start: day, outcome: "'reached'" })
    await stage.rows(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage where development_stage_hid = 'farmer-land-report'",
      [person],
    )
    expect([await tasks(), await packet()]).toEqual([['Visit the plot'], ['Visit the plot']])
    // of the day before, however late it is written down
    await activity({ kind: "'visit'", start: `${day} - interval '1 day'`, outcome: "'reached'" })
    expect([await tasks(), await packet()]).toEqual([['Visit the plot'], ['Visit the plot']])
    await activity({ kind: "'visit'", start: day, outcome: "'reached'" })
    expect([await tasks(), await packet()]).toEqual([[], []])
  })

  test('the task of a stage until somebody did it, and a stay that is too long', async () => {
    await enter(person, 'farmer-land-report', 40)
    const rows = await due('anna')
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['stage', 'stuck'])
    expect(rows.find(({ kind }) => kind === 'stage')).toMatchObject({ what: 'Visit the plot', staff: 'anna' })
    await activity({ kind: "'call'", start: ago(1), outcome: "'not-reached'" })
    expect(await due('anna')).toHaveLength(2)
    await activity({ kind: "'visit'", start: ago(1), outcome: "'reached'" })
    expect((await due('anna')).map(({ kind }) => kind)).toEqual(['stuck'])
  })

  test('a deal by the day on which it is expected, and by the last day of its offer, until it is closed', async () => {
    const { id } = await stage.one<{ id: string }>(
      "insert into deal (deal_hid, deal_name, deal_kind, deal_expected, deal_valid) values ('D-1', 'Bags', lookup_find('deal-kind', 'quote'), own_today() - 1, own_today()) returning deal_id as id",
    )
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [id],
    )
    expect(brief(await due('anna'))).toEqual(['deal-expected Bags 1', 'deal-valid Bags 0'])
    await enter(Number(id), 'opportunity-won', 0)
    expect(await due('anna')).toEqual([])
  })
})

describe('for', () => {
  test('a colleague is what they have, as far as the one who asks sees it', async () => {
    await activity({ kind: "'task'", status: "'open'", subject: "'Of anna'", due: day(0) })
    const other = await stage.person('baraka')
    await activity({
      entity: String(other),
      kind: "'task'",
      status: "'open'",
      subject: "'Of baraka'",
      staff: "'baraka'",
      due: day(0),
    })
    expect(brief(await due('anna', ''))).toEqual(['task Of anna 0'])
    expect(await due('anna', 'baraka')).toEqual([])
    expect(brief(await due('maria', ''))).toEqual(['task Of anna 0'])
    expect(brief(await due('maria', 'anna'))).toEqual(['task Of anna 0'])
    expect(brief(await due('grace', '')).sort()).toEqual(['task Of anna 0', 'task Of baraka 0'])
    expect(brief(await due('grace', 'BARAKA'))).toEqual(['task Of baraka 0'])
  })

  test('nobody else is what a private note or a removed record holds', async () => {
    await activity({ kind: "'task'", status: "'open'", subject: "'Secret'", due: day(0), private: 'true' })
    expect([brief(await due('anna')), await due('grace', '')]).toEqual([['task Secret 0'], []])
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [person])
    expect(await due('anna')).toEqual([])
  })

  test('a page is the earliest of it, and says how much there is', async () => {
    for (const days of [-1, -5, -3])
      await activity({ kind: "'task'", status: "'open'", subject: `'T${-days}'`, due: day(days) })
    const rows = await due('anna', 'anna', 0, 2)
    expect([brief(rows), rows[0]?.total]).toEqual([['task T5 5', 'task T3 3'], '3'])
  })
})

test('agrees with what a packet tells of the record: tasks, promises and those of stages', async () => {
  await activity({ kind: "'task'", status: "'open'", subject: "'Print'", due: day(3) })
  await activity({ kind: "'task'", status: "'open'", subject: "'Other''s'", due: day(1), staff: "'baraka'" })
  await activity({ kind: "'visit'", status: "'open'", subject: "'Farm'", due: day(4) })
  await activity({ kind: "'note'", status: "'open'", subject: "'Note'", due: day(4) })
  await activity({ start: ago(20), next: "'Bring seed'", due: day(-2) })
  await activity({ start: ago(30), next: "'Called'", due: day(-25) })
  await activity({ start: ago(22), outcome: "'reached'" })
  await enter(person, 'farmer-land-report', 4)
  await stage.rows('begin')
  await stage.rows("select set_config('role', staff_role_of('anna'), true)")
  const { told } = await stage.one<{ told: Record<string, { text: string; due: string }[]> }>(
    "select packet_case('tasks promises', $1, own_zone(), 0) as told",
    [person],
  )
  await stage.rows('rollback')
  const key = ({ text, on }: { readonly text: string; readonly on: string }) => `${on} ${text}`
  const inPacket = [...(told.tasks ?? []), ...(told.promises ?? [])]
    .map(({ text, due: on }) => key({ text, on }))
    .sort()
  const inList = (await due('anna', 'anna', 60))
    .filter(({ kind }) => kind !== 'stuck')
    .map(({ what, due: on }) => key({ text: what, on }))
  expect(inPacket).toHaveLength(4)
  expect(inList.sort()).toEqual(inPacket)
})
