// Long work of the console: it goes on without its browser, is begun once, can be stopped, and tells after a kill that it is over.

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { makePool, type Pool } from '@satchel/core/db/pool'
import { loginUrl } from '@satchel/core/db/logins'
import { makeWorks, type Works } from '@satchel/core/console/work/works'
import { speak } from '@satchel/core/console/page/words'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome({ samples: true })
  // every work has a page of its own
  served = await openTestConsole(home, '127.0.0.1:0', {}, { answerMs: 0 })
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const staffNumber = async (hid: string) =>
  Number((await home.rows<{ id: string }>('select staff_id as id from staff where staff_hid = $1', [hid]))[0]?.id)
const works = () =>
  home.rows<{ id: string; kind: string; outcome: string | null; count: number; all: number; seen: boolean }>(
    'select console_work_id::text as id, console_work_kind as kind, console_work_outcome as outcome, console_work_count::int as count, console_work_all::int as all, console_work_seen is not null as seen from console_work order by console_work_id',
  )
const poll = <T>(look: () => T) => expect.poll(look, { timeout: 20_000, interval: 100 })
const once = (sign: string) => sign.repeat(32)

async function untilOver(browser: Browser, path: string) {
  for (;;) {
    const page = await browser.get(path)
    if (!page.text.includes('data-work=')) return page
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

describe('a page', () => {
  test('of long work leads to its result, and is listed until that was seen', async () => {
    const posted = await grace.post('/imports', { once: once('a') })
    expect([posted.status, posted.location]).toEqual([303, expect.stringMatching(/^\/work\/\d+$/)])
    const path = posted.location ?? ''
    // the browser is closed here; another one of hers finds it
    const later = await served.as('grace')
    await poll(async () => (await works()).at(-1)?.outcome).toBe('done')
    expect((await later.get('/')).text).toContain(`href="${path}"`)
    expect((await later.get('/me')).words).toContain('Your long work')
    const result = await untilOver(later, path)
    expect([result.status, result.location]).toEqual([303, expect.stringMatching(/^\/imports\/\d+\?done=imported$/)])
    expect((await later.get('/')).text).not.toContain(`href="${path}"`)
    // it stays readable
    expect((await later.get(path)).location).toBe(result.location)
  })

  test('shows the result of a post as its answer would have', async () => {
    const people = ['P001', 'P002', 'P004']
    const posted = await grace.post('/list/person', {
      do: 'set',
      field: 'note',
      value: '<b>&',
      record: people,
      once: once('b'),
    })
    const page = await untilOver(grace, posted.location ?? '')
    expect([page.status, page.words]).toEqual([200, expect.stringContaining('What became of each')])
    expect(page.text).not.toContain('<b>&')
    expect((await works()).at(-1)).toMatchObject({ kind: 'bulk', count: 3, all: 3, seen: true })
  })

  test('begins work once for two presses, at the same time and later', async () => {
    const before = (await works()).length
    const posts = await Promise.all([1, 2, 3].map(() => grace.post('/imports', { once: once('c') })))
    await untilOver(grace, posts[0]?.location ?? '')
    const again = await grace.post('/imports', { once: once('c') })
    expect(new Set([...posts, again].map(({ location }) => location)).size).toBe(1)
    expect((await works()).length).toBe(before + 1)
  })

  test('is of its owner alone, by whatever post', async () => {
    const { location } = await grace.post('/imports', { once: once('d') })
    for (const path of [location ?? '', `/live${location}`, '/work/999999', '/work/x', '/work/1e3'])
      expect([path, (await anna.get(path)).status]).toEqual([path, 404])
    expect((await anna.post(location ?? '', { do: 'stop' })).status).toBe(404)
    const number = (location ?? '').split('/').at(-1)
    expect(
      await home.rows('select from console_work where console_work_id = $1 and console_work_stop is null', [number]),
    ).toHaveLength(1)
    expect((await anna.get('/me')).words).not.toContain('Your long work')
    await untilOver(grace, location ?? '')
  })
})

describe('work', () => {
  let own: Works
  // the programs that do the work, which are others than the one that shows it
  const programs: (readonly [Works, Pool])[] = []
  const program = () => {
    const pool = makePool(loginUrl(home.home, served.context.settings, 'console'), { isWatched: false })
    const made = makeWorks(pool, () => undefined, 0)
    programs.push([made, pool])
    return made
  }
  afterAll(async () => {
    for (const [made, pool] of programs) {
      await made.close()
      await pool.close()
    }
  })
  const say = speak('en', 'UTC')
  const begin = async (on: Works, key: string, until: Promise<void>) =>
    on.begin(
      { context: served.context, staff: await staffNumber('anna'), say },
      { kind: 'load', about: `${key}.csv`, key },
      async ({ stop }, progress) => {
        progress.step('', undefined, { done: 3, of: 10 })
        await Promise.race([until, new Promise<void>(done => stop.addEventListener('abort', () => done()))])
        return { kind: 'go', to: '/load' }
      },
    )

  test('shows a bar and counts, is told by events, and is stopped by its owner', async () => {
    own = program()
    const begun = await begin(own, 'first', new Promise(() => undefined))
    const path = `/work/${begun?.work}`
    await poll(async () => (await anna.get(path)).words).toContain('3 of 10 done')
    const page = await anna.get(path)
    expect(page.text).toContain('<progress max="10" value="3"')
    expect(page.text).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>')
    const events = anna.get(`/live${path}`)
    // the one that stops it is another program than the one that does it
    expect((await anna.press(path, { do: 'stop' })).words).toContain('stop')
    expect((await events).text).toMatch(
      /event: progress\ndata: \{"count":3,"all":10,"text":"3 of 10 done"\}[^]*event: over/,
    )
    const over = await anna.get(path)
    expect([over.status, over.words]).toEqual([200, expect.stringContaining('A load is whole or nothing')])
    expect((await works()).at(-1)?.outcome).toBe('stopped')
  })

  test('of one person is three at a time, and the fourth is not begun', async () => {
    const ends = Promise.withResolvers<void>()
    for (const key of ['one', 'two', 'three'])
      expect(await begin(own, key, ends.promise)).toMatchObject({ isNew: true })
    expect(await begin(own, 'four', ends.promise)).toBeNull()
    const { status, words } = await anna.post('/list/person', {
      do: 'set',
      field: 'note',
      value: 'x',
      record: 'P1',
      once: once('e'),
    })
    expect([status, words]).toEqual([429, expect.stringContaining('Nothing was begun.')])
    ends.resolve()
    const outcomes = async () => (await works()).slice(-3).map(({ outcome }) => outcome)
    await poll(outcomes).toEqual(['done', 'done', 'done'])
  })

  test('whose program was killed is shown as stopped with what was done, and never as under way', async () => {
    const killed = program()
    const begun = await begin(killed, 'killed', new Promise(() => undefined))
    await poll(async () => (await works()).at(-1)?.count).toBe(3)
    // what a kill does: the connections end, and nothing more is written
    const [row] = await home.rows<{ pid: number }>(
      'select console_work_pid as pid from console_work where console_work_id = $1',
      [begun?.work],
    )
    await withClient(inject('cluster').superUrl, client => client.query('select pg_terminate_backend($1)', [row?.pid]))
    await poll(async () => (await anna.get('/')).words).toContain('its program ended in the middle')
    const page = await anna.get(`/work/${begun?.work}`)
    expect(page.text).not.toContain('data-work=')
    expect(page.words).toContain('3 of 10 done')
    expect((await anna.get('/')).words).not.toContain('its program ended')
  })

  test('leaves no page behind that names somebody who is erased', async () => {
    expect(await home.rows('select from console_work where console_work_answer is not null')).not.toEqual([])
    expect(await home.satchel(['erase', 'P001', '--sure'])).toMatchObject({ code: 0 })
    expect(await home.rows('select from console_work where console_work_answer is not null')).toEqual([])
  })
})
