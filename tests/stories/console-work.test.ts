// Work in the console: what is due, as a list and a calendar, and the board of a process. A move that the database refuses is told, and the
// card stays where it is.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const hostile = `<script>alert("x")</script> O'Brien "שלום"`

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
let baraka: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['mona', 'manager'],
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['abel', 'analyst'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  // a manager of one of two salespeople
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
  for (const number of [1, 2, 3]) await home.person(`A${number}`, 'anna')
  await home.person('B1', 'baraka')
  await home.rows("update person set person_family = 'Ofbaraka' where person_hid = 'B1'")
  await home.rows('update person set person_family = $1 where person_hid = $2', [hostile, 'A3'])
  const commands = [
    ['process', 'add', 'farmer', 'opportunity'],
    ['process', 'enter', 'farmer-education', 'A1', 'A2', 'B1'],
    ['add', 'deal', 'name=Maize', 'kind=quote', 'amount=1200', 'currency=TZS', 'id=D-a', '--owner', 'anna'],
    ['add', 'deal', 'name=Beans', 'kind=quote', 'amount=300', 'currency=TZS', 'id=D-b', '--owner', 'baraka'],
    ['process', 'enter', 'opportunity-prospecting', 'D-a', 'D-b'],
    ['task', 'A1', 'Bring the seed list', '--due', 'today', '--for', 'anna'],
    ['task', 'A3', hostile, '--due', '2026-01-15', '--for', 'anna'],
    ['task', 'B1', 'Weigh the maize', '--due', 'today', '--for', 'baraka'],
  ]
  for (const command of commands) {
    const { code, err } = await home.satchel(command)
    expect([command.join(' '), code, err]).toEqual([command.join(' '), 0, err])
  }
  await home.rows(
    "update development_tracking set development_tracking_entered = now() - interval '70 days' where development_tracking_entity = (select person_id from person where person_hid = 'A1')",
  )
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
  baraka = await served.as('baraka')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const stageOf = async (hid: string) =>
  (
    await home.rows<{ stage: string }>(
      'select development_stage_hid as stage from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_finished is null and record_hid(development_tracking_entity) = $1',
      [hid],
    )
  ).map(({ stage }) => stage)
const cards = (text: string) => [...text.matchAll(/name="card" value="([^"/]*)\//g)].map(([, hid]) => hid ?? '')

describe('due work', () => {
  test('is done by a press, in the name of the one who pressed', async () => {
    const { words, text } = await anna.get('/due')
    expect(words).toContain('Bring the seed list')
    const [, action = '', record = '', activity = ''] =
      /action="([^"]*)"><input type="hidden" name="record" value="(A1)">.*?name="activity" value="(\d+)"/.exec(text) ??
      []
    const done = await anna.press(action, { record, activity })
    expect(done.words).toContain('It is done.')
    expect(done.words).not.toContain('Bring the seed list')
    const rows = await home.rows<{ by: string; status: string }>(
      "select audit_by as by, activity_status as status from activity join audit on audit_table = 'activity' and audit_row = activity_id where activity_id = $1::bigint order by audit_id desc limit 1",
      [activity],
    )
    expect(rows).toEqual([{ by: expect.stringMatching(/_staff_anna$/), status: 'done' }])
  })

  test('is shown as text, whatever somebody wrote', async () => {
    for (const path of ['/due', '/due?view=month&day=2026-01-20', '/due?view=week&day=2026-01-15']) {
      const { text, words } = await anna.get(path)
      expect(words).toContain(hostile)
      expect(text).not.toContain('<script>alert')
    }
  })

  test('of others is shown to those who see their records, by name or all of it', async () => {
    expect((await grace.get('/due?whose=baraka')).words).toContain('Weigh the maize')
    expect((await grace.get('/due?whose=all')).words).toContain('Weigh the maize')
    for (const path of [
      '/due',
      '/due?whose=all',
      '/due?whose=baraka',
      '/due?view=week&whose=all',
      '/due?view=month&whose=baraka',
    ]) {
      const { text } = await anna.get(path)
      expect([path, /Ofbaraka|Weigh|B1/.exec(text)]).toEqual([path, null])
    }
  })

  test('of another is not done by a forced post, nor is an unknown number', async () => {
    const [row] = await home.rows<{ id: string }>(
      "select activity_id::text as id from activity where activity_subject = 'Weigh the maize'",
    )
    const { status, words } = await anna.post('/due', { record: 'B1', activity: row?.id ?? '' })
    expect([status, words]).toEqual([422, expect.stringContaining('There is no record "B1", or you may not see it.')])
    expect((await anna.post('/due', { record: 'A1', activity: row?.id ?? '' })).status).toBe(422)
    expect(
      await home.rows("select from activity where activity_subject = 'Weigh the maize' and activity_status = 'open'"),
    ).toHaveLength(1)
    expect((await anna.post('/due', { record: 'A1', activity: 'x' })).status).toBe(200)
  })

  test('has the days of whole weeks, and leads to the ones before and after', async () => {
    const { text } = await anna.get('/due?view=month&day=2026-02-10')
    const days = [...text.matchAll(/<time datetime="([^"]*)"/g)].map(([, day]) => day)
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-01-26', '2026-03-01', 35])
    expect(text).toContain('day=2026-01-31')
    expect(text).toContain('day=2026-03-01')
    expect((await anna.get('/due?view=month&day=2026-99-99')).status).toBe(200)
    expect((await anna.get('/due?view=week&whose=nobody')).words).toContain('There is no colleague "nobody"')
  })
})

describe('a board', () => {
  test('shows who is in which stage, and who for too long', async () => {
    expect((await grace.get('/board')).location).toMatch(/^\/board\//)
    const { text, words } = await grace.get('/board/farmer')
    expect(cards(text)).toEqual(['A1', ...['A2', 'B1'].toSorted()])
    expect(words).toContain('3 are on their way. 1 have been in their stage for longer than it may take.')
    expect(words).toContain('70 days, 10 too long')
    expect(cards((await grace.get('/board/farmer?stuck=yes')).text)).toEqual(['A1'])
    expect(cards((await grace.get('/board/farmer?owner=baraka')).text)).toEqual(['B1'])
  })

  test('has sums of the money of deals, of their own for a salesperson', async () => {
    expect((await grace.get('/board/opportunity')).words).toContain('TZS 1,500')
    const own = await anna.get('/board/opportunity')
    expect(own.words).toContain('TZS 1,200')
    expect(own.words).toContain('1 are on their way.')
    expect(own.text).not.toMatch(/Beans|D-b|1,500/)
  })

  test('moves a card, in the name of the one who moved it', async () => {
    const moved = await anna.press('/board/farmer', { do: 'move', card: 'A1/farmer-education', to: 'farmer-exchange' })
    expect(moved.words).toContain('The cards are moved.')
    expect(await stageOf('A1')).toEqual(['farmer-exchange'])
    const rows = await home.rows<{ by: string }>(
      "select audit_by as by from audit where audit_table = 'development_tracking' order by audit_id desc limit 1",
    )
    expect(rows).toEqual([{ by: expect.stringMatching(/_staff_anna$/) }])
    const step = /name="step" value="(A2\/[^"]*)"/.exec((await anna.get('/board/farmer')).text)?.[1] ?? ''
    await anna.press('/board/farmer', { step })
    expect(await stageOf('A2')).toEqual(['farmer-land-report'])
  })

  test('keeps a card that somebody else moved meanwhile, and says so', async () => {
    const { status, words, text } = await anna.post('/board/farmer', {
      do: 'move',
      card: ['A1/farmer-education', 'A2/farmer-land-report'],
      to: 'farmer-done',
    })
    expect([status, words]).toEqual([422, expect.stringContaining('A1 is in another stage by now: farmer-exchange.')])
    expect([await stageOf('A1'), await stageOf('A2')]).toEqual([['farmer-exchange'], ['farmer-done']])
    expect(text).toContain('id="board"')
  })

  test('says what the database refuses, and changes nothing', async () => {
    const { status, words, text } = await grace.post('/board/farmer', { do: 'add', add: 'D-a', to: 'farmer-education' })
    expect([status, words]).toEqual([
      422,
      expect.stringContaining('the process "farmer" is not for this type of record'),
    ])
    expect(text).toMatch(/name="add"[^>]* value="D-a"/)
    expect(await stageOf('D-a')).toEqual(['opportunity-prospecting'])
    for (const fields of [
      { do: 'move', card: 'A1/farmer-exchange', to: '' },
      { do: 'move', to: 'farmer-done' },
      { do: 'move', card: 'A1/farmer-exchange', to: 'nosuch' },
      { do: 'move', card: 'A1/farmer-exchange', to: 'farmer-exchange' },
      { do: 'add', add: '', to: 'farmer-education' },
    ])
      expect([fields, (await grace.post('/board/farmer', fields)).status]).toEqual([fields, 422])
    expect(await stageOf('A1')).toEqual(['farmer-exchange'])
    expect((await grace.get('/board/nosuch')).status).toBe(422)
  })

  test('takes a record into the process, by its id or its name', async () => {
    const added = await anna.press('/board/farmer', { do: 'add', add: 'A3', to: 'farmer-education' })
    expect(added.words).toContain('The record is in the process now.')
    expect(added.words).toContain(hostile)
    expect(added.text).not.toContain('<script>alert')
    expect(await stageOf('A3')).toEqual(['farmer-education'])
  })

  test('shows nothing of a second salesperson, and moves nothing of theirs', async () => {
    for (const path of ['/board/farmer', '/board/farmer?owner=baraka', '/board/farmer?stuck=yes'])
      expect([path, /Ofbaraka|B1/.exec((await anna.get(path)).text)]).toEqual([path, null])
    const { status, words } = await anna.post('/board/farmer', {
      do: 'move',
      card: 'B1/farmer-education',
      to: 'farmer-done',
    })
    expect([status, words]).toEqual([422, expect.stringContaining('There is no record B1, or you may not see it.')])
    expect(await stageOf('B1')).toEqual(['farmer-education'])
    expect(cards((await baraka.get('/board/farmer')).text)).toEqual(['B1'])
  })

  test.each([
    ['mona', 200, 200],
    ['sam', 200, 200],
    ['mark', 403, 403],
    ['abel', 403, 403],
  ])('is for each role what its rights are: %s', async (staff, board, due) => {
    const browser = await served.as(staff)
    const seen = [(await browser.get('/board/farmer')).status, (await browser.get('/due?whose=all')).status]
    expect(seen).toEqual([board, due])
    if (staff === 'mona')
      expect(cards((await browser.get('/board/farmer')).text).toSorted()).toEqual(['A1', 'A2', 'A3'])
  })

  test('shows a limited number of cards of a stage, and the way to all of them', async () => {
    await home.rows(
      "with e as (insert into person (person_hid, person_given) select 'M' || n, 'Many ' || n from generate_series(1, 30) n returning person_id) insert into development_tracking (development_tracking_entity, development_tracking_stage) select person_id, development_stage_id from e, development_stage where development_stage_hid = 'farmer-land-report'",
    )
    const { text } = await grace.get('/board/farmer')
    expect(cards(text).filter(hid => hid.startsWith('M'))).toHaveLength(15)
    const list = /href="([^"]*stage=farmer-land-report[^"]*)"/.exec(text)?.[1] ?? ''
    expect([...(await grace.get(list)).text.matchAll(/name="record" value="M/g)]).toHaveLength(30)
    expect(Buffer.byteLength(text)).toBeLessThan(60_000)
  })
})
