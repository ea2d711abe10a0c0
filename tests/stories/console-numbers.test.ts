// Reports and stored queries in the console: the numbers of a picture are those of its table, and count what the visitor may see.

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const hostile = `<script>alert("x")</script> & 'Stage'`

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['abel', 'analyst'],
    ['mark', 'marketing'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  for (const number of [1, 2, 3]) await home.person(`A${number}`, 'anna')
  for (const number of [1, 2]) await home.person(`B${number}`, 'baraka')
  for (const command of [
    ['process', 'add', 'farmer'],
    ['process', 'enter', 'farmer-education', 'A1', 'A2', 'B1'],
    ['process', 'enter', 'farmer-exchange', 'A1'],
    ['note', 'A1', 'Spoke of seeds', '--kind', 'call'],
    ['--as', 'anna', 'note', 'A2', 'Went there', '--kind', 'visit'],
  ])
    expect([command.join(' '), (await home.satchel(command)).code]).toEqual([command.join(' '), 0])
  await home.rows(
    "update development_stage set development_stage_name = $1 where development_stage_hid = 'farmer-land-report'",
    [hostile],
  )
  await home.rows(
    "update development_tracking set development_tracking_entered = development_tracking_entered - interval '9 days' where development_tracking_finished is not null",
  )
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** What the bars of a picture are called, and how much they say. */
const bars = (text: string) =>
  [...text.matchAll(/text-anchor="end">([^<]*)<\/text><text class="t"[^>]*>([^<]*)</g)].map(
    ([, label = '', sum = '']) => [label, sum],
  )

describe('a report', () => {
  test.each([
    ['pipeline', 'people/pipeline'],
    ['forecast', 'deals/forecast'],
    ['time', 'processes/time'],
    ['activity', 'activities/done'],
    ['channels', 'replies/by-channel'],
    ['growth', 'people/growth'],
  ])('%s names its query and can be saved', async (report, query) => {
    const { status, text, words } = await grace.get(`/reports/${report}`)
    expect([status, words]).toEqual([200, expect.stringContaining(query)])
    const isEmpty = report === 'forecast' || report === 'channels'
    // no empty axes
    expect([report, text.includes('<svg xmlns'), words.includes('Nothing yet.')]).toEqual([report, !isEmpty, isEmpty])
    const file = await grace.get(`/reports/${report}/csv`)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const picture = await grace.get(`/reports/${report}/svg`)
    expect([report, picture.status]).toEqual([report, isEmpty ? 422 : 200])
    if (!isEmpty) expect(picture.text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*aria-label="[^"]+"/)
  })

  test('shows in its picture the numbers of its table', async () => {
    const { text } = await grace.get('/reports/pipeline')
    expect(bars(text).map(([label, sum]) => [label?.replace(/^Farmer: /, ''), sum])).toEqual([
      ['Education', '2'],
      [expect.stringMatching(/^&lt;script/), '0'],
      ['Exchange of goods', '1'],
      ['Season closed', '0'],
      ['Left', '0'],
    ])
    expect(text).toMatch(/<td>Exchange of goods<\/td><td class="num">1<\/td>/)
    expect((await grace.get('/reports/pipeline/csv')).text).toContain('Farmer,3,Exchange of goods,1,')
  })

  test('shows what people wrote as text, in the page and in a saved picture', async () => {
    for (const path of ['/reports/pipeline', '/reports/pipeline/svg', '/board/farmer'])
      expect([path, (await grace.get(path)).text.includes('<script>alert')]).toEqual([path, false])
  })

  test('counts for a salesperson their own records alone', async () => {
    expect(bars((await anna.get('/reports/pipeline')).text).map(([, sum]) => sum)).toEqual(['1', '0', '1', '0', '0'])
    expect((await anna.get('/reports/growth/csv')).text).toMatch(/,3,3\r\n$/)
    expect((await grace.get('/reports/growth/csv')).text).toMatch(/,5,5\r\n$/)
  })

  test('is told as stopped where the database stops its query, and the page stays', async () => {
    await withClient(inject('cluster').superUrl, superuser =>
      withClient(home.database.url('satchel'), async holder => {
        await holder.query('begin; lock table development_tracking in access exclusive mode')
        const asked = grace.get('/reports/pipeline')
        // as the database stops it at the end of its time: with the same state
        for (let stopped = 0; stopped === 0; ) {
          const { rowCount } = await superuser.query(
            "select pg_cancel_backend(pid) from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'",
            [home.database.name],
          )
          stopped = rowCount ?? 0
        }
        const { status, words } = await asked
        await holder.query('rollback')
        expect([status, words]).toEqual([
          422,
          expect.stringContaining('The query took longer than 30 seconds and was stopped.'),
        ])
        expect(words).toContain('Expected from open deals')
      }),
    )
  })

  test('of an unknown name, period or process says so, and breaks nothing', async () => {
    expect((await grace.get('/reports/nosuch')).status).toBe(422)
    expect((await grace.get('/reports/activity?days=-5')).text).toContain('<option value="90" selected>')
    expect((await grace.get("/reports/time?process=x'%3B--")).words).toContain('Nothing yet.')
  })

  test('that names people is refused to those who see numbers only, and the others are shown to them', async () => {
    const abel = await served.as('abel')
    expect(bars((await abel.get('/reports/pipeline')).text).map(([, sum]) => sum)).toEqual(['2', '0', '1', '0', '0'])
    const refused = await abel.get('/reports/activity')
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining('The acting role may not do this.')])
    const mark = await served.as('mark')
    expect((await mark.get('/reports/pipeline')).status).toBe(422)
    expect((await mark.get('/reports/pipeline/csv')).status).toBe(403)
    expect((await anna.get('/reports/channels')).status).toBe(422)
  })
})

describe('a stored query', () => {
  test('is run with its parameters, under the role of the visitor', async () => {
    const asked = await grace.get('/queries/processes/where')
    expect(asked.words).not.toContain('Result')
    expect(asked.text).toMatch(/name="limit" value="100"/)
    const { text, words } = await grace.get('/queries/processes/where?run=1&process=farmer&limit=10')
    expect(words).toContain('Result 3')
    expect(text).toContain('href="/records/B1"')
    const own = await anna.get('/queries/processes/where?run=1&process=farmer&limit=10')
    expect([own.words.includes('Result 2'), own.text.includes('B1')]).toEqual([true, false])
    expect(
      (await anna.get('/queries/processes/where/csv?process=farmer&limit=10')).text.trimEnd().split('\r\n'),
    ).toHaveLength(3)
  })

  test('keeps what was typed where it cannot be used', async () => {
    const { status, text, words } = await grace.get('/queries/processes/where?run=1&process=farmer&limit=%3Cb%3Emany')
    expect([status, words]).toEqual([422, expect.stringContaining('has the wrong form')])
    expect(text).toContain('value="&lt;b&gt;many"')
    expect(text).toContain('name="process" value="farmer"')
  })

  test('that the program keeps for itself, or that a person wrote, is not run', async () => {
    await home.rows(
      "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner) select 'user/mine', 'x', 'many', 'people', 'select session_user', staff_login from staff where staff_hid = 'grace'",
    )
    const list = await grace.get('/queries')
    expect(list.words).toContain('people/pipeline')
    // its page runs it under its owner's own login
    expect(list.text).toContain('href="/queries/sql?query=user%2Fmine"')
    expect(list.text).not.toContain('href="/queries/user/mine"')
    for (const path of ['user/mine', 'staff/set-password', 'queries/run-own', 'session/act-as', 'nosuch/x']) {
      const { status, words } = await grace.get(`/queries/${path.split('/').map(encodeURIComponent).join('/')}?run=1`)
      expect([path, status, words]).toEqual([path, 422, expect.stringContaining('There is no stored query')])
      expect(words).not.toContain('satchel_console')
    }
  })
})
