import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { parseAbout } from '@satchel/protocol/pull/pull-about'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { receiptKeyText } from '@satchel/protocol/messages/receipt-sign'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listPage, postNames, put, sendSigned, signedHeaders, type Stage, startPull, unknown } from './pull-stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await startPull()
})
afterEach(() => stage.close())

const get = (target: string, headers = {}) => sendSigned(stage, { target, headers })
const post = (kind: 'settle' | 'forget', names: readonly string[], more: Parameters<typeof postNames>[3] = {}) =>
  postNames(stage, kind, names, more)
const list = (query = '') => listPage(stage, query)

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
