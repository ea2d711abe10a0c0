// Requests that no page of the console makes: of another site, by another name or method, without a session, with bodies and values that break
// careless programs. Each goes to every page and every post that there is.

import { pages } from '@satchel/core/console/pages/pages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Post, postsOf } from '../helpers/console-posts.ts'
import { addressesOf } from '../helpers/console-requests.ts'
import { type ConsoleWorld, hiddenWords, openConsoleWorld } from '../helpers/console-world.ts'
import { rawRequest } from '../helpers/raw-request.ts'

let world: ConsoleWorld
/** One that its own colleague is let do, for each route that takes posts. */
let posts: readonly Post[]
let host: string
beforeAll(async () => {
  world = await openConsoleWorld()
  const all = postsOf(world)
  posts = [...new Map(all.map(one => [one.route, one])).values()]
  host = new URL(world.served.url).host
})
afterAll(async () => {
  expect(world.served.bugs).toEqual([])
  await world.close()
})

const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString()
const cookieOf = ({ by }: Post) => world.as(by).cookie

/** Sends a post that would be done, but for these headers; undefined takes one away. */
const send = (one: Post, changed: Readonly<Record<string, string | undefined>>, method = 'POST') => {
  const all: Readonly<Record<string, string | undefined>> = {
    Cookie: cookieOf(one),
    Origin: world.served.url,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/x-www-form-urlencoded',
    ...changed,
  }
  const headers = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return rawRequest(world.served.url, one.path, { method, headers, body: form(one.fields) })
}

/** What a request may have written: every table but the sessions, which note when they were seen. */
async function rowsWritten(): Promise<unknown> {
  const counts = await world.home.rows<{ name: string; total: string }>(
    `select relname as name, (xpath('/row/c/text()', query_to_xml(format('select md5(coalesce(string_agg(t::text, '''' order by t::text), '''')) as c from %I t', relname),
       false, true, '')))[1]::text as total
     from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('latch', 'work') and relname !~ '^console_' order by 1`,
  )
  return counts
}

const strange: readonly (readonly [string, Readonly<Record<string, string | undefined>>, number])[] = [
  ['of another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['of another site in an old browser', { Origin: 'https://evil.example', 'Sec-Fetch-Site': undefined }, 403],
  ['that says only that it is of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['of another port', { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-site' }, 403],
  ['without an origin', { Origin: undefined }, 403],
  ['of no origin', { Origin: 'null' }, 403],
  ['of two origins', { Origin: undefined, origin: 'http://127.0.0.1:1, https://evil.example' }, 403],
  ['to another name', { Host: 'evil.example' }, 421],
  ['to another name that it calls its own', { Host: 'evil.example', Origin: 'http://evil.example' }, 421],
  ['by another name of a proxy', { Host: 'evil.example', 'X-Forwarded-Host': '127.0.0.1' }, 421],
  ['without a session', { Cookie: undefined }, 401],
  ['with two sessions', { Cookie: 'both' }, 401],
]

test.each(strange)('no post %s is done', async (_, headers, status) => {
  const before = await rowsWritten()
  for (const one of posts) {
    const both = headers.Cookie === 'both' ? { Cookie: `${cookieOf(one)}; ${world.as('abel').cookie}` } : {}
    const sent = await send(one, { ...headers, ...both })
    expect([one.route, sent.status]).toEqual([one.route, status])
    for (const { word } of hiddenWords)
      expect([one.route, word, sent.text.includes(word)]).toEqual([one.route, word, false])
  }
  expect(await rowsWritten()).toEqual(before)
})

test('no other method does what a post does, nor does one that a header or a field names', async () => {
  const before = await rowsWritten()
  for (const one of posts) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])
      expect([one.route, method, (await send(one, {}, method)).status]).toEqual([one.route, method, 405])
    const query = `${one.path}?${form({ ...one.fields, _method: 'POST' })}`
    for (const method of ['GET', 'HEAD']) {
      const { status } = await rawRequest(world.served.url, query, {
        method,
        headers: { Cookie: cookieOf(one), 'X-HTTP-Method-Override': 'POST', 'X-HTTP-Method': 'POST' },
      })
      expect([one.route, method, status < 500]).toEqual([one.route, method, true])
    }
  }
  expect(await rowsWritten()).toEqual(before)
})

test('every page is asked for with a session, and kept by no cache; nothing of it is guessed by its type', async () => {
  const protecting = ['content-security-policy', 'referrer-policy', 'cross-origin-opener-policy', 'permissions-policy']
  for (const { path } of addressesOf(world, ['people/recent'])) {
    const stranger = await world.served.browser('').get(path)
    expect([path, stranger.status]).toEqual([path, 401])
    for (const { word } of hiddenWords)
      expect([path, word, !decodeURIComponent(path).includes(word) && stranger.text.includes(word)]).toEqual([
        path,
        word,
        false,
      ])
    const { status, headers } = await world.as('tina').get(path)
    expect([path, status < 500, headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
      path,
      true,
      'no-store',
      'nosniff',
    ])
    for (const name of protecting) expect([path, name, headers.has(name)]).toEqual([path, name, true])
    expect([path, headers.get('set-cookie'), headers.get('x-powered-by'), headers.get('server')]).toEqual([
      path,
      null,
      null,
      null,
    ])
  }
})

/** Values that no field is made for. */
const odd = [
  '\u0000',
  'a\u0000b',
  '\uFFFF',
  '\u202Etxt',
  "';--",
  '%00',
  '../../satchel.json',
  '-1',
  '1e999',
  'x'.repeat(20_000),
]

test('values with NUL, odd signs and numbers end no request in a fault of the program, in whatever field', async () => {
  for (const one of posts)
    for (const value of odd) {
      const fields = Object.fromEntries(
        Object.entries(one.fields).map(([name, was]) => [name, name === 'do' || name === 'act' ? was : value]),
      )
      // whoever may not do it in the first place
      const { status } = await world.as('anna').post(one.path, fields)
      expect([one.route, value.slice(0, 20), status]).toEqual([
        one.route,
        value.slice(0, 20),
        expect.toSatisfy((code: number) => code < 500),
      ])
    }
  expect(world.served.bugs).toEqual([])
}, 240_000)

test('nor in whatever part of an address', async () => {
  for (const { path: route, get } of pages) {
    if (get === undefined || route.startsWith('/live/')) continue
    for (const value of [
      '%00',
      '%ff',
      '%2e%2e%2f%2e%2e%2fsatchel.json',
      '__proto__',
      'constructor',
      "'",
      '99999999999999999999',
    ])
      for (const path of [
        route.replaceAll(/:[a-z]+/g, value),
        `${route.replaceAll(/:[a-z]+/g, '1')}?${queryOf(value)}`,
      ]) {
        const { status, text } = await rawRequest(world.served.url, path, {
          headers: { Cookie: world.as('grace').cookie },
        })
        expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code < 500)])
        expect(text).not.toContain('databaseUrl')
      }
  }
  expect(world.served.bugs).toEqual([])
}, 240_000)

const asked = [
  'q',
  'type',
  'owner',
  'filter',
  'column',
  'sort',
  'after',
  'name',
  'from',
  'change',
  'pair',
  'records',
  'to',
  'day',
  'limit',
  'language',
  'query',
  'done',
]
const queryOf = (value: string) => asked.map(name => `${name}=${value}`).join('&')

test('bodies that are no form, and forms with too much, are refused with what to do', async () => {
  const many = Array.from({ length: 2_001 }, (_, at) => `f${at}=1`).join('&')
  const boundary = '----x'
  const parts = (inner: string) => `--${boundary}\r\n${inner}\r\n--${boundary}--\r\n`
  const multipart = `multipart/form-data; boundary=${boundary}`
  const bodies: readonly (readonly [string, string | Buffer, readonly number[]])[] = [
    ['application/json', '{"do":"x"}', [413]],
    ['text/plain', 'do=x', [413]],
    ['', 'do=x', [413]],
    ['application/x-www-form-urlencoded', many, [413]],
    ['application/x-www-form-urlencoded', `a=${'x'.repeat(1_000_001)}`, [413]],
    ['multipart/form-data', parts('x'), [413]],
    [multipart, 'not one of its parts', [413]],
    [multipart, parts('Content-Disposition: form-data; name="a"'), [413, 422, 403, 404]],
    [`${multipart}; boundary=other`, parts('Content-Disposition: form-data; name="a"\r\n\r\nb'), [413, 422, 403, 404]],
    [
      multipart,
      Array.from(
        { length: 21 },
        () => `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx\r\n`,
      ).join('') + `--${boundary}--\r\n`,
      [413],
    ],
  ]
  for (const path of ['/load', '/records/P-7hid/files', '/me'])
    for (const [type, body, statuses] of bodies) {
      const headers = {
        Cookie: world.as('grace').cookie,
        Origin: world.served.url,
        ...(type === '' ? {} : { 'Content-Type': type }),
      }
      const { status } = await rawRequest(world.served.url, path, { method: 'POST', headers, body })
      expect([path, type, body.slice(0, 30).toString(), status]).toEqual([
        path,
        type,
        body.slice(0, 30).toString(),
        expect.toSatisfy((code: number) => statuses.includes(code) || (path === '/me' && code === 303)),
      ])
    }
  // names that are a program's own, names twice, and bytes that are no text
  for (const body of [
    '__proto__=1&__proto__.do=x&constructor=2',
    'do=add&do=off&hid=a&hid=b',
    'f.note=%ff%fe&was.note=%ff',
    '=&&=&%=%',
  ])
    for (const one of posts) {
      const sent = await rawRequest(world.served.url, one.path, {
        method: 'POST',
        headers: {
          Cookie: world.as('abel').cookie,
          Origin: world.served.url,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body,
      })
      expect([one.route, body, sent.status]).toEqual([one.route, body, expect.toSatisfy((code: number) => code < 500)])
    }
  expect(({} as Record<string, unknown>).do).toBeUndefined()
  expect(world.served.bugs).toEqual([])
}, 240_000)

test('a session that somebody else chose is nobody’s, and entering makes a new one', async () => {
  const chosen = `satchel-console=${'B'.repeat(43)}`
  const word = new URL(await world.served.link('anna')).searchParams.get('word') ?? ''
  const entered = await world.served.browser(chosen).post('/enter', { word })
  const own = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(own).toMatch(/^satchel-console=[A-Za-z0-9_-]{43}$/)
  expect(own).not.toBe(chosen)
  expect((await world.served.browser(chosen).get('/')).status).toBe(401)
  // entering again in the same browser leaves no two sessions under one cookie
  const second = new URL(await world.served.link('baraka')).searchParams.get('word') ?? ''
  const again = await world.served.browser(own).post('/enter', { word: second })
  expect(again.headers.get('set-cookie')?.split(';')[0]).not.toBe(own)
  expect(host).toContain('127.0.0.1')
})
