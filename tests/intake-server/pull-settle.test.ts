import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepOutcome } from '@satchel/intake-server/pull/pull-keep'
import { printOutcome } from '@satchel/protocol/messages/outcome'
import { printNameList } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { printTokenList, tokenListBytes } from '@satchel/protocol/pull/pull-tokens'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listPage, postNames, put, sendSigned, type Stage, startPull, unknown, waitingIn } from './pull-stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await startPull()
})
afterEach(() => stage.close())

const get = (target: string, headers = {}) => sendSigned(stage, { target, headers })
const post = (kind: 'settle' | 'forget', names: readonly string[], more: Parameters<typeof postNames>[3] = {}) =>
  postNames(stage, kind, names, more)
const list = (query = '') => listPage(stage, query)
const waiting = (pool = 'reply') => waitingIn(stage, pool)
const days = () => readdirSync(join(stage.spool.folder, 'done'))
const dayAgo = (days: number) => new Date(stage.clock.getTime() - days * 86_400_000).toISOString().slice(0, 10)

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
