// A spool that travels as a folder, both ways: copied to the core, and its settle files copied back.
import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIntakeFolder } from '@satchel/dispatcher/intake/intake-folder'
import { pullItems } from '@satchel/dispatcher/intake/pull-items'
import { openOutcomes, type OutcomeStore } from '@satchel/intake-server/pull/outcome-store'
import { applySettleFiles } from '@satchel/intake-server/pull/pull-inbox'
import { openPullState, type PullState } from '@satchel/intake-server/pull/pull-state'
import { parseAbout } from '@satchel/protocol/pull/pull-about'
import { parseNameList, printNameList } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { printOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { printTokenList } from '@satchel/protocol/pull/pull-tokens'
import { openSpool, type Spool } from '@satchel/protocol/spool/spool'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bare, keys, orderOf, outcomeOf, put } from './pull-stage.ts'

let root: string
/** The intake's spool, what travels, and the core's. */
let intake: Spool
let stick: string
let mine: Spool
let state: PullState
let outcomes: OutcomeStore
let logged: object[]

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'satchel-stick-'))
  intake = await openSpool(join(root, 'intake'))
  mine = await openSpool(join(root, 'mine'))
  stick = join(root, 'stick')
  mkdirSync(join(root, 'home'))
  state = openPullState(join(root, 'home'))
  outcomes = openOutcomes(join(root, 'home'), () => new Date())
  logged = []
})
afterEach(() => rmSync(root, { recursive: true }))

const toStick = () => cpSync(intake.folder, stick, { recursive: true })
const fromStick = () => cpSync(join(stick, 'settle'), join(intake.folder, 'settle'), { recursive: true })
const apply = (pullKey = keys.publicKey) =>
  applySettleFiles({
    spool: intake,
    home: join(root, 'home'),
    state,
    outcomes,
    pullKey,
    now: () => new Date(),
    log: (event, facts = {}) => void logged.push({ event, ...facts }),
  })
const inIntake = (...parts: string[]) => readdirSync(join(intake.folder, ...parts))
const inSettle = (part = '.') => readdirSync(join(intake.folder, 'settle', part)).sort()
const counts = { applied: 0, again: 0, refused: 0 }

/** A list in the intake's folder settle/, as a stick brings it. */
function bring(file: string, text: string, key = keys.privateKey): void {
  mkdirSync(join(intake.folder, 'settle'), { recursive: true })
  writeFileSync(join(intake.folder, 'settle', `${file}.sig`), signPullFile(text, key))
  writeFileSync(join(intake.folder, 'settle', file), text)
}
const listOf = (kind: 'settle' | 'forget', names: readonly string[], epoch = 1, run = 1) =>
  printNameList({ kind, epoch, run, names })

async function pullFrom(folder: string) {
  const source = await openIntakeFolder(folder, orderOf())
  return pullItems(source, mine, { knows: () => Promise.resolve(new Set()) })
}

test('there and back: copied, pulled, settled, copied back, and only what was settled is done at the intake', async () => {
  const names = [await put(intake, 'a'), await put(intake, 'b', 'open')].sort()
  toStick()
  expect(await pullFrom(stick)).toMatchObject({ listed: 2, fetched: 2 })
  const later = await put(intake, 'came meanwhile')
  const source = await openIntakeFolder(stick, orderOf({ epoch: 3, run: 17 }))
  await source.settle(names, { backedUpThrough: new Date('2026-11-20T00:00:00Z') })
  expect((await source.list(undefined, 10)).items).toEqual([])
  expect((await source.list(undefined, 10, 'done')).items.map(item => item.name)).toEqual(names)
  expect(readdirSync(join(stick, 'settle')).sort()).toEqual(['3-17-1.sexp', '3-17-1.sexp.sig'])
  fromStick()
  expect(await apply()).toEqual({ ...counts, applied: 1 })
  expect(inIntake('new', 'reply')).toEqual([`${later}.sexp.pgp`])
  expect(inIntake('new', 'open')).toEqual([])
  expect(state.backedUpThrough()).toBe('2026-11-20T00:00:00Z')
  expect(inSettle('done')).toEqual(['3-17-1.sexp', '3-17-1.sexp.sig'])
  expect(logged).toEqual([
    { event: 'pull-settled', done: 2, already: 0, unknown: 0, days: 0 },
    { event: 'pull-folder', ...counts, applied: 1 },
  ])
})

test('brought a second time, a list is removed and not applied again', async () => {
  const name = await put(intake, 'a')
  toStick()
  const source = await openIntakeFolder(stick, orderOf())
  await source.settle([name])
  for (const expected of [
    { ...counts, applied: 1 },
    { ...counts, again: 1 },
  ]) {
    fromStick()
    expect(await apply()).toEqual(expected)
    expect(inSettle()).toEqual(['done'])
  }
  expect(await apply()).toEqual(counts)
})

test('a spool of the same host can be settled directly; the list is then found done already', async () => {
  const name = await put(intake, 'a')
  expect(await pullFrom(intake.folder)).toMatchObject({ fetched: 1 })
  const source = await openIntakeFolder(intake.folder, orderOf())
  await source.settle([name])
  expect(inIntake('new', 'reply')).toEqual([])
  expect(await apply()).toEqual({ ...counts, applied: 1 })
  expect(logged[0]).toMatchObject({ done: 0, already: 1, unknown: 0 })
})

test('forgetting goes the same way', async () => {
  const name = await put(intake, 'a')
  toStick()
  const source = await openIntakeFolder(stick, orderOf())
  await source.forget([name])
  expect(readdirSync(join(stick, 'new', 'reply'))).toEqual([])
  fromStick()
  expect(await apply()).toEqual({ ...counts, applied: 1 })
  expect(inIntake('new', 'reply')).toEqual([])
  expect(inIntake('done')).toEqual([])
})

test('more names than a list holds come in several', async () => {
  toStick()
  const source = await openIntakeFolder(stick, orderOf({ epoch: 1, run: 5 }))
  await source.settle(Array.from({ length: pullLimits.names + 1 }, (_, index) => index.toString(16).padStart(64, '0')))
  await source.settle([])
  const files = readdirSync(join(stick, 'settle')).filter(file => file.endsWith('.sexp'))
  const held = files.sort().map(file => parseNameList(readFileSync(join(stick, 'settle', file), 'utf8')).names.length)
  expect(held).toEqual([pullLimits.names, 1, 0])
})

describe('what is not from the core changes nothing', () => {
  const refusedWith = async (file: string) => {
    const name = await put(intake, 'a')
    expect(inIntake('new', 'reply')).toEqual([`${name}.sexp.pgp`])
    expect(await apply()).toEqual({ ...counts, refused: 1 })
    expect(inIntake('new', 'reply')).toEqual([`${name}.sexp.pgp`])
    expect(inSettle('refused')).toEqual([file, `${file}.sig`])
    expect(inSettle()).toEqual(['refused'])
  }

  test('a list signed with another key', async () => {
    const name = await put(intake, 'a')
    bring('1-1-1.sexp', listOf('settle', [name]), generateKeyPairSync('ed25519').privateKey)
    await refusedWith('1-1-1.sexp')
  })

  test('a list changed behind its signature', async () => {
    const name = await put(intake, 'a')
    bring('1-1-1.sexp', listOf('settle', ['f'.repeat(64)]))
    writeFileSync(join(intake.folder, 'settle', '1-1-1.sexp'), listOf('settle', [name]))
    await refusedWith('1-1-1.sexp')
  })

  test('something signed that is no list', async () => {
    bring('1-1-1.sexp', '(satchel-reply)')
    await refusedWith('1-1-1.sexp')
  })

  test('R3: a list of an older epoch than was seen', async () => {
    const name = await put(intake, 'a')
    await state.raise(2, 1)
    bring('1-99-1.sexp', listOf('settle', [name], 1, 99))
    await refusedWith('1-99-1.sexp')
  })
})

test('a list of an older run of this epoch is applied: a stick is slow', async () => {
  const name = await put(intake, 'a')
  await state.raise(2, 50)
  bring('2-7-1.sexp', listOf('settle', [name], 2, 7))
  expect(await apply()).toEqual({ ...counts, applied: 1 })
})

test('a list without its signature, half a list and foreign files wait, untouched', async () => {
  await put(intake, 'a')
  bring('1-1-1.sexp', listOf('settle', []))
  rmSync(join(intake.folder, 'settle', '1-1-1.sexp.sig'))
  for (const file of ['1-1-2.sexp.part', 'README', '..sexp']) writeFileSync(join(intake.folder, 'settle', file), 'x')
  writeFileSync(join(intake.folder, 'settle', '1-2-1.sexp'), ' '.repeat(pullLimits.fileBytes + 1))
  writeFileSync(join(intake.folder, 'settle', '1-2-1.sexp.sig'), 'x')
  const before = inSettle()
  expect(await apply()).toEqual(counts)
  expect(inSettle()).toEqual(before)
})

test('killed between applying and putting away, the next call goes on', async () => {
  const name = await put(intake, 'a')
  const text = listOf('settle', [name])
  bring('1-1-1.sexp', text)
  await apply()
  // as if only the signature had been put away
  writeFileSync(join(intake.folder, 'settle', '1-1-1.sexp'), text)
  rmSync(join(intake.folder, 'settle', 'done', '1-1-1.sexp'))
  expect(await apply()).toEqual(counts)
  bring('1-1-1.sexp', text)
  expect(await apply()).toEqual({ ...counts, applied: 1 })
  expect(existsSync(join(intake.folder, 'settle', '1-1-1.sexp'))).toBe(false)
})

describe('a folder', () => {
  test.each([
    ['is not there', () => undefined],
    ['is empty', () => mkdirSync(stick)],
    ['was copied without its empty folders', () => mkdirSync(join(stick, 'new', 'reply'), { recursive: true })],
  ])('that %s is no spool', async (_, make) => {
    make()
    await expect(openIntakeFolder(stick, orderOf())).rejects.toMatchObject({ code: 'pull/no-spool' })
  })

  test('that is pulled out in mid-pull is a problem for later', async () => {
    await put(intake, 'a')
    toStick()
    const source = await openIntakeFolder(stick, orderOf())
    rmSync(stick, { recursive: true })
    await expect(source.list(undefined, 10)).rejects.toMatchObject({ code: 'folder/not-readable', retry: 'later' })
    await expect(source.settle([])).rejects.toMatchObject({ code: 'pull/no-spool' })
    expect(existsSync(stick)).toBe(false)
  })

  test('spoilt on its way is seen by its bytes', async () => {
    const name = await put(intake, 'a')
    toStick()
    chmodSync(join(stick, 'new/reply', `${name}.sexp.pgp`), 0o600)
    writeFileSync(join(stick, 'new/reply', `${name}.sexp.pgp`), 'b')
    expect(await pullFrom(stick)).toMatchObject({ listed: 1, fetched: 0, bad: 1 })
  })
})

test('a list of live tokens and one of outcomes come the same way; an earlier one that comes late changes nothing', async () => {
  const tokens = (hash: string, run: number) =>
    Buffer.from(printTokenList([hash.repeat(16)], { epoch: 2, run })).toString('latin1')
  const told = outcomeOf({})
  bring('2-7-1.tokens', tokens('a', 7))
  bring('2-7-2.outcomes', printOutcomeList({ epoch: 2, run: 7, outcomes: [bare(told)] }))
  expect(await apply()).toEqual({ ...counts, applied: 2 })
  const kept = () => readFileSync(join(root, 'home', 'live-tokens'), 'utf8')
  expect(kept()).toContain('aaaa')
  expect(await outcomes.find(told.told.receipt)).toEqual(bare(told))
  for (const [run, hash, expected] of [
    [6, 'b', 'aaaa'],
    [8, 'c', 'cccc'],
  ] as const) {
    bring(`2-${run}-1.tokens`, tokens(hash, run))
    expect(await apply()).toEqual({ ...counts, applied: 1 })
    expect(kept()).toContain(expected)
  }
  bring('2-9-1.tokens', tokens('d', 9), generateKeyPairSync('ed25519').privateKey)
  expect(await apply()).toEqual({ ...counts, refused: 1 })
  expect(kept()).toContain('cccc')
  expect(parseAbout(readFileSync(join(intake.folder, 'about'), 'utf8')).outcomes).toEqual({ epoch: 1, number: 1 })
})
