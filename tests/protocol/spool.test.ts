import { spawnSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemName } from '@satchel/protocol/spool/item-name'
import {
  cleanTmp,
  listItems,
  openSpool,
  readItem,
  type Spool,
  type SpoolItem,
  writeItem,
} from '@satchel/protocol/spool/spool'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const now = new Date('2026-11-22T10:00:00Z')
const bytesOf = (text: string) => new TextEncoder().encode(text)
const nameOf = (text: string) => itemName(bytesOf(text))

let folder: string
let spool: Spool

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'satchel-spool-')), 'spool')
  spool = await openSpool(folder)
})

afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const write = (text: string, pool: 'reply' | 'open' = 'reply') => writeItem(spool, pool, 'raw', bytesOf(text))
const inFolder = (...parts: string[]) => readdirSync(join(folder, ...parts)).sort()
const itemOf = (text: string, pool = 'reply'): SpoolItem => ({ pool, name: nameOf(text), extension: 'raw', size: 0 })

describe('a spool', () => {
  test('is closed to others, its files too', async () => {
    const { path } = await write('a')
    for (const part of ['', 'tmp', 'bad', 'quarantine', 'done', 'new', 'new/reply', 'new/unsubscribe', 'new/open']) {
      expect(lstatSync(join(folder, part)).mode & 0o777).toBe(0o700)
    }
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
  })

  test('that is there already is opened as it is', async () => {
    await write('a')
    await openSpool(folder)
    expect(await listItems(spool, { limit: 10 })).toHaveLength(1)
  })
})

describe('writing an item', () => {
  test('names it by its bytes and keeps them as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async bytes => {
        const { name, path } = await writeItem(spool, 'open', 'sexp.pgp', bytes)
        expect(path).toBe(join(folder, 'new', 'open', `${itemName(bytes)}.sexp.pgp`))
        expect(await readItem(spool, { pool: 'open', name, extension: 'sexp.pgp', size: bytes.length })).toEqual(bytes)
      }),
      { numRuns: 30 },
    )
    expect(inFolder('tmp')).toEqual([])
  })

  test('twice is one item, and no error', async () => {
    const first = await write('a')
    expect(first.fresh).toBe(true)
    expect(await write('a')).toEqual({ ...first, fresh: false })
    expect(await listItems(spool, { limit: 10 })).toHaveLength(1)
    expect(inFolder('tmp')).toEqual([])
  })

  test('twenty times at once is one item, of which one writer says it is new', async () => {
    const written = await Promise.all(Array.from({ length: 20 }, () => write('a')))
    expect(written.filter(each => each.fresh)).toHaveLength(1)
    expect(inFolder('new', 'reply')).toEqual([`${nameOf('a')}.raw`])
  })

  test('does not call an item held whose file was spoilt: that goes to bad, and ours takes its place', async () => {
    const { path, name } = await write('a whole item')
    truncateSync(path, 3)
    expect(await write('a whole item')).toMatchObject({ name, fresh: true })
    expect(Buffer.from(await readItem(spool, itemOf('a whole item'))).toString()).toBe('a whole item')
    expect(readFileSync(join(folder, 'bad', `${name}.raw`), 'utf8')).toBe('a w')
  })

  test('goes through its steps in order', async () => {
    const steps: string[] = []
    await writeItem(spool, 'reply', 'raw', bytesOf('a'), step => steps.push(step))
    const names = ['created', 'written', 'synced', 'linked', 'unlinked', 'folder-synced']
    expect(steps).toEqual(names.map(name => `spool/${name}`))
  })

  test('can give a time that tells little', async () => {
    const { path } = await writeItem(spool, 'reply', 'raw', bytesOf('a'), () => undefined, now)
    expect(lstatSync(path).mtime).toEqual(now)
  })
})

describe('P1: killed while an item is written', () => {
  const script = join(import.meta.dirname, 'spool-process.ts')
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--conditions=satchel-source', script, folder, ...args], { encoding: 'utf8' })

  test.each([
    ['spool/created', 0],
    ['spool/written', 0],
    ['spool/synced', 0],
    ['spool/linked', 1],
    ['spool/unlinked', 1],
    ['spool/folder-synced', 1],
  ])('at %s: nobody was told that it is held, and %i whole item is seen', async (step, seen) => {
    const killed = run('(satchel-reply)', step)
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '', stderr: '' })
    const items = await listItems(spool, { limit: 10 })
    expect(items).toHaveLength(seen)
    for (const item of items) expect(Buffer.from(await readItem(spool, item)).toString()).toBe('(satchel-reply)')
    // the sender, who got no receipt, sends again
    expect(run('(satchel-reply)')).toMatchObject({ status: 0, stdout: 'held' })
    expect(await listItems(spool, { limit: 10 })).toHaveLength(1)
    await cleanTmp(spool, new Date(Date.now() + 16 * 60_000))
    expect(inFolder('tmp')).toEqual([])
  })
})

describe('listing', () => {
  test('gives every item once, in order of names, however large the pages', async () => {
    const texts = Array.from({ length: 23 }, (_, index) => `item ${index}`)
    for (const [index, text] of texts.entries()) await write(text, index % 3 === 0 ? 'open' : 'reply')
    const expected = texts.map(nameOf).sort()
    for (const limit of [1, 2, 7, 23, 24]) {
      const names: string[] = []
      for (let after: string | undefined; ; ) {
        const page = await listItems(spool, { limit, ...(after === undefined ? {} : { after }) })
        if (page.length === 0) break
        expect(page.length).toBeLessThanOrEqual(limit)
        names.push(...page.map(item => item.name))
        after = page.at(-1)?.name
      }
      expect(names).toEqual(expected)
    }
  })

  test('does not lose one of two items with the same bytes at the end of a page', async () => {
    await write('a', 'open')
    await write('a', 'reply')
    await writeItem(spool, 'reply', 'sexp.pgp', bytesOf('a'))
    expect(await listItems(spool, { limit: 1 })).toHaveLength(3)
    expect(await listItems(spool, { limit: 1, after: nameOf('a') })).toEqual([])
  })

  test('of one pool leaves out the others, and says sizes', async () => {
    await write('in open', 'open')
    await write('in reply')
    expect(await listItems(spool, { pool: 'open', limit: 10 })).toEqual([{ ...itemOf('in open', 'open'), size: 7 }])
  })

  test('does not see half-copied and foreign files, links, folders, or anything with a path in its name', async () => {
    const reply = join(folder, 'new', 'reply')
    const name = nameOf('a')
    const foreign = [
      `${name}.raw.part`,
      `${name}.part`,
      name,
      `${name}.exe`,
      `${name.toUpperCase()}.raw`,
      '.raw',
      'README',
    ]
    for (const file of foreign) writeFileSync(join(reply, file), 'a')
    symlinkSync('/etc/passwd', join(reply, `${nameOf('b')}.raw`))
    mkdirSync(join(reply, `${nameOf('c')}.raw`))
    expect(await listItems(spool, { limit: 10 })).toEqual([])
  })

  test('a page of a spool with 3,000 items is a page', async () => {
    const reply = join(folder, 'new', 'reply')
    for (let index = 0; index < 3000; index++) writeFileSync(join(reply, `${nameOf(`${index}`)}.raw`), '')
    const page = await listItems(spool, { limit: 500 })
    expect(page).toHaveLength(500)
    const next = await listItems(spool, { limit: 500, after: page.at(-1)?.name ?? '' })
    expect((next[0]?.name ?? '') > (page.at(-1)?.name ?? '')).toBe(true)
  })
})
