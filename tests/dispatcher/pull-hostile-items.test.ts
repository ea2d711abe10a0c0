// A4: an intake that lies about items: their bytes, sizes and number.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type http from 'node:http'
import { join } from 'node:path'
import type { ListedItem } from '@satchel/protocol/pull/pull-files'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { smallLimits } from '../intake-server/pull-stage.ts'
import {
  byName,
  type Give,
  itemOf,
  lettersByName,
  type Liar,
  listing,
  nameOf,
  sendText,
  startLiar,
} from './pull-liar.ts'

let liar: Liar
beforeEach(async () => {
  liar = await startLiar()
})
afterEach(() => liar.close())

const itemsAsked = () => liar.asked.filter(target => target.startsWith('/items/'))

describe('A4: an item', () => {
  /** A list of three, of which the middle one is given by a liar. */
  async function pullWith(lie: Give, more: Partial<ListedItem> = {}) {
    const texts = lettersByName.slice(0, 3)
    const items = texts.map((text, index) => itemOf(text, index === 1 ? { size: 1000, ...more } : {}))
    liar.answer = listing(items, (item, request, response) => {
      if (item === items[1]) lie(item, request, response)
      else sendText(response, texts[items.indexOf(item)] ?? '')
    })
    const counts = await liar.pull()
    expect(counts).toMatchObject({ listed: 3, fetched: 2 })
    expect(liar.inMine('new', 'reply')).toHaveLength(2)
    return counts
  }

  test('of other bytes than its name says is put to bad/', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, 'x'.repeat(1000)))).toMatchObject({ bad: 1 })
    expect(liar.inMine('bad')).toHaveLength(1)
    expect(liar.inMine('tmp')).toEqual([])
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
    expect(liar.inMine('bad')).toEqual([])
  })

  test('that says fewer bytes than it has is bad', async () => {
    expect(await pullWith((_item, _, response) => sendText(response, 'x'.repeat(1000)), { size: 10 })).toMatchObject({
      bad: 1,
    })
  })

  test('that says more than a spool takes is not liar.asked for', async () => {
    expect(await pullWith(() => undefined, { size: smallLimits.itemBytes + 1 })).toMatchObject({ refused: 1 })
    expect(itemsAsked()).toHaveLength(2)
  })

  test('that is not there after all is counted', async () => {
    expect(await pullWith((_item, _, response) => void response.writeHead(404).end())).toMatchObject({ refused: 1 })
  })

  test('that drips, or stops to come, is given up, and the next are fetched', async () => {
    expect(await pullWith((_item, _, response) => void response.write('x'))).toMatchObject({ refused: 1, bytes: 3 })
    // what came stays for the next pull
    expect(liar.inMine('tmp')).toHaveLength(1)
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
    const start = () => writeFileSync(join(liar.mine.folder, 'tmp', `${item.name}.sexp.pgp.part`), 'x'.repeat(100))
    start()
    liar.answer = listing([item], (_item, request, response) => {
      if (request.headers.range !== undefined) response.writeHead(206, { 'content-range': 'bytes 0-499/500' })
      response.end(text)
    })
    expect(await liar.pull()).toMatchObject({ fetched: 1, bytes: 500 })
    // an intake that gives no parts gives the whole: what is there is passed over
    rmSync(join(liar.mine.folder, 'new/reply', `${item.name}.sexp.pgp`))
    start()
    liar.answer = listing([item], (_item, _, response) => sendText(response, text))
    expect(await liar.pull()).toMatchObject({ fetched: 1, bytes: 400 })
    expect(readFileSync(join(liar.mine.folder, 'new/reply', `${item.name}.sexp.pgp`), 'utf8')).toBe(text)
  })
})

describe('many items', () => {
  const hundred = byName(Array.from({ length: 100 }, (_, index) => itemOf(`item ${index}`, { size: 1000 })))

  test('of wrong bytes fill neither the disk nor the log', async () => {
    liar.answer = listing(hundred, (_item, _, response) => sendText(response, 'x'.repeat(1000)))
    const counts = await liar.pull()
    expect(counts).toMatchObject({ listed: 100, bad: 100 })
    expect(liar.inMine('bad')).toHaveLength(smallLimits.badKept)
    expect(liar.inMine('tmp')).toEqual([])
    expect(liar.events).toHaveLength(smallLimits.events + 1)
    expect(liar.events.at(-1)).toBe('and 95 more of such')
  })

  test('of too many bytes in all wait for the next pull', async () => {
    liar.answer = listing(hundred, (item, _, response) => sendText(response, item.name.repeat(20).slice(0, 1000)))
    const counts = await liar.pull({ bytes: 9999 })
    expect(counts).toMatchObject({ listed: 5, bad: 5, bytes: 10_000 })
    expect(liar.events).toContain('more bytes came than an intake holds; the rest waits for the next pull')
  })

  test('that all fail end the pull after three, with the reason', async () => {
    liar.answer = listing(hundred, (_item, _, response) => void response.destroy())
    await expect(liar.pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
    expect(itemsAsked().length).toBeLessThanOrEqual(2 * smallLimits.failures)
  })

  test('of which every second fails take only so much time', async () => {
    let given = 0
    const items = hundred.map(item => ({ ...item, size: `item 99`.length }))
    const texts = new Map(Array.from({ length: 100 }, (_, index) => [nameOf(`item ${index}`), `item ${index}`]))
    liar.answer = listing(items, (item, _, response) => {
      given++
      if (given % 2 === 0) response.writeHead(500).end()
      else sendText(response, texts.get(item.name) ?? '')
    })
    let time = 0
    // each look at the clock is 100 ms after the one before
    const clock = () => {
      time += 100
      return time
    }
    const counts = await liar.pull({ lostMs: 500 }, undefined, clock)
    expect(counts.refused).toBe(6)
    expect(counts.listed).toBeLessThan(20)
    expect(liar.events.at(-1)).toBe('too much time was lost with items that fail; the rest was left')
  })
})

test('stopped while an item drips, it ends at once and keeps what came', async () => {
  const item = itemOf('x'.repeat(1000))
  const stop = new AbortController()
  liar.answer = listing([item], (_item, _, response) => {
    response.write('x'.repeat(10), () => setImmediate(() => stop.abort()))
  })
  const counts = await liar.pull({ idleMs: 60_000, answerMs: 60_000 }, stop.signal)
  expect(counts).toMatchObject({ listed: 0, fetched: 0 })
})
