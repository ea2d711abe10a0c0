import { generateKeyPairSync } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { keepOutcome } from '@satchel/intake-server/pull-keep'
import { openPullState } from '@satchel/intake-server/pull-state'
import { printOutcome } from '@satchel/protocol/outcome'
import { parseAbout } from '@satchel/protocol/pull-about'
import { parseListing, printNameList } from '@satchel/protocol/pull-files'
import { pullLimits } from '@satchel/protocol/pull-limits'
import { printTokenList, tokenListBytes } from '@satchel/protocol/pull-tokens'
import { receiptKeyText } from '@satchel/protocol/receipt-sign'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Asked, put, send, sendSigned, signedHeaders, type Stage, startPull } from './pull-stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await startPull()
})
afterEach(() => stage.close())

const get = (target: string, headers = {}) => sendSigned(stage, { target, headers })
const post = (kind: 'settle' | 'forget', names: readonly string[], more: Partial<Asked> & { mark?: string } = {}) => {
  const { epoch = 1, run = 1_000_000, mark } = more
  const body = printNameList({ kind, epoch, run, names, ...(mark === undefined ? {} : { backedUpThrough: mark }) })
  return sendSigned(stage, { method: 'POST', target: `/${kind}`, body, epoch, run, ...more })
}
const list = async (query = '') => parseListing((await get(`/items${query}`)).body.toString())
const waiting = (pool = 'reply') => readdirSync(join(stage.spool.folder, 'new', pool))
const days = () => readdirSync(join(stage.spool.folder, 'done'))
const unknown = 'f'.repeat(64)
const dayAgo = (days: number) => new Date(stage.clock.getTime() - days * 86_400_000).toISOString().slice(0, 10)

describe('whoever cannot sign', () => {
  const asked: Asked = { target: '/items' }

  test.each<readonly [string, (stage: Stage) => Promise<{ readonly status: number; readonly body: Buffer }>]>([
    ['does not sign', at => send(at, asked)],
    ['signs another path', at => send(at, { target: '/about', headers: signedHeaders(at, asked) })],
    ['signs another method', at => send(at, { ...asked, method: 'POST', headers: signedHeaders(at, asked) })],
    [
      'signs another body',
      at => {
        const forget = printNameList({ kind: 'forget', epoch: 1, run: 1, names: [] })
        const headers = signedHeaders(at, { method: 'POST', target: '/settle', body: 'a' })
        return send(at, { method: 'POST', target: '/settle', body: forget, headers })
      },
    ],
    ['asks for what is not there', at => send(at, { target: '/nothing' })],
    ['asks with a long path', at => send(at, { target: `/${'a'.repeat(pullLimits.targetLength)}` })],
  ])('and %s gets 401 without a word', async (_, ask) => {
    const { status, body } = await ask(stage)
    expect({ status, body: body.toString() }).toEqual({ status: 401, body: '' })
  })

  test('changes nothing, and is logged by number, once a minute', async () => {
    const name = await put(stage.spool, 'a')
    for (let time = 0; time < 5; time++) {
      const body = printNameList({ kind: 'forget', epoch: 1, run: 1, names: [name] })
      expect((await send(stage, { method: 'POST', target: '/forget', body })).status).toBe(401)
    }
    expect(waiting()).toHaveLength(1)
    expect(stage.logged).toEqual([{ event: 'pull-refused', facts: { 'signature/missing': 1 } }])
    stage.clock = new Date(stage.clock.getTime() + 60_000)
    await send(stage, { target: '/items' })
    expect(stage.logged.slice(1)).toEqual([{ event: 'pull-refused', facts: { 'signature/missing': 5 } }])
  })

  test('keeps nobody waiting with a body that never ends', async () => {
    const socket = net.connect(Number(new URL(stage.address).port), '127.0.0.1')
    socket.write('POST /settle HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n(')
    const said = await new Promise<string>(resolve => {
      let all = ''
      socket.on('data', chunk => {
        all += chunk.toString()
      })
      socket.on('close', () => resolve(all))
    })
    expect(said).toMatch(/^HTTP\/1\.1 401 /)
  })
})

describe('a request that was sent before', () => {
  test('is refused, also by a listener that was started meanwhile', async () => {
    const asked: Asked = { target: '/items', nonce: 'A'.repeat(22) }
    const headers = signedHeaders(stage, asked)
    expect((await send(stage, { ...asked, headers })).status).toBe(200)
    expect((await send(stage, { ...asked, headers })).status).toBe(401)
    stage.clock = new Date(stage.clock.getTime() + 1000)
    await stage.restart()
    expect((await send(stage, { ...asked, headers })).status).toBe(401)
    expect((await get('/items')).status).toBe(200)
  })
})

describe('R3: an older core', () => {
  const ask = async (epoch: number, run: number) => (await sendSigned(stage, { target: '/about', epoch, run })).status

  test('may not even look, once a later one was here; not after a restart either', async () => {
    expect(await ask(2, 10)).toBe(200)
    expect(await ask(2, 10)).toBe(200)
    for (const [epoch, run] of [
      [2, 9],
      [1, 11],
    ] as const)
      expect(await ask(epoch, run)).toBe(409)
    await stage.restart()
    expect(await ask(2, 9)).toBe(409)
    expect(await ask(2, 11)).toBe(200)
    expect(await ask(3, 1)).toBe(200)
    expect(await ask(2, 12)).toBe(409)
  })

  test('changes nothing', async () => {
    const name = await put(stage.spool, 'a')
    await ask(5, 1)
    expect((await post('settle', [name], { epoch: 4, run: 99 })).status).toBe(409)
    expect((await post('forget', [name], { epoch: 4, run: 99 })).status).toBe(409)
    expect(waiting()).toHaveLength(1)
  })

  test('is not let in by a damaged note of the later one: the listener does not start', () => {
    writeFileSync(join(stage.home, 'pull-state'), '(satchel-pull-state (version 1) (epo')
    expect(() => openPullState(stage.home)).toThrow(/SX1|list|line/i)
    writeFileSync(join(stage.home, 'pull-state'), '(satchel-other (version 1))')
    expect(() => openPullState(stage.home)).toThrow(/not what the intake wrote/)
  })

  test('raised by many at once, the note on the disk is the highest', async () => {
    const state = openPullState(stage.home)
    const raised = await Promise.all([3, 9, 5, 9, 7].map(run => state.raise(1, run)))
    expect(raised).toEqual([true, true, false, true, false])
    const again = openPullState(stage.home)
    expect(await again.raise(1, 8)).toBe(false)
    expect(await again.raise(1, 9)).toBe(true)
  })
})

describe('listing', () => {
  test('gives pool, name, extension and size, a page at a time, until there is no next', async () => {
    const names: string[] = []
    for (const [index, pool] of (['reply', 'open', 'unsubscribe', 'reply', 'reply'] as const).entries()) {
      names.push(await put(stage.spool, `item ${index}`, pool))
    }
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { items, next } = await list(`?limit=2${after === '' ? '' : `&after=${after}`}`)
      expect(items.length).toBeLessThanOrEqual(2)
      for (const { size, extension } of items) expect({ size, extension }).toEqual({ size: 6, extension: 'sexp.pgp' })
      seen.push(...items.map(item => item.name))
      if (next === null) break
      after = next
    }
    expect(seen).toEqual(names.sort())
    expect((await list('?pool=reply')).items).toHaveLength(3)
    expect((await list('?pool=done')).items).toEqual([])
  })

  test.each([
    '?pool=tmp',
    '?pool=../new',
    '?after=..',
    '?limit=0',
    '?limit=-1',
    '?limit=10000',
    '?limit=1&limit=2',
    '?more=1',
    `?after=${unknown}0`,
  ])('with %s is a fault of the core', async query => {
    expect((await get(`/items${query}`)).status).toBe(400)
  })

  test('of more than a page holds gives a page', async () => {
    for (let index = 0; index <= pullLimits.page; index++) {
      writeFileSync(join(stage.spool.folder, 'new/open', `${index.toString(16).padStart(64, '0')}.sexp.pgp`), '')
    }
    expect((await list('?limit=1000')).items).toHaveLength(pullLimits.page)
  })
})

describe('an item', () => {
  test('is given whole, or from a byte on, with its name as its tag', async () => {
    const name = await put(stage.spool, '0123456789')
    const target = `/items/${name}.sexp.pgp`
    const whole = await get(target)
    expect(whole).toMatchObject({ status: 200, headers: { etag: `"${name}"`, 'content-length': '10' } })
    expect(whole.body.toString()).toBe('0123456789')
    const rest = await get(target, { range: 'bytes=7-', 'if-range': `"${name}"` })
    expect(rest).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 7-9/10' } })
    expect(rest.body.toString()).toBe('789')
    expect((await get(target, { range: 'bytes=2-3' })).body.toString()).toBe('23')
    expect((await get(target, { range: 'bytes=2-3000' })).body.toString()).toBe('23456789')
    const other = await get(target, { range: 'bytes=7-', 'if-range': `"${unknown}"` })
    expect({ status: other.status, body: other.body.toString() }).toEqual({ status: 200, body: '0123456789' })
  })

  test.each(['bytes=10-', 'bytes=5-4', 'bytes=-5', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-'])(
    'is not given for the range %s',
    async range => {
      const name = await put(stage.spool, '0123456789')
      const { status, headers } = await get(`/items/${name}.sexp.pgp`, { range })
      expect({ status, range: headers['content-range'] }).toEqual({ status: 416, range: 'bytes */10' })
    },
  )

  test('is found in done/ as well', async () => {
    const name = await put(stage.spool, 'a')
    await post('settle', [name])
    expect((await get(`/items/${name}.sexp.pgp`)).body.toString()).toBe('a')
    expect((await list('?pool=done')).items).toMatchObject([{ pool: 'done', name, size: 1 }])
  })

  test('of no bytes is given', async () => {
    const name = await put(stage.spool, '')
    const { status, body } = await get(`/items/${name}.sexp.pgp`)
    expect({ status, length: body.length }).toEqual({ status: 200, length: 0 })
  })

  test.each([
    ['of another name', `/items/${unknown}.sexp.pgp`],
    ['of another extension', `/items/${unknown}.txt`],
    ['outside of the spool', '/items/../home/pull-state'],
    ['outside of the spool, in disguise', '/items/..%2f..%2fpull-state'],
    ['that is half', `/items/${unknown}.sexp.pgp.part`],
  ])('%s is not there', async (_, target) => {
    const { status, body } = await get(target)
    expect({ status, length: body.length }).toEqual({ status: 404, length: 0 })
  })

  test('that is a link to something else is not there', async () => {
    symlinkSync('/etc/passwd', join(stage.spool.folder, 'new/reply', `${unknown}.sexp.pgp`))
    expect((await get(`/items/${unknown}.sexp.pgp`)).status).toBe(404)
    expect((await list()).items).toEqual([])
  })

  test('whose reader goes away harms nobody', async () => {
    const name = await put(stage.spool, 'x'.repeat(8_000_000))
    const target = `/items/${name}.sexp.pgp`
    const socket = net.connect(Number(new URL(stage.address).port), '127.0.0.1')
    const headers = Object.entries(signedHeaders(stage, { target })).map(
      ([key, value]) => `${key}: ${String(value)}\r\n`,
    )
    socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\n${headers.join('')}\r\n`)
    await new Promise(resolve => socket.once('data', resolve))
    socket.destroy()
    expect((await get(target)).body).toHaveLength(8_000_000)
    expect(stage.logged.filter(({ event }) => event === 'pull-failed')).toEqual([])
  })
})

describe('settling', () => {
  test('moves items of every pool to done/, and says what it did', async () => {
    const names = [
      await put(stage.spool, 'a'),
      await put(stage.spool, 'b', 'open'),
      await put(stage.spool, 'c', 'open'),
    ]
    const { status, body } = await post('settle', [...names.slice(0, 2), unknown])
    expect(status).toBe(200)
    expect(body.toString().replaceAll(/\s+/g, ' ')).toContain('(done 2) (already 0) (unknown 1)')
    expect([...waiting(), ...waiting('open')]).toEqual([`${names[2]}.sexp.pgp`])
    expect(days()).toEqual([dayAgo(0)])
    expect(readdirSync(join(stage.spool.folder, 'done', dayAgo(0))).sort()).toEqual(
      names
        .slice(0, 2)
        .map(name => `${name}.sexp.pgp`)
        .sort(),
    )
  })

  test('again is no error and changes nothing', async () => {
    const name = await put(stage.spool, 'a')
    await post('settle', [name, name])
    expect((await post('settle', [name])).body.toString()).toContain('(already 1)')
    expect((await list('?pool=done')).items).toHaveLength(1)
  })

  test('with another kind of list, other numbers or no list is a fault of the core', async () => {
    const name = await put(stage.spool, 'a')
    const forget = printNameList({ kind: 'forget', epoch: 1, run: 1_000_000, names: [name] })
    const other = printNameList({ kind: 'settle', epoch: 1, run: 7, names: [name] })
    for (const body of [forget, other, '(nothing)', '', '\u0000']) {
      expect((await sendSigned(stage, { method: 'POST', target: '/settle', body })).status).toBe(400)
    }
    expect(waiting()).toHaveLength(1)
  })

  test('takes the largest list, and no larger body', async () => {
    const most = Array.from({ length: pullLimits.names }, (_, index) => index.toString(16).padStart(64, '0'))
    expect((await post('settle', most)).body.toString()).toContain(`(unknown ${pullLimits.names})`)
    const body = ' '.repeat(pullLimits.fileBytes + 1)
    expect((await sendSigned(stage, { method: 'POST', target: '/settle', body })).status).toBe(413)
  })

  test('keeps every day of done/ until it is old and the core has said that it is backed up', async () => {
    for (const age of [1, 29, 30, 31, 40, 50]) mkdirSync(join(stage.spool.folder, 'done', dayAgo(age)))
    const left = async (mark?: string) => {
      await post('settle', [], mark === undefined ? {} : { mark })
      return days().filter(day => day !== dayAgo(0)).length
    }
    expect(await left()).toBe(6)
    expect(await left(`${dayAgo(45)}T12:00:00Z`)).toBe(5)
    // the mark is remembered, and moves forward only
    expect(await left(`${dayAgo(60)}T00:00:00Z`)).toBe(5)
    expect(await left(`${dayAgo(40)}T00:00:00Z`)).toBe(5)
    expect(await left(`${dayAgo(39)}T00:00:00Z`)).toBe(4)
    expect(await left(`${dayAgo(0)}T00:00:00Z`)).toBe(3)
    expect(days()).toContain(dayAgo(30))
    // a mark in the future keeps what is young
    expect(await left('2999-01-01T00:00:00Z')).toBe(3)
    await stage.restart()
    stage.clock = new Date(stage.clock.getTime() + 86_400_000)
    await post('settle', [])
    expect(days()).not.toContain(dayAgo(31))
  })
})

describe('forgetting', () => {
  test('removes an item wherever it lies, at once', async () => {
    const [a, b, c] = [await put(stage.spool, 'a'), await put(stage.spool, 'b', 'open'), await put(stage.spool, 'c')]
    writeFileSync(join(stage.spool.folder, 'bad', `${a}.sexp.pgp`), 'x')
    await post('settle', [b])
    expect((await post('forget', [a, b, unknown])).body.toString().replaceAll(/\s+/g, ' ')).toContain(
      '(done 2) (already 0) (unknown 1)',
    )
    expect(waiting()).toEqual([`${c}.sexp.pgp`])
    expect(readdirSync(join(stage.spool.folder, 'bad'))).toEqual([])
    expect((await list('?pool=done')).items).toEqual([])
    expect((await get(`/items/${b}.sexp.pgp`)).status).toBe(404)
  })
})

describe('what the core leaves', () => {
  const putTokens = (body: Uint8Array) => sendSigned(stage, { method: 'PUT', target: '/live-tokens', body })

  test('a list of live tokens takes the place of the one before, as a whole', async () => {
    for (const hashes of [['0123456789abcdef'], ['a'.repeat(16), 'b'.repeat(16)], []]) {
      expect((await putTokens(printTokenList(hashes))).status).toBe(200)
      expect(readFileSync(join(stage.home, 'live-tokens'))).toEqual(Buffer.from(printTokenList(hashes)))
    }
    expect((await putTokens(Buffer.from('TOKEN\n'))).status).toBe(400)
    expect((await putTokens(Buffer.alloc(tokenListBytes + 1))).status).toBe(413)
    expect(readFileSync(join(stage.home, 'live-tokens'))).toEqual(Buffer.from(printTokenList([])))
  })

  const outcome = printOutcome({ version: 1, reply: 'r', packet: 'p', epoch: 1, status: 'imported', slots: [] })
  const putOutcome = (code: string, body: string) =>
    sendSigned(stage, { method: 'PUT', target: `/outcomes/${code}`, body })

  test('an outcome lies under its receipt code', async () => {
    expect((await putOutcome('Q7N4M9XA', outcome)).status).toBe(200)
    expect(readFileSync(join(stage.home, 'outcomes/Q7N4M9XA.sexp'), 'utf8')).toBe(outcome)
  })

  test.each([
    ['a code that is a path', '..%2f..%2fx', outcome, 404],
    ['something that is no outcome', 'Q7N4M9XA', '(satchel-reply)', 400],
    ['more than an outcome may be', 'Q7N4M9XA', ' '.repeat(256 * 1024 + 1), 413],
  ])('%s is refused', async (_, code, body, status) => {
    expect((await putOutcome(code, body)).status).toBe(status)
    expect(existsSync(join(stage.home, 'outcomes/Q7N4M9XA.sexp'))).toBe(false)
  })

  test('outcomes are only as many as there is room for; one that is there is replaced all the same', async () => {
    const body = Buffer.from(outcome)
    expect(await keepOutcome(stage.home, 'AAAA', body, 2)).toBe(true)
    expect(await keepOutcome(stage.home, 'BBBB', body, 2)).toBe(true)
    expect(await keepOutcome(stage.home, 'CCCC', body, 2)).toBe(false)
    expect(await keepOutcome(stage.home, 'AAAA', body, 2)).toBe(true)
  })
})

test('the intake tells how much waits, since when, and its receipt key, but not the private half', async () => {
  const about = async () => parseAbout((await get('/about')).body.toString())
  expect(await about()).toMatchObject({ receiptKey: null, oldest: null, counts: { reply: 0, done: 0 } })
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  mkdirSync(join(stage.home, 'keys'))
  writeFileSync(join(stage.home, 'keys/receipt.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const names = [await put(stage.spool, 'a'), await put(stage.spool, 'b'), await put(stage.spool, 'c', 'open')]
  const old = new Date('2026-11-01T10:00:00Z')
  utimesSync(join(stage.spool.folder, 'new/reply', `${names[1]}.sexp.pgp`), old, old)
  await post('settle', [names[0] ?? ''])
  const said = await about()
  expect(said).toMatchObject({
    receiptKey: receiptKeyText(publicKey),
    counts: { reply: 1, unsubscribe: 0, open: 1, bad: 0, done: 1 },
    oldest: '2026-11-01T10:00:00Z',
  })
  expect(said.freeBytes).toBeGreaterThan(0)
})

test('what is not a route is 404, and another method of one is 405', async () => {
  expect((await get('/')).status).toBe(404)
  expect((await sendSigned(stage, { method: 'POST', target: '/items' })).status).toBe(405)
  expect((await sendSigned(stage, { method: 'DELETE', target: '/about' })).status).toBe(405)
  expect((await sendSigned(stage, { target: '/items', body: 'x' })).status).toBe(413)
})

test('a fault of the host is told as one, and the listener goes on', async () => {
  rmSync(join(stage.spool.folder, 'new'), { recursive: true })
  expect((await get('/items')).status).toBe(500)
  expect(stage.logged.at(-1)).toEqual({ event: 'pull-failed', facts: { code: 'ENOENT' } })
  expect((await get('/about')).status).toBe(200)
})
