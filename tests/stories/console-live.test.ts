// A page that is open hears what others do to its record, as far as its colleague may see that, and keeps no session alive.

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('L1')
  await home.person('L2', 'baraka')
  served = await openTestConsole(home)
  anna = await served.as('anna')
})
afterAll(async () => {
  await served.close()
  await home.close()
})

interface Listening {
  readonly status: number
  /** The next event of this kind; its data. @throws where the stream ends before. */
  next(event: string): Promise<unknown>
  close(): void
}

async function listen(browser: Browser, record: string, path = `/records/${record}`): Promise<Listening> {
  const page = await browser.get(path)
  const address = /data-live="([^"]+)"/.exec(page.text)?.[1] ?? `/live/${record}?version=0`
  const stopped = new AbortController()
  const answer = await fetch(new URL(address.replaceAll('&amp;', '&'), served.url), {
    headers: { Cookie: browser.cookie },
    signal: stopped.signal,
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: answer.status,
    close: () => stopped.abort(),
    async next(event) {
      for (;;) {
        const found = new RegExp(`event: ${event}\\ndata: (.*)\\n\\n`).exec(text)
        if (found !== null) {
          text = text.slice(found.index + found[0].length)
          return JSON.parse(found[1] ?? 'null') as unknown
        }
        const { value, done } = (await reader?.read()) ?? { value: '', done: true }
        if (done) throw new Error(`the stream ended before "${event}"; it said ${text}`)
        text += value
      }
    },
  }
}

describe('a page that is open', () => {
  test('hears that its record was changed, by a command and by a colleague, and not that another was', async () => {
    const open = await listen(anna, 'L1')
    await home.satchel(['--as', 'grace', 'set', 'L2', 'note=another'])
    await home.satchel(['--as', 'grace', 'set', 'L1', 'note=changed'])
    const [row] = await home.rows<{ version: number }>(
      "select entity_version::int as version from entity join person on person_id = entity_id where person_hid = 'L1'",
    )
    expect(await open.next('changed')).toBe(row?.version)
    await home.rows("update person set person_note = 'by SQL' where person_hid = 'L1'")
    expect(await open.next('changed')).toBe((row?.version ?? 0) + 1)
    open.close()
  })

  test('says who else has the record open, and that they left', async () => {
    const mine = await listen(anna, 'L1')
    expect(await mine.next('who')).toEqual([])
    const grace = await served.as('grace')
    const hers = await listen(grace, 'L1')
    expect(await mine.next('who')).toEqual(['grace'])
    expect(await hers.next('who')).toEqual(['anna'])
    hers.close()
    expect(await mine.next('who')).toEqual([])
    mine.close()
  })

  test('of a record that is not hers says nothing, not even that it is there', async () => {
    const theirs = await anna.get('/live/L2?version=1')
    const none = await anna.get('/live/NOBODY?version=1')
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect(theirs.words.replaceAll('L2', 'X')).toBe(none.words.replaceAll('NOBODY', 'X'))
    expect((await served.browser('').get('/live/L1?version=1')).status).toBe(401)
  })

  test('ends when the record goes to a colleague whose records are not hers', async () => {
    await home.person('L3')
    const open = await listen(anna, 'L3')
    await home.satchel(['--as', 'grace', 'hand', 'L3', '--to', 'baraka'])
    expect(await open.next('over')).toBeNull()
  })

  test('ends with its session, and does not keep it', async () => {
    const browser = await served.as('anna')
    const open = await listen(browser, 'L1')
    const last = 'where console_session_id = (select max(console_session_id) from console_session)'
    await home.rows(`update console_session set console_session_seen = now() - interval '20 minutes' ${last}`)
    await home.satchel(['--as', 'grace', 'set', 'L1', 'note=once more'])
    await open.next('changed')
    const [row] = await home.rows<{ old: boolean }>(
      `select console_session_seen < now() - interval '19 minutes' as old from console_session ${last}`,
    )
    expect(row?.old).toBe(true)
    await home.rows(`update console_session set console_session_ended = now() ${last}`)
    await home.satchel(['--as', 'grace', 'set', 'L1', 'note=and again'])
    expect(await open.next('over')).toBeNull()
  })

  test('nine pages of one session are too many; the ninth asks again later', async () => {
    const browser = await served.as('anna')
    const open = []
    for (let page = 0; page < 8; page++) open.push(await listen(browser, 'L1'))
    const ninth = await browser.get('/live/L1?version=1')
    expect([ninth.status, ninth.text]).toEqual([200, 'retry: 60000\n\n'])
    for (const page of open) page.close()
  })

  test('goes on after the connection to the database was lost', async () => {
    const open = await listen(anna, 'L1')
    await withClient(inject('cluster').superUrl, client =>
      client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'satchel_console' and datname = $1",
        [home.database.name],
      ),
    )
    await home.satchel(['--as', 'grace', 'set', 'L1', 'note=after the loss'])
    await open.next('changed')
    open.close()
  })
})

test('a notice of PostgreSQL names no record', async () => {
  const notices = await home.rows<{ body: string }>("select pg_get_functiondef('entity_told'::regproc) as body")
  expect(notices[0]?.body).toContain("pg_notify('satchel_changed', '')")
})

describe('a page of rows', () => {
  test('hears how many of its rows are others, and nothing of rows that are not shown to it', async () => {
    const [hers, his] = [
      await listen(anna, '', '/list/person'),
      await listen(await served.as('baraka'), '', '/list/person'),
    ]
    await home.satchel(['--as', 'grace', 'set', 'L2', 'given-name=Zuri'])
    expect(await his.next('changed')).toEqual({ count: 1 })
    await home.satchel(['--as', 'grace', 'set', 'L1', 'given-name=Tumaini'])
    expect(await hers.next('changed')).toEqual({ count: 1 })
    hers.close()
    his.close()
  })

  test('is told on opening what changed since it was made', async () => {
    const page = await anna.get('/list/person')
    const address = /data-live="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(address).toContain('/live/page?at=')
    const late = await listen(
      { ...anna, get: async () => ({ ...page, text: page.text.replace(/seen=[^"&]+/, 'seen=other') }) },
      '',
      '/list/person',
    )
    expect(await late.next('changed')).toEqual({ count: 1 })
    late.close()
  })

  test('is a page that its colleague may read: another one ends the stream', async () => {
    for (const at of ['/review?', '/nowhere', '//elsewhere', '/live/page?at=/', 'x', '/records/L2']) {
      const answer = await anna.get(`/live/page?at=${encodeURIComponent(at)}&seen=x`)
      expect([at, answer.text.includes('event:')]).toEqual([at, false])
    }
  })

  test('hears of letters, runs and held changes', async () => {
    const grace = await served.as('grace')
    const runs = await listen(grace, '', '/imports')
    const packets = await listen(grace, '', '/packets')
    await home.satchel(['dispatch', 'L1', '--to', 'anna'])
    await packets.next('changed')
    await home.satchel(['import'])
    await runs.next('changed')
    runs.close()
    packets.close()
  })
})

test('a page tells of a note that mentions its colleague, once, and no other page does', async () => {
  const [hers, his] = [
    await listen(anna, '', '/list/person'),
    await listen(await served.as('baraka'), '', '/list/person'),
  ]
  await home.satchel(['--as', 'grace', 'note', 'L1', 'for @anna'])
  expect(await hers.next('mention')).toEqual({
    text: expect.stringContaining('mentions you') as unknown,
    href: '/records/L1',
  })
  await home.satchel(['--as', 'grace', 'note', 'L2', 'and for @baraka'])
  expect(await his.next('mention')).toMatchObject({ href: '/records/L2' })
  hers.close()
  his.close()
})
