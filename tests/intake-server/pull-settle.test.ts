import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signedApps } from '@satchel/intake-server/app/app-signed'
import { openOutcomes } from '@satchel/intake-server/pull/outcome-store'
import { printOutcomeList, type SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { printNameList } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { printAppList, printSignedApp } from '@satchel/protocol/pull/pull-app'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { printTokenList, tokenListBytes } from '@satchel/protocol/pull/pull-tokens'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bare,
  listPage,
  outcomeOf,
  postNames,
  put,
  sendSigned,
  signAsCore,
  type Stage,
  startPull,
  unknown,
  waitingIn,
} from './pull-stage.ts'

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

  test('the signed list of Pocket’s files: the last four, each once, and none that another key signed', async () => {
    const putApp = (body: string) => sendSigned(stage, { method: 'PUT', target: '/app-signed', body })
    const listOf = (digit: string) => printAppList(new Map([['index.html', digit.repeat(64)]]))
    const lineOf = (digit: string, sign = signAsCore) =>
      printSignedApp({ text: listOf(digit), signature: sign(listOf(digit)) })
    for (const digit of ['1', '2', '3', '2', '4', '5']) expect((await putApp(lineOf(digit))).status).toBe(200)
    expect(signedApps(stage.home)).toBe(['3', '2', '4', '5'].map(digit => lineOf(digit)).join(''))
    const { privateKey } = generateKeyPairSync('ed25519')
    const other = (text: string) => signPullFile(text, privateKey).trim()
    for (const body of [lineOf('6', other), 'x', `${lineOf('6')}${lineOf('7')}`, lineOf('6').replace('index', '../x')])
      expect([body, (await putApp(body)).status >= 400]).toEqual([body, true])
    expect(signedApps(stage.home)).not.toContain('6'.repeat(64))
  })

  const putOutcomes = (body: string, more = {}) =>
    sendSigned(stage, { method: 'PUT', target: '/outcomes', body, epoch: 1, run: 1_000_000, ...more })
  const listOf = (outcomes: readonly SignedOutcome[], epoch = 1, run = 1_000_000) =>
    printOutcomeList({ epoch, run, outcomes: outcomes.map(bare) })
  const kept = (receipt: string) => openOutcomes(stage.home, () => stage.clock).find(receipt)

  test('outcomes are kept by receipt; the newer one of a receipt counts, in whatever order they come', async () => {
    const [first, later] = [outcomeOf({ number: 5, state: 'held' }), outcomeOf({ number: 6, state: 'imported' })]
    expect((await putOutcomes(listOf([first]))).status).toBe(200)
    expect(await kept(first.told.receipt)).toEqual(bare(first))
    expect((await putOutcomes(listOf([later]))).status).toBe(200)
    expect((await putOutcomes(listOf([first]))).status).toBe(200)
    expect(await kept(first.told.receipt)).toEqual(bare(later))
  })

  test.each<readonly [string, () => string, number]>([
    ['something that is no list', () => '(satchel-reply)', 400],
    ['a list of another run than the request', () => listOf([outcomeOf({})], 1, 7), 400],
    ['a list of another epoch', () => listOf([outcomeOf({})], 2), 400],
    ['an outcome that says nothing', () => listOf([{ ...outcomeOf({}), text: '(satchel-reply)' }]), 400],
    ['more than a list may be', () => ' '.repeat(256 * 1024 + 1), 413],
  ])('%s is refused', async (_, body, status) => {
    expect((await putOutcomes(body())).status).toBe(status)
    expect(await kept(outcomeOf({}).told.receipt)).toBeNull()
  })

  test('a list whose outcomes find no room is answered with 507, and nothing of it is kept', async () => {
    await stage.close()
    stage = await startPull({ limits: { outcomes: 2, outcomeDays: 90 } })
    const three = ['a', 'b', 'c'].map((digit, index) => outcomeOf({ receipt: digit.repeat(64), number: index + 1 }))
    expect((await putOutcomes(listOf(three))).status).toBe(507)
    expect((await putOutcomes(listOf(three.slice(0, 2)))).status).toBe(200)
    expect(await kept('a'.repeat(64))).not.toBeNull()
    expect(await kept('c'.repeat(64))).toBeNull()
  })

  test('forgetting an item takes away what was said of its receipt', async () => {
    const [gone, stays] = [
      outcomeOf({ item: 'a'.repeat(64) }),
      outcomeOf({ receipt: '2'.repeat(64), item: 'b'.repeat(64), number: 2 }),
    ]
    await putOutcomes(listOf([gone, stays]))
    expect((await postNames(stage, 'forget', ['a'.repeat(64)])).status).toBe(200)
    expect([await kept(gone.told.receipt), await kept(stays.told.receipt)]).toEqual([null, bare(stays)])
  })
})
