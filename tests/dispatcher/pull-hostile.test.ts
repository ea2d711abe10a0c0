// A4: an intake whose lists and answers lie. Whatever it does, the pull ends, counts, says so, and keeps what is right.
import net, { type AddressInfo } from 'node:net'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import { limits } from '@satchel/protocol/limits'
import { printListing } from '@satchel/protocol/pull/pull-files'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderOf, smallLimits } from '../intake-server/pull-stage.ts'
import { byName, itemOf, lettersByName, type Liar, listing, nameOf, sendText, startLiar } from './pull-liar.ts'

let liar: Liar
beforeEach(async () => {
  liar = await startLiar()
})
afterEach(() => liar.close())

const itemsAsked = () => liar.asked.filter(target => target.startsWith('/items/'))

const good = 'a good item'

describe('A4: a list', () => {
  test('that never ends is left after so many pages', async () => {
    let page = 0
    liar.answer = (_, response) => {
      page++
      const name = page.toString(16).padStart(64, '0')
      response.end(printListing({ items: [itemOf('', { name, size: limits.spoolFileBytes + 1 })], next: name }))
    }
    const counts = await liar.pull()
    expect(counts).toMatchObject({ listed: smallLimits.pages, refused: smallLimits.pages })
    expect(liar.asked).toHaveLength(smallLimits.pages)
    expect(liar.events.at(-2)).toBe(`and ${smallLimits.pages - smallLimits.events} more of such`)
    expect(liar.events.at(-1)).toContain(`left after ${smallLimits.pages} items`)
  })

  test('with more items than any intake holds is left', async () => {
    let next = 0
    liar.answer = (_, response) => {
      const items = Array.from({ length: 1000 }, () => {
        next++
        return itemOf('', { name: next.toString(16).padStart(64, '0'), size: limits.spoolFileBytes + 1 })
      })
      response.end(printListing({ items, next: items.at(-1)?.name ?? null }))
    }
    expect(await liar.pull({ items: 3000 })).toMatchObject({ listed: 3000, refused: 3000 })
    expect(liar.asked).toHaveLength(3)
  })

  test('that begins again and again is followed once', async () => {
    const items = byName([itemOf(good), itemOf('b')])
    liar.answer = (request, response) => {
      const text = request.url?.startsWith('/items/') === true ? (request.url.includes(nameOf('b')) ? 'b' : good) : null
      response.end(text ?? printListing({ items, next: items.at(-1)?.name ?? null }))
    }
    const counts = await liar.pull()
    expect(counts).toMatchObject({ listed: 4, fetched: 2, refused: 2 })
    expect(liar.events.at(-1)).toContain('does not go on')
  })

  test('out of order, or with an item twice, is taken where its names rise', async () => {
    const texts = lettersByName
    const [first = '', second = '', third = ''] = texts
    const items = [first, second, first, third, third].map(text => itemOf(text))
    liar.answer = listing(items, (item, _, response) =>
      sendText(response, texts.find(text => nameOf(text) === item.name) ?? ''),
    )
    const counts = await liar.pull()
    expect(counts).toMatchObject({ listed: 5, fetched: 3, refused: 2 })
    expect(itemsAsked()).toHaveLength(3)
  })

  test('with one name in two pools brings it once', async () => {
    liar.answer = listing([itemOf(good), itemOf(good, { pool: 'open' })], (_item, _, response) =>
      sendText(response, good),
    )
    expect(await liar.pull()).toMatchObject({ listed: 2, fetched: 1, known: 1 })
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
    liar.answer = (_request, response) => void response.end(text)
    await expect(liar.pull()).rejects.toMatchObject({ code: 'pull/not-believed' })
    expect(liar.asked).toHaveLength(1)
  })

  test('that never ends to come is given up', async () => {
    liar.answer = (_, response) => {
      response.write('(')
      const more = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(more))
    }
    await expect(liar.pull({ answerMs: 500 })).rejects.toMatchObject({ code: 'pull/unreachable' })
  })

  test('that does not begin to come is given up', async () => {
    liar.answer = () => undefined
    await expect(liar.pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
  })
})

describe('an answer', () => {
  test.each([301, 302, 303, 307, 308])('with status %i is not followed', async status => {
    liar.answer = (_, response) => void response.writeHead(status, { location: 'http://127.0.0.1:1/secret' }).end()
    await expect(liar.pull()).rejects.toMatchObject({ code: 'pull/not-believed' })
    expect(liar.asked).toHaveLength(1)
  })

  test.each([100, 204, 299, 400, 418])('with status %i is not believed, or no answer', async status => {
    liar.answer = (_, response) => (status === 100 ? void response.destroy() : void response.writeHead(status).end())
    await expect(liar.pull()).rejects.toMatchObject({ code: /^pull\/(not-believed|unreachable)$/ })
  })

  test('with endless headers is given up', async () => {
    liar.answer = (_, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n')
      const more = setInterval(() => response.socket?.write(`x: ${'y'.repeat(1000)}\r\n`), 1)
      response.socket?.on('error', () => undefined).on('close', () => clearInterval(more))
    }
    await expect(liar.pull()).rejects.toMatchObject({ code: 'pull/unreachable' })
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
