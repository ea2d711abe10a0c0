// A4: an intake that lies about everything it can. Whatever it does, the pull ends, counts, says so, and keeps what is right.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake-client'
import type { IntakeClientLimits } from '@satchel/dispatcher/intake-limits'
import { type PullCounts, pullItems } from '@satchel/dispatcher/pull'
import { itemName } from '@satchel/protocol/item-name'
import { limits } from '@satchel/protocol/limits'
import { type ListedItem, printListing } from '@satchel/protocol/pull-files'
import { openSpool, type Spool } from '@satchel/protocol/spool'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderOf, smallLimits } from '../intake-server/pull-stage.ts'

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void

let root: string
let mine: Spool
let server: http.Server
let answer: Answer
let asked: string[]
let events: string[]

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'satchel-hostile-'))
  mine = await openSpool(join(root, 'mine'))
  asked = []
  events = []
  server = http.createServer((request, response) => {
    asked.push(request.url ?? '')
    request.resume()
    response.on('error', () => undefined)
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  rmSync(root, { recursive: true })
})

const nameOf = (text: string) => itemName(new TextEncoder().encode(text))
const itemOf = (text: string, more: Partial<ListedItem> = {}): ListedItem => ({
  pool: 'reply',
  name: nameOf(text),
  extension: 'sexp.pgp',
  size: text.length,
  ...more,
})
const byName = (items: readonly ListedItem[]) => [...items].sort((a, b) => (a.name < b.name ? -1 : 1))
const itemsFetched = () => asked.filter(target => target.startsWith('/items/'))
const inMine = (...parts: string[]) => readdirSync(join(mine.folder, ...parts))

/** One page with those items, each given by its own answer. */
function listing(items: readonly ListedItem[], give: (item: ListedItem, ...to: Parameters<Answer>) => void): Answer {
  return (request, response) => {
    const item = items.find(each => request.url === `/items/${each.name}.${each.extension}`)
    if (item !== undefined) give(item, request, response)
    else response.end(printListing({ items, next: null }))
  }
}

async function pull(changes: Partial<IntakeClientLimits> = {}, stop?: AbortSignal): Promise<PullCounts> {
  const chosen = { ...smallLimits, ...changes }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const source = openIntake(address, orderOf({ limits: chosen }))
  try {
    return await pullItems(source, mine, {
      knows: () => Promise.resolve(new Set()),
      onEvent: event => events.push(event),
      limits: chosen,
      ...(stop === undefined ? {} : { stop }),
    })
  } finally {
    await source.close()
  }
}

/** Counts that always add up. */
function sum(counts: PullCounts): void {
  expect(counts.fetched + counts.known + counts.refused + counts.bad).toBe(counts.listed)
}

const good = 'a good item'
const sendText = (response: http.ServerResponse, text: string) => void response.end(text)

describe('a list', () => {
  test('that never ends is left after so many pages', async () => {
    let page = 0
    answer = (_, response) => {
      page++
      const name = page.toString(16).padStart(64, '0')
      response.end(printListing({ items: [itemOf('', { name, size: limits.spoolFileBytes + 1 })], next: name }))
    }
    const counts = await pull()
    expect(counts).toMatchObject({ listed: smallLimits.pages, refused: smallLimits.pages })
    expect(asked).toHaveLength(smallLimits.pages)
    expect(events.at(-2)).toBe(`and ${smallLimits.pages - smallLimits.events} more of such`)
    expect(events.at(-1)).toContain(`left after ${smallLimits.pages} items`)
    sum(counts)
  })

  test('with more items than any intake holds is left', async () => {
    let next = 0
    answer = (_, response) => {
      const items = Array.from({ length: 1000 }, () => {
        next++
        return itemOf('', { name: next.toString(16).padStart(64, '0'), size: limits.spoolFileBytes + 1 })
      })
      response.end(printListing({ items, next: items.at(-1)?.name ?? null }))
    }
    expect(await pull({ items: 3000 })).toMatchObject({ listed: 3000, refused: 3000 })
    expect(asked).toHaveLength(3)
  })

  test('that begins again and again is followed once', async () => {
    const items = byName([itemOf(good), itemOf('b')])
    answer = (request, response) => {
      const text = request.url?.startsWith('/items/') === true ? (request.url.includes(nameOf('b')) ? 'b' : good) : null
      response.end(text ?? printListing({ items, next: items.at(-1)?.name ?? null }))
    }
    const counts = await pull()
    expect(counts).toMatchObject({ listed: 4, fetched: 2, refused: 2 })
    expect(events.at(-1)).toContain('does not go on')
    sum(counts)
  })

  test('out of order, or with an item twice, is taken where its names rise', async () => {
    const texts = [...'abcdefgh'].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    const [first = '', second = '', third = ''] = texts
    const items = [first, second, first, third, third].map(text => itemOf(text))
    answer = listing(items, (item, _, response) =>
      sendText(response, texts.find(text => nameOf(text) === item.name) ?? ''),
    )
    const counts = await pull()
    expect(counts).toMatchObject({ listed: 5, fetched: 3, refused: 2 })
    expect(itemsFetched()).toHaveLength(3)
    sum(counts)
  })

  test('with one name in two pools brings it once', async () => {
    answer = listing([itemOf(good), itemOf(good, { pool: 'open' })], (_item, _, response) => sendText(response, good))
    expect(await pull()).toMatchObject({ listed: 2, fetched: 1, known: 1 })
  })

  test.each([
    ['names that are paths', '(satchel-listing (version 1) (items (item reply "../../../etc/passwd" "raw" 1)))'],
    ['a pool that is a path', `(satchel-listing (version 1) (items (item bad "${'a'.repeat(64)}" "raw" 1)))`],
    ['sizes below nothing', `(satchel-listing (version 1) (items (item reply "${'a'.repeat(64)}" "raw" -1)))`],
    ['10,000 levels', '('.repeat(10_000)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe])],
    ['nothing', ''],
    ['a page of a web server', '<html></html>'],
    ['more than a page', ' '.repeat(256 * 1024 + 1)],
  ])('with %s is not believed', async (_, text) => {
    answer = (_request, response) => void response.end(text)
    await expect(pull()).rejects.toMatchObject({ code: 'pull/not-believed' })
    expect(asked).toHaveLength(1)
  })

  test('that never ends to come is given up', async () => {
    answer = (_, response) => {
      response.write('(')
      const more = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(more))
    }
    await expect(pull({ answerMs: 500 })).rejects.toMatchObject({ code: 'pull/unreachable' })
  })

  test('that does not begin to come is given up', async () => {
    answer = () => undefined
    await expect(pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
  })
})

describe('an answer', () => {
  test.each([301, 302, 303, 307, 308])('with status %i is not followed', async status => {
    answer = (_, response) => void response.writeHead(status, { location: 'http://127.0.0.1:1/secret' }).end()
    await expect(pull()).rejects.toMatchObject({ code: 'pull/not-believed' })
    expect(asked).toHaveLength(1)
  })

  test.each([100, 204, 299, 400, 418])('with status %i is not believed, or no answer', async status => {
    answer = (_, response) => (status === 100 ? void response.destroy() : void response.writeHead(status).end())
    await expect(pull()).rejects.toMatchObject({ code: /^pull\/(not-believed|unreachable)$/ })
  })

  test('with endless headers is given up', async () => {
    answer = (_, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n')
      const more = setInterval(() => response.socket?.write(`x: ${'y'.repeat(1000)}\r\n`), 1)
      response.socket?.on('error', () => undefined).on('close', () => clearInterval(more))
    }
    await expect(pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
  })

  test('that is not HTTP is given up', async () => {
    const other = net.createServer(socket =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('SSH-2.0-OpenSSH\r\n'),
    )
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', () => resolve()))
    const source = openIntake(`http://127.0.0.1:${(other.address() as AddressInfo).port}`, orderOf())
    await expect(source.list(undefined, 1)).rejects.toMatchObject({ code: 'pull/unreachable' })
    await source.close()
    await new Promise(resolve => other.close(resolve))
  })
})

describe('an item', () => {
  /** A list of three, of which the middle one is given by a liar. */
  async function pullWith(liar: (item: ListedItem, ...to: Parameters<Answer>) => void, more: Partial<ListedItem> = {}) {
    const texts = [...'abcdefgh'].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).slice(0, 3)
    const items = texts.map((text, index) => itemOf(text, index === 1 ? { size: 1000, ...more } : {}))
    answer = listing(items, (item, request, response) => {
      if (item === items[1]) liar(item, request, response)
      else sendText(response, texts[items.indexOf(item)] ?? '')
    })
    const counts = await pull()
    sum(counts)
    expect(counts).toMatchObject({ listed: 3, fetched: 2 })
    expect(inMine('new', 'reply')).toHaveLength(2)
    return counts
  }

  test('of other bytes than its name says is put to bad/', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, 'x'.repeat(1000)))).toMatchObject({ bad: 1 })
    expect(inMine('bad')).toHaveLength(1)
    expect(inMine('tmp')).toEqual([])
  })

  test('of more bytes than it said is given up at that', async () => {
    const counts = await pullWith((_item, _, response) => sendText(response, 'x'.repeat(5_000_000)))
    expect(counts).toMatchObject({ bad: 1 })
    expect(counts.bytes).toBeLessThanOrEqual(2 * 1000 + 2)
  })

  test('whose body never ends is given up at its size', async () => {
    const counts = await pullWith((_item, _, response) => {
      const more = setInterval(() => response.write('x'.repeat(100)), 1)
      response.on('close', () => clearInterval(more))
    })
    expect(counts).toMatchObject({ bad: 1 })
    expect(counts.bytes).toBeLessThanOrEqual(2 * 1000 + 2)
  })

  test('of fewer bytes than it said is bad', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, 'x'))).toMatchObject({ bad: 1 })
  })

  test('of no bytes at all is bad, and leaves nothing', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, ''))).toMatchObject({ bad: 1 })
    expect(inMine('bad')).toEqual([])
  })

  test('that says fewer bytes than it has is bad', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, 'x'.repeat(1000)), { size: 10 })).toMatchObject({
      bad: 1,
    })
  })

  test('that says more than a spool takes is not asked for', async () => {
    expect(await pullWith(() => undefined, { size: smallLimits.itemBytes + 1 })).toMatchObject({ refused: 1 })
    expect(itemsFetched()).toHaveLength(2)
  })

  test('that is not there after all is counted', async () => {
    expect(await pullWith((_item, _, response) => void response.writeHead(404).end())).toMatchObject({ refused: 1 })
  })

  test('that drips, or stops to come, is given up, and the next are fetched', async () => {
    expect(await pullWith((_item, _, response) => void response.write('x'))).toMatchObject({ refused: 1, bytes: 3 })
    // what came stays for the next pull
    expect(inMine('tmp')).toHaveLength(1)
  })

  test('whose connection is cut is counted, and the next are fetched', async () => {
    const cut = (_item: ListedItem, _: http.IncomingMessage, response: http.ServerResponse) => {
      response.writeHead(200, { 'content-length': 1000 })
      response.write('x', () => response.destroy())
    }
    expect(await pullWith(cut)).toMatchObject({ refused: 1 })
  })

  test('that is given elsewhere is not fetched there', async () => {
    const move = (_item: ListedItem, _: http.IncomingMessage, response: http.ServerResponse) =>
      void response.writeHead(302, { location: '/items' }).end()
    expect(await pullWith(move)).toMatchObject({ bad: 1 })
  })

  test('asked for from a byte on, and given as another part, is fetched anew', async () => {
    const text = 'x'.repeat(500)
    const item = itemOf(text)
    const start = () => writeFileSync(join(mine.folder, 'tmp', `${item.name}.sexp.pgp.part`), 'x'.repeat(100))
    start()
    answer = listing([item], (_item, request, response) => {
      if (request.headers.range === undefined) return sendText(response, text)
      response.writeHead(206, { 'content-range': 'bytes 0-499/500' }).end(text)
    })
    expect(await pull()).toMatchObject({ fetched: 1, bytes: 500 })
    // an intake that gives no parts gives the whole: what is there is passed over
    rmSync(join(mine.folder, 'new/reply', `${item.name}.sexp.pgp`))
    start()
    answer = listing([item], (_item, _, response) => sendText(response, text))
    expect(await pull()).toMatchObject({ fetched: 1, bytes: 400 })
    expect(readFileSync(join(mine.folder, 'new/reply', `${item.name}.sexp.pgp`), 'utf8')).toBe(text)
  })
})

describe('many items', () => {
  const hundred = byName(Array.from({ length: 100 }, (_, index) => itemOf(`item ${index}`, { size: 1000 })))

  test('of wrong bytes fill neither the disk nor the log', async () => {
    answer = listing(hundred, (_item, _, response) => sendText(response, 'x'.repeat(1000)))
    const counts = await pull()
    expect(counts).toMatchObject({ listed: 100, bad: 100 })
    expect(inMine('bad')).toHaveLength(smallLimits.badKept)
    expect(inMine('tmp')).toEqual([])
    expect(events).toHaveLength(smallLimits.events + 1)
    expect(events.at(-1)).toBe('and 95 more of such')
  })

  test('of too many bytes in all wait for the next pull', async () => {
    answer = listing(hundred, (item, _, response) => sendText(response, item.name.repeat(20).slice(0, 1000)))
    const counts = await pull({ bytes: 9999 })
    expect(counts).toMatchObject({ listed: 5, bad: 5, bytes: 10_000 })
    expect(events).toContain('more bytes came than an intake holds; the rest waits for the next pull')
  })

  test('that all fail end the pull after three, with the reason', async () => {
    answer = listing(hundred, (_item, _, response) => void response.destroy())
    await expect(pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
    expect(itemsFetched().length).toBeLessThanOrEqual(2 * smallLimits.failures)
  })

  test('of which every second fails take only so much time', async () => {
    let given = 0
    const items = hundred.map(item => ({ ...item, size: `item 99`.length }))
    const texts = new Map(Array.from({ length: 100 }, (_, index) => [nameOf(`item ${index}`), `item ${index}`]))
    answer = listing(items, (item, _, response) => {
      given++
      if (given % 2 === 0) response.writeHead(500).end()
      else sendText(response, texts.get(item.name) ?? '')
    })
    let time = 0
    const chosen = { ...smallLimits, lostMs: 500 }
    const source = openIntake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, orderOf({ limits: chosen }))
    const options = {
      knows: () => Promise.resolve(new Set<string>()),
      limits: chosen,
      onEvent: (event: string) => events.push(event),
    }
    // each look at the clock is 100 ms after the one before
    const clock = () => {
      time += 100
      return time
    }
    const counts = await pullItems(source, mine, { ...options, clock })
    await source.close()
    expect(counts.refused).toBe(6)
    expect(counts.listed).toBeLessThan(20)
    expect(events.at(-1)).toBe('too much time was lost with items that fail; the rest was left')
    sum(counts)
  })
})

test('stopped while an item drips, it ends at once and keeps what came', async () => {
  const item = itemOf('x'.repeat(1000))
  const stop = new AbortController()
  answer = listing([item], (_item, _, response) => {
    response.write('x'.repeat(10), () => setImmediate(() => stop.abort()))
  })
  const counts = await pull({ idleMs: 60_000, answerMs: 60_000 }, stop.signal)
  expect(counts).toMatchObject({ listed: 0, fetched: 0 })
})
