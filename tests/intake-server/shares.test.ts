// The shares of one network and of one token, on real sockets from several networks of this machine: a share, and the rest is for others.
import { readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { makeBuckets } from '@satchel/intake-server/http/buckets'
import { intakeLimits } from '@satchel/intake-server/limits'
import { newToken } from '@satchel/protocol/messages/token'
import { describe, expect, test } from 'vitest'
import { eachWithServer } from './in-process.ts'
import { openFrom, statusFrom } from './loopback.ts'
import { exchange, liveToken, multipart, postBody } from './posts.ts'

const server = eachWithServer()
const [near, far, third] = ['127.0.1.7', '127.0.2.7', '127.0.3.7'] as const
const isOpen = (socket: Socket) => !socket.destroyed && socket.readyState === 'open'
const openOf = (sockets: readonly Socket[]) => sockets.filter(isOpen).length

describe('connections', () => {
  test('of one network over its share are closed at once, and another network is served', async () => {
    const url = await server.serve({ limits: { networkShare: 3 } })
    const [one, other] = [await openFrom(url, near, 3), await openFrom(url, '127.0.1.8', 2)]
    await expect.poll(() => openOf([...one, ...other])).toBe(3)
    expect(openOf(one)).toBe(3)
    expect(await statusFrom(url, near)).toBe(0)
    expect(await statusFrom(url, far)).toBe(200)
    expect(server.log).toContain('connection/too-many')
    one[0]?.destroy()
    await expect.poll(() => statusFrom(url, near)).toBe(200)
    for (const socket of one) socket.destroy()
  })

  test('that come in hundreds at once from one network leave another served in the middle of them', async () => {
    const url = await server.serve()
    const asked: Promise<number>[] = []
    const flood: Promise<readonly Socket[]>[] = []
    for (let turn = 0; turn < 20; turn++) {
      flood.push(openFrom(url, near, 50))
      asked.push(statusFrom(url, far))
    }
    expect(await Promise.all(asked)).toEqual(Array(20).fill(200))
    const sockets = (await Promise.all(flood)).flat()
    await expect.poll(() => openOf(sockets)).toBe(intakeLimits.networkShare)
    for (const socket of sockets) socket.destroy()
  })

  test('of all networks together are bounded', async () => {
    const url = await server.serve({ limits: { networkShare: 3, connections: 4 } })
    const one = await openFrom(url, near, 3)
    const two = await openFrom(url, far, 2)
    await expect.poll(() => openOf([...one, ...two])).toBe(4)
    expect(await statusFrom(url, third)).toBe(0)
    for (const socket of one) socket.destroy()
    await expect.poll(() => statusFrom(url, third)).toBe(200)
    for (const socket of two) socket.destroy()
  })
})

describe('bodies', () => {
  const slow = (address: string, path = '/reply') =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${address}\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nx`
  const forwarded = (address: string) => ({
    path: '/reply',
    body: `hello ${address}`,
    headers: { 'Content-Type': 'text/plain', 'X-Forwarded-For': address },
  })

  test.each(['/reply', '/nowhere'])(
    'that do not come, sent to %s through a proxy by one network, leave another served',
    async path => {
      const url = await server.serve({
        limits: { networkShare: 3, lingerMs: 60_000 },
        settings: { trustedProxy: '127.0.0.1' },
      })
      const sockets = await openFrom(url, '127.0.0.1', 8)
      for (const socket of sockets) socket.write(slow('192.0.2.1', path))
      // those over the share are answered and closed; the proxy's own connections are not counted as one network's
      await expect.poll(() => openOf(sockets)).toBe(3)
      expect(await statusFrom(url, '127.0.0.1', forwarded('192.0.2.2'))).toBe(503)
      expect(await statusFrom(url, '127.0.0.1', forwarded('192.0.3.2'))).toBe(201)
      // a share comes back when its body is gone
      for (const socket of sockets) socket.destroy()
      await expect.poll(() => statusFrom(url, '127.0.0.1', forwarded('192.0.2.2'))).toBe(201)
    },
  )

  test('are paid for by their network before they are parsed, with their length said or not', async () => {
    let clock = 0
    const url = await server.serve({ clock: () => clock, limits: { readBurst: 64 * 1024, readPerSecond: 1024 } })
    const broken = (body: string | readonly string[]) => ({
      path: '/inquiry',
      body,
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    })
    const piece = 'x'.repeat(8 * 1024)
    // what is parsed is found to be no form; what is refused before is not looked at
    expect(await statusFrom(url, near, broken(piece))).toBe(400)
    expect(await statusFrom(url, near, broken([piece, piece]))).toBe(400)
    expect(await statusFrom(url, near, broken(piece))).toBe(503)
    expect(await statusFrom(url, '127.0.1.8', broken([piece]))).toBe(503)
    expect(await statusFrom(url, far, broken(piece))).toBe(400)
    clock += 60_000
    expect(await statusFrom(url, near, broken(piece))).toBe(400)
  })

  test('in very many chunks cost their network more than in one', async () => {
    const url = await server.serve({ clock: () => 0, limits: { readBurst: 64 * 1024 } })
    const text = (body: string | readonly string[]) => ({
      path: '/reply',
      body,
      headers: { 'Content-Type': 'text/plain' },
    })
    expect(await statusFrom(url, near, text('y'.repeat(1000)))).toBe(201)
    // one octet a chunk: read one by one
    const head = 'POST /reply HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n'
    const answer = await exchange(url, head, '1\r\nz\r\n'.repeat(1000), '0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 503 /)
  })
})

describe('a live token', () => {
  const inPool = (pool: string) => readdirSync(join(server.spool.folder, 'new', pool)).length
  const reply = (token: string, note: string) => ({
    path: '/reply',
    body: `token=${token}&note=${note}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })

  test('fills its share of the pool of replies, and what it posts besides lies in the open one', async () => {
    let clock = 0
    const other = newToken()
    const url = await server.serve({ clock: () => clock, liveTokens: [liveToken, other] })
    const { tokenBurst, tokenPerSecond } = intakeLimits
    for (let count = 0; count < tokenBurst; count++) await statusFrom(url, near, reply(liveToken, `n${count}`))
    expect([inPool('reply'), inPool('open')]).toEqual([tokenBurst, 0])
    // from other networks, too
    for (const from of [near, far, third]) expect(await statusFrom(url, from, reply(liveToken, from))).toBe(303)
    expect([inPool('reply'), inPool('open')]).toEqual([tokenBurst, 3])
    expect(await statusFrom(url, near, reply(other, 'other'))).toBe(303)
    expect([inPool('reply'), inPool('open')]).toEqual([tokenBurst + 1, 3])
    clock += 1000 / tokenPerSecond
    for (const note of ['later', 'and-again']) expect(await statusFrom(url, near, reply(liveToken, note))).toBe(303)
    expect([inPool('reply'), inPool('open')]).toEqual([tokenBurst + 2, 4])
  })

  test('pays for each MiB of a large post as for a post more', async () => {
    const url = await server.serve({ clock: () => 0, liveTokens: [liveToken] })
    const photo = new Uint8Array(intakeLimits.uploadBytes)
    for (let count = 0; count < 4; count++) {
      photo[0] = count
      expect((await postBody(`${url}/reply`, multipart({ token: liveToken, photo: [photo] }))).status).toBe(303)
    }
    // eleven each, with their uploads beside them
    expect([inPool('reply'), inPool('open')]).toEqual([6, 2])
    for (let count = 0; count < 8; count++) await statusFrom(url, near, reply(liveToken, `n${count}`))
    expect([inPool('reply'), inPool('open')]).toEqual([6 + intakeLimits.tokenBurst - 33, 3])
  })

  test('that no list proves pays from the bucket of its network', async () => {
    const url = await server.serve({ clock: () => 0, limits: { burst: 3 } })
    const statuses: number[] = []
    for (let count = 0; count < 5; count++) statuses.push(await statusFrom(url, near, reply(newToken(), 'a')))
    expect(statuses).toEqual([303, 303, 303, 503, 503])
    expect(await statusFrom(url, far, reply(newToken(), 'a'))).toBe(303)
    expect([inPool('reply'), inPool('open')]).toEqual([4, 0])
  })
})

describe('buckets', () => {
  test('fill up with time, to the brim and no further, and give all of a cost or nothing', () => {
    let now = 0
    const buckets = makeBuckets({ burst: 10, perSecond: 2, most: 5 }, () => now)
    expect(buckets.take('a', 7)).toBe(true)
    expect(buckets.take('a', 4)).toBe(false)
    expect(buckets.take('a', 3)).toBe(true)
    now += 1500
    expect(buckets.take('a', 3.5)).toBe(false)
    expect(buckets.take('a', 3)).toBe(true)
    now += 1e9
    expect(buckets.take('a', 10.5)).toBe(false)
    expect(buckets.take('a', 10)).toBe(true)
  })

  test('are so many and no more, and one that is asked for is not forgotten for invented names', () => {
    const buckets = makeBuckets({ burst: 1, perSecond: 0, most: 100 }, () => 0)
    expect(buckets.take('used', 1)).toBe(true)
    expect(buckets.take('left alone', 1)).toBe(true)
    for (let count = 0; count < 1000; count++) {
      buckets.take(`invented ${count}`, 1)
      expect(buckets.take('used', 1)).toBe(false)
    }
    // forgotten, so its bucket is full again
    expect(buckets.take('left alone', 1)).toBe(true)
  })
})
