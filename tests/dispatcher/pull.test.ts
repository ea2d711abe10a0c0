// The core's side of an intake, against the real listener on real sockets.
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import { type PullCounts, pullItems, type PullOptions } from '@satchel/dispatcher/intake/pull-items'
import { itemName } from '@satchel/protocol/spool/item-name'
import { listItems, moveItem, openSpool, type Spool, writeItem } from '@satchel/protocol/spool/spool'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openOutcomes } from '@satchel/intake-server/pull/outcome-store'
import {
  bare,
  keys,
  openStage,
  orderOf,
  outcomeOf,
  put,
  smallLimits,
  type Stage,
  startPull,
} from '../intake-server/pull-stage.ts'

let stage: Stage
let mine: Spool

async function begin(socket: boolean): Promise<void> {
  stage = await startPull({ socket })
  mine = await openSpool(join(stage.root, 'mine'))
}
afterEach(() => stage.close())

const nothing = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set())

async function pull(options: Partial<PullOptions> = {}): Promise<PullCounts> {
  const source = openStage(stage)
  try {
    return await pullItems(source, mine, { knows: nothing, ...options })
  } finally {
    await source.close()
  }
}

const none = { listed: 0, fetched: 0, bytes: 0, known: 0, refused: 0, bad: 0 }
const inMine = (...parts: string[]) => readdirSync(join(mine.folder, ...parts))

describe.each([
  ['a loopback port', false],
  ['a Unix socket', true],
])('over %s', (_, socket) => {
  beforeEach(() => begin(socket))

  test('everything that waits is fetched into the same pools, and only once', async () => {
    const names = [
      await put(stage.spool, 'a'),
      await put(stage.spool, 'bb', 'open'),
      await put(stage.spool, '', 'unsubscribe'),
    ]
    const steps: string[] = []
    expect(await pull({ failpoint: step => steps.push(step) })).toEqual({ ...none, listed: 3, fetched: 3, bytes: 3 })
    expect(
      (await listItems(mine, { limit: 10 })).map(({ pool, name, size }) => `${pool} ${name} ${size}`).sort(),
    ).toEqual([`reply ${names[0]} 1`, `open ${names[1]} 2`, `unsubscribe ${names[2]} 0`].sort())
    const once = ['pull/written', 'pull/synced', 'spool/linked', 'spool/unlinked', 'spool/folder-synced', 'pull/placed']
    expect(steps).toEqual([...once, ...once, ...once])
    expect(inMine('tmp')).toEqual([])
    expect(await pull()).toEqual({ ...none, listed: 3, known: 3 })
  })

  test('settled items are listed no more; they are listed as done, and can be fetched again', async () => {
    const names = [await put(stage.spool, 'a', 'open'), await put(stage.spool, 'b')]
    const source = openStage(stage)
    await source.settle(names)
    expect((await source.list(undefined, 10)).items).toEqual([])
    expect((await source.list(undefined, 10, 'done')).items.map(item => item.name)).toEqual(names.sort())
    await source.close()
    expect(await pull()).toEqual(none)
    expect(await pull({ from: 'done' })).toMatchObject({ listed: 2, fetched: 2 })
    expect(inMine('new', 'reply')).toHaveLength(2)
  })

  test('forgotten items are nowhere', async () => {
    const name = await put(stage.spool, 'a')
    const source = openStage(stage)
    await source.settle([name])
    await source.forget([name])
    expect((await source.list(undefined, 10, 'done')).items).toEqual([])
    await source.close()
  })

  test('live tokens, outcomes and the mark of the backup reach the home of the intake', async () => {
    const source = openStage(stage)
    await source.pushTokens(['0123456789abcdef'])
    const told = outcomeOf({ number: 7 })
    await source.pushOutcomes([told])
    await source.settle([], { backedUpThrough: new Date('2026-11-20T08:00:00Z') })
    expect(readFileSync(join(stage.home, 'live-tokens'), 'utf8')).toContain('\n0123456789abcdef\n')
    expect(await openOutcomes(stage.home, () => stage.clock).find(told.told.receipt)).toEqual(bare(told))
    expect(readFileSync(join(stage.home, 'pull-state'), 'utf8')).toContain('2026-11-20T08:00:00Z')
    expect(await source.about()).toMatchObject({ counts: { reply: 0 }, outcomes: { epoch: 1, number: 7 } })
    await source.close()
  })

  test('R3: a core that is older than one that was here gets nothing', async () => {
    await put(stage.spool, 'a')
    const later = openStage(stage, { epoch: 2, run: 5 })
    await later.list(undefined, 1)
    await later.close()
    for (const older of [
      { epoch: 2, run: 4 },
      { epoch: 1, run: 99 },
    ]) {
      const source = openStage(stage, older)
      await expect(source.list(undefined, 1)).rejects.toMatchObject({ code: 'pull/newer-run' })
      await expect(source.settle([])).rejects.toMatchObject({ code: 'pull/newer-run' })
      await expect(pullItems(source, mine, { knows: nothing })).rejects.toMatchObject({ code: 'pull/newer-run' })
      await source.close()
    }
    expect(inMine('new', 'reply')).toEqual([])
  })
})

describe('over the network', () => {
  beforeEach(() => begin(false))

  test('what the database knows, what waits in the spool and what was put aside is not fetched', async () => {
    const names = await Promise.all(['a', 'b', 'c', 'd'].map(text => put(stage.spool, text)))
    await writeItem(mine, 'open', 'sexp.pgp', new TextEncoder().encode('b'))
    const aside = await writeItem(mine, 'reply', 'sexp.pgp', new TextEncoder().encode('c'))
    await moveItem(mine, { pool: 'reply', name: aside.name, extension: 'sexp.pgp', size: 1 }, 'quarantine', new Date())
    const asked: string[] = []
    const knows = (given: readonly string[]) => {
      asked.push(...given)
      return Promise.resolve(new Set([names[0] ?? '']))
    }
    expect(await pull({ knows })).toEqual({ ...none, listed: 4, fetched: 1, bytes: 1, known: 3 })
    expect(asked.sort()).toEqual([...names].sort())
    expect(inMine('new', 'reply')).toEqual([`${names[3]}.sexp.pgp`])
  })

  test('a long list comes page by page', async () => {
    for (let index = 0; index < 25; index++) await put(stage.spool, `item ${index}`)
    const pages: number[] = []
    const knows = (given: readonly string[]) => {
      pages.push(given.length)
      return nothing()
    }
    expect(await pull({ knows, limits: { ...smallLimits, page: 10 } })).toMatchObject({ listed: 25, fetched: 25 })
    expect(pages).toEqual([10, 10, 5])
  })

  test('an item that was spoilt at the intake is tried twice, kept as evidence, and stops no other', async () => {
    const names = [await put(stage.spool, 'spoilt'), await put(stage.spool, 'whole')]
    writeFileSync(join(stage.spool.folder, 'new/reply', `${names[0]}.sexp.pgp`), 'SPOILT')
    const events: string[] = []
    const done = await pull({ onEvent: event => events.push(event) })
    expect(done).toEqual({ ...none, listed: 2, fetched: 1, bad: 1, bytes: 17 })
    expect(events).toEqual([expect.stringMatching(/^item [0-9a-f]{12} has other bytes.*bad\/$/)])
    expect(readFileSync(join(mine.folder, 'bad', `${names[0]}.sexp.pgp`), 'utf8')).toBe('SPOILT')
    expect(inMine('new', 'reply')).toEqual([`${names[1]}.sexp.pgp`])
    expect(inMine('tmp')).toEqual([])
    // the next pull asks once, and takes it when it was mended
    expect(await pull()).toMatchObject({ bad: 1, bytes: 6 })
    writeFileSync(join(stage.spool.folder, 'new/reply', `${names[0]}.sexp.pgp`), 'spoilt')
    expect(await pull()).toMatchObject({ fetched: 1, known: 1 })
  })

  test('wrong bytes that an earlier pull left are forgotten, and the item is whole', async () => {
    const name = await put(stage.spool, 'a whole item')
    for (const left of ['a wrong', 'A WHOLE ITEM', 'more than the item is']) {
      writeFileSync(join(mine.folder, 'tmp', `${name}.sexp.pgp.part`), left)
      expect(await pull()).toMatchObject({ fetched: 1, bad: 0 })
      expect(readFileSync(join(mine.folder, 'new/reply', `${name}.sexp.pgp`), 'utf8')).toBe('a whole item')
      expect(inMine('tmp')).toEqual([])
      rmSync(join(mine.folder, 'new/reply', `${name}.sexp.pgp`))
    }
  })

  test('an item that is cut while it is given is none', async () => {
    const name = await put(stage.spool, 'a whole item')
    const source = openStage(stage)
    const { items } = await source.list(undefined, 10)
    truncateSync(join(stage.spool.folder, 'new/reply', `${name}.sexp.pgp`), 4)
    const lying = { ...source, list: () => Promise.resolve({ items, next: null }) }
    expect(await pullItems(lying, mine, { knows: nothing })).toMatchObject({ fetched: 0, bad: 1 })
    await source.close()
  })

  test('an intake that is away is a problem that says so, and one that does not know us another', async () => {
    const other = openIntake(stage.address, orderOf({ privateKey: generateKeyPairSync('ed25519').privateKey }))
    await expect(other.list(undefined, 1)).rejects.toMatchObject({ code: 'pull/refused' })
    await other.close()
    const late = openStage(stage, { now: () => new Date(stage.clock.getTime() - 301_000) })
    await expect(late.list(undefined, 1)).rejects.toMatchObject({ code: 'pull/refused' })
    await late.close()
    const away = openIntake('http://127.0.0.1:1', orderOf())
    await expect(away.list(undefined, 1)).rejects.toMatchObject({ code: 'pull/unreachable', retry: 'later' })
    await away.close()
    const socket = openIntake(`unix:${join(stage.root, 'none.sock')}`, orderOf())
    await expect(socket.settle([])).rejects.toMatchObject({ code: 'pull/unreachable' })
    await socket.close()
  })

  test('a listener that closed a kept connection is asked again on a new one', async () => {
    await put(stage.spool, 'a')
    const source = openStage(stage)
    expect((await source.list(undefined, 10)).items).toHaveLength(1)
    await stage.restart()
    expect((await source.list(undefined, 10)).items).toHaveLength(1)
    await source.close()
  })

  test('stopped, it ends between two items, and the next pull has the rest', async () => {
    for (const text of ['a', 'b', 'c']) await put(stage.spool, text)
    const stop = new AbortController()
    const failpoint = (step: string) => {
      if (step === 'pull/placed') stop.abort()
    }
    expect(await pull({ stop: stop.signal, failpoint })).toMatchObject({ listed: 1, fetched: 1 })
    expect(await pull()).toMatchObject({ listed: 3, fetched: 2, known: 1 })
    expect(await pull({ stop: AbortSignal.abort() })).toEqual(none)
  })

  test('a fault of the intake is a problem for later', async () => {
    rmSync(join(stage.spool.folder, 'new'), { recursive: true })
    await expect(pull()).rejects.toMatchObject({ code: 'pull/failed', retry: 'later' })
  })

  test('a host that names no port, a path, or a name and password is no address', () => {
    for (const address of [
      'ftp://a:1',
      'http://a:1/x',
      'http://me:pass@a:1',
      'unix:relative',
      'a',
      '',
      'http://a:1?x',
    ]) {
      expect(() => openIntake(address, orderOf())).toThrow(expect.objectContaining({ code: 'pull/address' }))
    }
    expect(openIntake('http://[::1]:8081', orderOf()).name).toBe('[::1]:8081')
  })
})

describe('P4: killed during a fetch', () => {
  const text = 'x'.repeat(49_999) + 'y'.repeat(50_001)
  const name = itemName(new TextEncoder().encode(text))

  beforeEach(async () => {
    await begin(false)
    writeFileSync(join(stage.root, 'key.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  })

  const run = (end: string) =>
    new Promise<{ readonly signal: NodeJS.Signals | null; readonly out: string }>(resolve => {
      const script = join(import.meta.dirname, 'pull-process.ts')
      const args = [stage.address, mine.folder, join(stage.root, 'key.pem'), String(orderOf().run), end]
      const child = execFile(process.execPath, ['--conditions=satchel-source', script, ...args], (_, out) =>
        resolve({ signal: child.signalCode, out }),
      )
    })

  test.each([0, 1000, 50_000, 99_000])('after %i of 100,000 bytes: the next goes on from there', async bytes => {
    await put(stage.spool, text)
    expect(await run(String(bytes))).toEqual({ signal: 'SIGKILL', out: '' })
    expect(await listItems(mine, { limit: 10 })).toEqual([])
    const next = await run('')
    expect(JSON.parse(next.out)).toEqual({ ...none, listed: 1, fetched: 1, bytes: 100_000 - bytes })
    expect(readFileSync(join(mine.folder, 'new/reply', `${name}.sexp.pgp`), 'utf8')).toBe(text)
    expect(inMine('tmp')).toEqual([])
  })

  test.each([
    ['pull/written', 0],
    ['pull/synced', 0],
    ['spool/linked', 1],
    ['spool/unlinked', 1],
    ['spool/folder-synced', 1],
    ['pull/placed', 1],
  ])('at %s: nothing is fetched twice, and there is one whole item', async (step, seen) => {
    await put(stage.spool, text)
    expect(await run(step)).toEqual({ signal: 'SIGKILL', out: '' })
    expect(await listItems(mine, { limit: 10 })).toHaveLength(seen)
    const next = JSON.parse((await run('')).out) as PullCounts
    expect(next).toEqual({ ...none, listed: 1, fetched: 1 - seen, known: seen })
    expect(readFileSync(join(mine.folder, 'new/reply', `${name}.sexp.pgp`), 'utf8')).toBe(text)
  })
})
