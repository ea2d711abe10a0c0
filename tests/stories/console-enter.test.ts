// The office console as a stranger, a colleague and another page meet it: a link opens one session, and nothing else does.

import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let anna: Browser
beforeAll(async () => {
  home = await makeHome({ samples: true })
  served = await openTestConsole(home)
  anna = await served.as('anna')
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const wordOf = async (staff: string) => new URL(await served.link(staff)).searchParams.get('word') ?? ''

describe('a link', () => {
  test('opens one session, by a button, and nothing any more', async () => {
    const link = await served.link('anna')
    const { pathname, search, searchParams } = new URL(link)
    const stranger = served.browser('')
    // what only opens addresses uses no link up
    for (let times = 0; times < 3; times++)
      expect((await stranger.get(`${pathname}${search}`)).words).toContain('Open the console')
    const word = searchParams.get('word') ?? ''
    const entered = await stranger.post('/enter', { word })
    expect([entered.status, entered.location]).toEqual([303, '/'])
    expect(entered.headers.get('set-cookie')).toMatch(
      /^satchel-console=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect((await stranger.post('/enter', { word })).status).toBe(403)
  })

  test('is kept as a digest, and so is the cookie', async () => {
    const rows = await home.rows<{ text: string }>('select console_session::text as text from console_session')
    const value = anna.cookie.split('=')[1] ?? 'none'
    expect(rows.length).toBeGreaterThan(1)
    expect(
      rows.filter(({ text }) => text.includes(value) || text.includes(Buffer.from(value).toString('hex'))),
    ).toEqual([])
  })

  test('of ten minutes ago, and of one who left, opens nothing', async () => {
    const late = await wordOf('anna')
    await home.rows("update console_session set console_session_until = now() where console_session_kind = 'link'")
    expect((await served.browser('').post('/enter', { word: late })).status).toBe(403)
    const words = ['', 'x', 'A'.repeat(43), anna.cookie.split('=')[1] ?? '']
    for (const word of words) expect((await served.browser('').post('/enter', { word })).status).toBe(403)
  })
})

describe('a session', () => {
  test('is asked for by every page', async () => {
    const paths = ['/', '/find?q=a', '/find/quick?q=agnes', '/me', '/keys', '/records/P1', '/nowhere']
    for (const path of paths)
      for (const cookie of ['', 'satchel-console=', `satchel-console=${'A'.repeat(43)}`, `${anna.cookie}x`]) {
        const { status, words } = await served.browser(cookie).get(path)
        expect([path, status]).toEqual([path, 401])
        expect(words).not.toMatch(/Agnes|Kilimanjaro/)
      }
  })

  test('ends when its owner logs out, and the cookie opens nothing any more', async () => {
    const browser = await served.as('anna')
    expect((await browser.get('/')).status).toBe(200)
    const left = await browser.post('/leave')
    expect(left.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await browser.get('/')).status).toBe(401)
  })

  test.each([
    ['half an hour without a request', "set console_session_seen = now() - interval '30 minutes 1 second'"],
    ['ten hours', 'set console_session_until = now()'],
  ])('is over after %s', async (_, change) => {
    const browser = await served.as('anna')
    await home.rows(
      `update console_session ${change} where console_session_id = (select max(console_session_id) from console_session)`,
    )
    expect((await browser.get('/')).status).toBe(401)
  })

  test('ends with the work of its owner here', async () => {
    const browser = await served.as('baraka')
    expect((await browser.get('/')).status).toBe(200)
    await home.satchel(['staff', 'off', 'baraka'])
    expect((await browser.get('/')).status).toBe(401)
    await expect(served.link('baraka')).rejects.toMatchObject({ code: 'staff/not-known' })
    await home.satchel(['staff', 'on', 'baraka'])
  })

  test('is listed and ended by its owner, and by nobody else of the same rank', async () => {
    const mine = await served.as('anna')
    const other = await served.as('baraka')
    const numbers = [...(await mine.get('/me')).text.matchAll(/name="session" value="(\d+)"/g)].map(
      ([, number]) => number ?? '',
    )
    expect(numbers.length).toBeGreaterThan(1)
    expect((await other.get('/me')).text).not.toContain(`value="${numbers[0]}"`)
    await other.post('/me', { session: numbers[0] ?? '' })
    expect((await mine.get('/')).status).toBe(200)
    await mine.post('/me', { session: numbers[0] ?? '' })
    expect((await mine.get('/')).status).toBe(401)
  })
})

/** As the bytes say it: the client of the platform writes some of these headers itself. */
const askFor = (path: string, host: string, ...headers: readonly string[]) =>
  new Promise<string>(resolve => {
    const { port } = new URL(served.url)
    const lines = [`Host: ${host}:${port}`, `Cookie: ${anna.cookie}`, 'Connection: close', ...headers]
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    )
    let text = ''
    socket.on('data', data => {
      text += data.toString()
    })
    socket.on('close', () => resolve(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 'nothing'))
  })

const ask = (host: string, ...headers: readonly string[]) => askFor('/', host, ...headers)

describe('another page in the same browser', () => {
  const strange: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['of another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['of another port of this computer', { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-site' }],
    ['that hides where it is', { Origin: 'null' }],
    ['of an old browser', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
  ]
  test.each(strange)('%s posts nothing', async (_, headers) => {
    const posted = await anna.post('/leave', {}, headers)
    expect(posted.status).toBe(403)
    expect((await anna.get('/')).status).toBe(200)
  })

  test('embeds and fetches nothing, and may lead here', async () => {
    const site = 'Sec-Fetch-Site: cross-site'
    expect(await ask('127.0.0.1', site, 'Sec-Fetch-Mode: no-cors')).toBe('403')
    expect(await ask('127.0.0.1', site, 'Sec-Fetch-Mode: cors')).toBe('403')
    expect(await ask('127.0.0.1', site, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: object')).toBe('403')
    expect(await ask('127.0.0.1', site, 'Sec-Fetch-Mode: navigate')).toBe('200')
  })

  test('whose name leads to this computer is refused', async () => {
    expect([await ask('evil.example'), await ask('127.0.0.1'), await ask('localhost')]).toEqual(['421', '200', '200'])
  })
})

test('every answer says what protects its reader', async () => {
  const answers = [
    await anna.get('/'),
    await served.browser('').get('/'),
    await anna.get('/nowhere'),
    await anna.post('/nowhere', {}, { Origin: 'null' }),
  ]
  for (const { headers } of answers) {
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    expect([
      headers.get('cache-control'),
      headers.get('x-content-type-options'),
      headers.get('cross-origin-opener-policy'),
    ]).toEqual(['no-store', 'nosniff', 'same-origin'])
  }
  expect(answers.map(({ text }) => / style=|<script(?! src="\/static\/)|\son[a-z]+="/.test(text))).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(served.bugs).toEqual([])
})

test('other methods, long addresses and unreadable forms are refused with what to do', async () => {
  const ask = (path: string, options: RequestInit) =>
    fetch(new URL(path, served.url), {
      redirect: 'manual',
      ...options,
      headers: { Cookie: anna.cookie, Origin: served.url, ...options.headers },
    })
  expect((await ask('/', { method: 'DELETE' })).status).toBe(405)
  expect((await ask('/', { method: 'OPTIONS' })).status).toBe(405)
  expect((await ask(`/find?q=${'a'.repeat(4000)}`, {})).status).toBe(414)
  expect(
    (await ask('/me', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })).status,
  ).toBe(413)
  expect((await ask('/me', { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(1_000_001) }) })).status).toBe(
    413,
  )
  expect((await anna.get('/%zz')).status).toBe(404)
})

test('addresses that are none end nothing', async () => {
  for (const path of ['//', 'http://[', '*', '/%00', '/records/%F0%9F', '/records/..%2f..%2fme'])
    expect([path, await askFor(path, '127.0.0.1')]).toEqual([path, expect.stringMatching(/^4\d\d$/)])
  expect(await ask('127.0.0.1')).toBe('200')
})

test('two hundred browsers at once are all answered, and none takes the connections of others', async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) => anna.get(['/', '/find?q=agnes', '/me', '/keys'][at % 4] ?? '/')),
  )
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  const [open] = await home.rows<{ many: number }>(
    "select count(*)::int as many from pg_stat_activity where usename = 'satchel_console' and datname = current_database()",
  )
  expect(open?.many).toBeLessThanOrEqual(24)
})

test.each([
  ['0.0.0.0:8480', 'console/public'],
  ['[::]:8480', 'console/public'],
  ['8.8.8.8:8480', 'console/public'],
  ['[2001:db8::1]:8480', 'console/public'],
  ['[::ffff:10.0.0.1]:8480', 'usage/wrong'],
  ['172.32.0.1:8480', 'console/public'],
  ['example.org:80', 'usage/wrong'],
  ['127.0.0.1', 'usage/wrong'],
  ['127.0.0.1:70000', 'usage/wrong'],
])('satchel console --listen %s is refused: %s', async (listen, code) => {
  const { code: exit, err } = await home.satchel(['console', '--listen', listen])
  expect([exit, err]).toEqual([2, expect.stringContaining(`(${code})`)])
})
