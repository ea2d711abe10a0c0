// Small parts of the public server, each by itself.

import type { IncomingMessage } from 'node:http'
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { html } from '@satchel/intake-server/public/html'
import { isSuspect, tokenIn } from '@satchel/intake-server/receive/kinds'
import { intakeLimits } from '@satchel/intake-server/limits'
import { openLiveTokens } from '@satchel/intake-server/receive/live-tokens'
import { sizeBucket } from '@satchel/intake-server/host/log'
import { makeNetworks, networkOf } from '@satchel/intake-server/http/networks'
import { makeRepeats } from '@satchel/intake-server/receive/repeats'
import { openRoom } from '@satchel/intake-server/receive/room'
import { chooseLanguage, languages, wordsOf } from '@satchel/intake-server/words/page-words'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-intake-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('a network', () => {
  test.each([
    ['192.0.2.7', '192.0.2'],
    ['2001:db8:1:2345:6:7:8:9', '20010db8000123'],
    ['2001:db8:1:2399::1', '20010db8000123'],
    ['2001:db8:1:2400::1', '20010db8000124'],
    ['::1', '00000000000000'],
    ['fe80::1%eth0', 'fe800000000000'],
    ['nonsense', 'none'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  const from = (remoteAddress: string, forwarded?: string) =>
    ({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage

  test('may post so much at once, then so much a second, and leaves room for others', () => {
    let now = 0
    const networks = makeNetworks(null, () => now)
    const taken = (address: string) =>
      Array.from({ length: 500 }, () => networks.take(from(address))).filter(Boolean).length
    expect(taken('192.0.2.7')).toBe(intakeLimits.burst)
    expect(taken('192.0.2.8')).toBe(0)
    expect(taken('::ffff:192.0.2.9')).toBe(0)
    expect(taken('192.0.3.7')).toBe(intakeLimits.burst)
    now += 5000
    expect(taken('192.0.2.7')).toBe(5 * intakeLimits.refillPerSecond)
  })

  test('is that of the last address a trusted proxy added, and never what a visitor wrote', () => {
    const taken = (proxy: string | null, peer: string, forwarded: (index: number) => string) => {
      const networks = makeNetworks(proxy, () => 0)
      return Array.from({ length: 200 }, (_, index) => networks.take(from(peer, forwarded(index)))).filter(Boolean)
        .length
    }
    const invented = (index: number) => `10.${index}.0.1, 192.0.2.7`
    expect(taken('127.0.0.1', '127.0.0.1', invented)).toBe(intakeLimits.burst)
    expect(taken('127.0.0.1', '127.0.0.1', index => `10.0.0.1, 10.${index}.0.1`)).toBe(200)
    expect(taken(null, '192.0.2.7', index => `10.${index}.0.1`)).toBe(intakeLimits.burst)
    expect(taken('127.0.0.1', '192.0.2.7', index => `10.${index}.0.1`)).toBe(intakeLimits.burst)
  })
})

describe('a repeat', () => {
  test('is the same parts in the same order within the time; work that failed is done again', async () => {
    let now = 0
    let done = 0
    const repeats = makeRepeats<number>(() => now)
    const once = (...parts: readonly string[]) => repeats.once(parts, 1000, async () => ++done)
    expect(await once('a', 'bc')).toEqual({ answer: 1, repeated: false })
    expect(await once('a', 'bc')).toEqual({ answer: 1, repeated: true })
    expect(await once('ab', 'c')).toEqual({ answer: 2, repeated: false })
    expect(await once('bc', 'a')).toEqual({ answer: 3, repeated: false })
    now = 1000
    expect(await once('a', 'bc')).toEqual({ answer: 4, repeated: false })
    const failing = () => repeats.once(['x'], 1000, () => Promise.reject(new Error('full')))
    await expect(failing()).rejects.toThrow('full')
    expect(await once('x')).toEqual({ answer: 5, repeated: false })
  })
})

describe('live tokens', () => {
  const said: string[] = []
  const open = (now = () => new Date()) =>
    openLiveTokens(folder, now, (event, facts) => said.push(`${event} ${facts?.why}`))
  const write = (text: string) => writeFileSync(join(folder, 'live-tokens'), text)
  const line = (token: string) => `${tokenHash(token).slice(0, 16)}\n`

  beforeEach(() => said.splice(0))

  test('are those of the list, however they are typed, with a first line or without', async () => {
    const tokens = Array.from({ length: 50 }, newToken)
    for (const head of ['', '(satchel-tokens (version 1))\n']) {
      write(head + tokens.map(line).join(''))
      const live = open()
      for (const token of tokens) expect(await live.isLive({ token: ` ${token.toLowerCase()}-` })).toBe(true)
      expect(await live.isLive({ token: newToken() })).toBe(false)
      expect(await live.isLive({ token: 'x' })).toBe(false)
      expect(await live.isLive({})).toBe(false)
      expect(await live.isLive({ hash: line(tokens[7] ?? '').trim() })).toBe(true)
      expect(await live.isLive({ hash: 'ABCDEF' })).toBe(false)
    }
    expect(said).toEqual([])
  })

  test('are all, with an alarm, where the list is missing, damaged or older than 7 days', async () => {
    expect(await open().isLive({ token: newToken() })).toBe(true)
    for (const damaged of ['0123456789abcde\n', '0123456789ABCDEF\n', '0123456789abcdef', '(satchel-tokens']) {
      write(damaged)
      expect(await open().isLive({ token: newToken() })).toBe(true)
    }
    write(line(newToken()))
    const time = statSync(join(folder, 'live-tokens')).mtimeMs
    expect(await open(() => new Date(time + intakeLimits.tokenListMs)).isLive({ token: newToken() })).toBe(false)
    expect(await open(() => new Date(time + intakeLimits.tokenListMs + 1)).isLive({ token: newToken() })).toBe(true)
    expect(said).toEqual(
      ['missing', 'damaged', 'damaged', 'damaged', 'damaged', 'old'].map(why => `live-tokens-not-used ${why}`),
    )
    // what is no token is never one
    expect(await open().isLive({ token: 'short' })).toBe(false)
    utimesSync(join(folder, 'live-tokens'), 0, 0)
  })
})

describe('room', () => {
  const most = {
    spoolBytes: { reply: 100, unsubscribe: 100, open: 100 },
    spoolItems: { reply: 2, unsubscribe: 2, open: 2 },
    diskReserveBytes: 0,
  }

  test('is what is left beside what lies there and what is being written, for each pool alone', async () => {
    const spool = await openSpool(join(folder, 'spool'))
    await writeItem(spool, 'open', 'raw', new Uint8Array(40))
    const room = await openRoom(spool, most)
    expect(room.used.open).toEqual({ items: 1, bytes: 40 })
    const first = await room.reserve('open', 60)
    await expect(room.reserve('open', 1)).rejects.toMatchObject({ code: 'intake/busy', retry: 'later' })
    await room.reserve('reply', 100)
    first(0)
    await expect(room.reserve('open', 61)).rejects.toMatchObject({ code: 'intake/busy' })
    const second = await room.reserve('open', 60)
    second(10)
    second(10)
    expect(room.used.open).toEqual({ items: 2, bytes: 50 })
    await expect(room.reserve('open', 1)).rejects.toMatchObject({ code: 'intake/busy' })
  })

  test('comes back when the core has taken items away', async () => {
    let now = 0
    const spool = await openSpool(join(folder, 'spool'))
    const { path } = await writeItem(spool, 'open', 'raw', new Uint8Array(100))
    const room = await openRoom(spool, most, () => now)
    rmSync(path)
    await expect(room.reserve('open', 1)).rejects.toMatchObject({ code: 'intake/busy' })
    now = intakeLimits.recountMs + 1
    ;(await room.reserve('open', 1))(0)
  })
})

describe('words', () => {
  test('of every language are all there, and name the same things', () => {
    const names = (text: string) =>
      [...text.matchAll(/\{[a-z]+\}/g)].map(([name]) => name).toSorted((a, b) => (a < b ? -1 : 1))
    const english = Object.entries(wordsOf('en'))
    expect(languages).toEqual(['en', 'de', 'fr', 'es', 'pt', 'sw', 'ar', 'am', 'hi', 'id'])
    for (const language of languages) {
      const words: Readonly<Record<string, string>> = { ...wordsOf(language) }
      for (const [key, text] of english) {
        expect(words[key]?.trim(), `${language} ${key}`).toBeTruthy()
        expect(names(words[key] ?? ''), `${language} ${key}`).toEqual(names(text))
      }
    }
  })

  test.each([
    [null, undefined, 'en'],
    [null, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [null, 'en;q=0.5, ar;q=0.7, xx', 'ar'],
    [null, 'fr;q=0, sw;q=0.1', 'sw'],
    [null, 'xx, *', 'en'],
    ['ar', 'de', 'ar'],
    ['xx', 'de', 'de'],
  ])('asked for %s by address and %s by browser are in %s', (wanted, accepted, language) => {
    expect(chooseLanguage(languages, wanted, accepted)).toBe(language)
  })

  test('are chosen out of those that are offered only, whatever a browser sends', () => {
    fc.assert(fc.property(fc.string(), accepted => ['sw', 'ar'].includes(chooseLanguage(['sw', 'ar'], 'en', accepted))))
  })
})

test('the token of a post is its field, or stands in the file that it is', () => {
  const token = newToken()
  for (const fields of [
    [['token', token]],
    [['x_token', ` ${token} `]],
    [['body', `(satchel-reply (version 1)\n (token "${token}"))`]],
    [['body', `Hello\n\n[token]\n${token}\n\n[end]`]],
    [['body', `> > [token]\r\n> > ${token}\r\n> > [x]`]],
  ] as [string, string][][]) {
    expect(tokenIn(fields)).toBe(token)
  }
  expect(tokenIn([['body', 'no token here']])).toBeUndefined()
})

test('a page of ours is guarded by its trap and by two seconds, until its button was pressed again', () => {
  const now = new Date('2026-11-22T10:00:02Z')
  const shown = (seconds: number) => ['shown', String(now.getTime() / 1000 - seconds)] as const
  const again = (key: string) => [['page-key', 'A'.repeat(26)] as const, ['again', key] as const]
  expect(isSuspect([shown(2)], now)).toBe(false)
  expect(isSuspect([shown(-3)], now)).toBe(false)
  expect(isSuspect([shown(2), ['website', 'x']], now)).toBe(true)
  expect(isSuspect([shown(1)], now)).toBe(true)
  expect(isSuspect([shown(1), ['website', 'x'], ...again('A'.repeat(26))], now)).toBe(false)
  expect(isSuspect([shown(1), ...again('B'.repeat(26))], now)).toBe(true)
  expect(isSuspect([shown(1), ['again', '']], now)).toBe(true)
  expect(() => isSuspect([['shown', 'x']], now)).toThrow(expect.objectContaining({ code: 'request/not-form' }))
})

test('whatever is put into a page is text', () => {
  expect(html`<p title="${`"'`}">${'<b>&'}${html`<i>${1}</i>`}${null}</p>`.html).toBe(
    '<p title="&quot;&#39;">&lt;b&gt;&amp;<i>1</i></p>',
  )
})

test('sizes are told by powers of two', () => {
  expect([0, 4096, 4097, 65_536, 65_537].map(sizeBucket)).toEqual(['4k', '4k', '8k', '64k', '128k'])
})
