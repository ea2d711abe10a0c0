// Limits of the public server on real sockets: at the limit and one over, slow and vanishing senders, full pools. The server is the
// real one; only its times are shorter than visitors have.
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { intakeLimits } from '@satchel/intake-server/limits'
import { describe, expect, test } from 'vitest'
import { eachWithServer } from './in-process.ts'
import { exchange, liveToken, multipart, postBody, postForm, shownBefore } from './posts.ts'

const server = eachWithServer()
const { serve, stored } = server
const growing = () => readdirSync(join(server.spool.folder, 'tmp'))

describe('sizes and numbers', () => {
  test('a text of 1 MiB is taken, one octet more is not', async () => {
    const url = await serve()
    expect((await postBody(`${url}/reply`, 'x'.repeat(intakeLimits.bodyBytes), 'text/plain')).status).toBe(201)
    expect((await postBody(`${url}/reply`, 'y'.repeat(intakeLimits.bodyBytes + 1), 'text/plain')).status).toBe(413)
    expect(await stored()).toBe(1)
  })

  test('a text whose length is not said is refused when it grows over the limit', async () => {
    const url = await serve()
    const chunk = `${(65_536).toString(16)}\r\n${'z'.repeat(65_536)}\r\n`
    const head = 'POST /reply HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n'
    expect(await exchange(url, head, ...Array(17).fill(chunk), '0\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 /)
    expect(await stored()).toBe(0)
  })

  test('200 fields are taken, one more is not; so in both encodings', async () => {
    const url = await serve()
    const fields = (count: number, value: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, value]))
    const { fields: most } = intakeLimits
    expect((await postForm(`${url}/reply`, fields(most, 'a'))).status).toBe(303)
    expect((await postForm(`${url}/reply`, fields(most + 1, 'a'))).status).toBe(413)
    expect((await postBody(`${url}/reply`, multipart(fields(most, 'b')))).status).toBe(303)
    expect((await postBody(`${url}/reply`, multipart(fields(most + 1, 'b')))).status).toBe(413)
    expect(await stored()).toBe(2)
  })

  test('a name of 128 characters is taken, one more is not', async () => {
    const url = await serve()
    expect((await postForm(`${url}/reply`, { ['n'.repeat(128)]: 'a' })).status).toBe(303)
    expect((await postForm(`${url}/reply`, { ['n'.repeat(129)]: 'a' })).status).toBe(413)
    expect((await postBody(`${url}/reply`, multipart({ ['n'.repeat(129)]: 'a' }))).status).toBe(413)
  })

  test('a file of 10 MiB is taken, one octet more is not, and nothing of it remains', async () => {
    const url = await serve()
    const ask = (size: number, message: string) =>
      postBody(
        `${url}/inquiry`,
        multipart({ message, reach: '0712 345 678', shown: shownBefore(), files: [new Uint8Array(size).fill(1)] }),
      )
    expect((await ask(intakeLimits.uploadBytes, 'a')).status).toBe(303)
    expect(await stored()).toBe(2)
    expect((await ask(intakeLimits.uploadBytes + 1, 'b')).status).toBe(413)
    expect(await stored()).toBe(2)
    expect(growing()).toEqual([])
  })

  test('files that were taken are gone again when the post is refused after them', async () => {
    const url = await serve()
    const files = Array.from({ length: 3 }, (_, index) => new Uint8Array(9000).fill(index))
    const form = multipart({ files, shown: shownBefore(), message: '' })
    expect((await postBody(`${url}/inquiry`, form)).status).toBe(422)
    expect(await stored()).toBe(0)
  })

  test('50 headers are read, one more is refused; so is a header of more than 8 KiB', async () => {
    const url = await serve()
    const get = (count: number, length = 1) =>
      exchange(
        url,
        `GET / HTTP/1.1\r\nConnection: close\r\nHost: ${'a'.repeat(length)}\r\n${'X-A: b\r\n'.repeat(count - 2)}\r\n`,
      )
    expect(await get(50)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await get(51)).toMatch(/^HTTP\/1\.1 413 /)
    expect(await get(2, 8 * 1024 + 1)).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('what is not HTTP is refused without a word about us', async () => {
    const url = await serve()
    expect(await exchange(url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close/)
    expect(await exchange(url, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('one connection is good for 50 requests', async () => {
    const url = await serve()
    const answers = await exchange(
      url,
      'GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(intakeLimits.requestsPerSocket + 1),
    )
    expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(intakeLimits.requestsPerSocket)
  })
})

describe('A3: slow and vanishing senders', () => {
  const post = 'POST /reply HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n'

  test('a header that does not come is closed', async () => {
    const url = await serve({ limits: { headerMs: 60 } })
    expect(await exchange(url, 'GET / HTTP/1.1\r\nX-A: ')).toMatch(/^HTTP\/1\.1 408 /)
    expect((await fetch(url)).status).toBe(200)
  })

  test('a body that does not come is closed, and nothing of it is stored', async () => {
    const url = await serve({ limits: { requestMs: 60 } })
    expect(await exchange(url, `${post}half`)).toBe('')
    expect(server.log).toContain('request/too-slow')
    expect(await stored()).toBe(0)
    expect((await fetch(url)).status).toBe(200)
  })

  test('a sender that is slow but steady gets its time', async () => {
    // one second more for each octet that came
    const url = await serve({ limits: { requestMs: 60, bytesPerSecond: 1 } })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let got = ''
    socket.setEncoding('latin1').on('data', (text: string) => (got += text))
    socket.write(`${post}${'x'.repeat(500)}`)
    // another one, begun later, of which nothing came, is closed meanwhile
    expect(await exchange(url, post)).toBe('')
    expect(server.log.split('request/too-slow')).toHaveLength(2)
    socket.write('x'.repeat(500))
    await expect.poll(() => got, { timeout: 60_000 }).toContain('HTTP/1.1 201 ')
    socket.destroy()
  })

  test('a connection on which nothing moves is closed', async () => {
    const url = await serve({ limits: { idleMs: 60 } })
    expect(await exchange(url, `${post}half`)).toBe('')
    expect(await stored()).toBe(0)
  })

  test('more connections than the limit are refused, and served again when others end', async () => {
    const url = await serve({ limits: { connections: 5 } })
    const { port } = new URL(url)
    const open: Socket[] = []
    for (let count = 0; count < 5; count++) {
      const socket = connect(Number(port), '127.0.0.1')
      await new Promise(resolve => socket.once('connect', resolve))
      open.push(socket)
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    for (const socket of open) socket.destroy()
    await expect
      .poll(
        () =>
          fetch(url).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200)
    expect(server.log).toContain('connection/too-many')
  })

  test('a sender that goes away at any octet of a file leaves nothing, and the process lives', async () => {
    const url = await serve()
    const form = multipart({
      message: 'a',
      reach: '0712 345 678',
      shown: shownBefore(),
      files: [new Uint8Array(200_000)],
    })
    const whole = new Request(`${url}/inquiry`, { method: 'POST', body: form })
    const bytes = Buffer.from(await whole.arrayBuffer())
    const type = whole.headers.get('content-type') ?? ''
    const head = `POST /inquiry HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`
    for (const part of [0, 1, 200, 70_000, 150_000, bytes.length - 1]) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      await new Promise(resolve => socket.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, part)]), resolve))
      socket.destroy()
    }
    await expect.poll(() => server.log.split('request/aborted').length - 1, { timeout: 60_000 }).toBe(6)
    expect(await stored()).toBe(0)
    await expect.poll(growing, { timeout: 60_000 }).toEqual([])
    expect((await postBody(`${url}/inquiry`, form)).status).toBe(303)
  })
})

describe('full places', () => {
  test('Q1: a pool at its number of items says busy with a time to come again; the other pools go on', async () => {
    const url = await serve({ settings: { spoolItems: { open: 1, reply: 1 } } })
    const open = (text: string) => postBody(`${url}/reply`, text, 'text/plain')
    expect((await open('one')).status).toBe(201)
    const refused = await open('two')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '120'])
    expect(await refused.json()).toEqual({ problem: 'intake/busy' })
    expect((await postForm(`${url}/reply`, { token: liveToken, a: '1' })).status).toBe(303)
    expect((await postForm(`${url}/reply`, { token: liveToken, a: '2' })).status).toBe(503)
    expect((await postForm(`${url}/unsubscribe/${liveToken}`, {})).status).toBe(200)
    expect(growing()).toEqual([])
  })

  test('Q1: a pool at its bytes says busy, and an upload that does not fit leaves nothing', async () => {
    const url = await serve({ settings: { spoolBytes: { open: 200_000 } } })
    const ask = (size: number) =>
      postBody(
        `${url}/inquiry`,
        multipart({
          message: 'a',
          reach: '0712 345 678',
          shown: shownBefore(),
          files: size === 0 ? [] : [new Uint8Array(size)],
        }),
      )
    expect((await ask(500_000)).status).toBe(503)
    expect(await stored()).toBe(0)
    expect((await ask(0)).status).toBe(303)
  })

  test('the reserve of the disk is never touched', async () => {
    const url = await serve({ settings: { diskReserveBytes: Number.MAX_SAFE_INTEGER } })
    const answer = await postForm(`${url}/reply?lang=fr`, { token: liveToken, a: '1' })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('Veuillez essayer plus tard')
    expect(await stored()).toBe(0)
  })

  test('K3: where no key is left to seal to, nothing is taken, and the page says so', async () => {
    const url = await serve({ now: () => new Date(Date.now() - 30 * 86_400_000) })
    expect((await postForm(`${url}/reply`, { token: liveToken, a: '1' })).status).toBe(503)
    expect(server.log).toContain('key/not-usable')
    expect(await stored()).toBe(0)
  })
})
