import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemName } from '@satchel/protocol/item-name'
import { limits } from '@satchel/protocol/limits'
import {
  cleanDone,
  cleanTmp,
  listItems,
  moveItem,
  openSpool,
  readItem,
  type Spool,
  type SpoolItem,
  writeItem,
} from '@satchel/protocol/spool'
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

describe('reading', () => {
  test('says that a file was changed, cut, or is a link or folder', async () => {
    const { path } = await write('a whole item')
    const code = () =>
      readItem(spool, itemOf('a whole item')).then(
        () => 'read',
        (error: { code?: string }) => error.code,
      )
    expect(await code()).toBe('read')
    writeFileSync(path, 'a wHole item')
    expect(await code()).toBe('spool/changed')
    rmSync(path)
    expect(await code()).toBe('spool/missing')
    writeFileSync(join(folder, 'elsewhere'), 'a whole item')
    symlinkSync(join(folder, 'elsewhere'), path)
    expect(await code()).toBe('spool/missing')
    rmSync(path)
    mkdirSync(path)
    expect(await code()).toBe('spool/changed')
  })

  test('does not wait for a pipe that somebody put there', async () => {
    const path = join(folder, 'new', 'reply', `${nameOf('a')}.raw`)
    execFileSync('mkfifo', [path])
    await expect(readItem(spool, itemOf('a'))).rejects.toMatchObject({ code: 'spool/changed' })
  })

  test('takes nothing into memory that is larger than any item', async () => {
    // right in everything but its size
    const larger = new Uint8Array(limits.spoolFileBytes + 1)
    writeFileSync(join(folder, 'new', 'open', `${itemName(larger)}.raw`), larger)
    const tooLarge = { pool: 'open', name: itemName(larger), extension: 'raw', size: larger.length }
    await expect(readItem(spool, tooLarge)).rejects.toMatchObject({ code: 'spool/changed' })
    const largest = new Uint8Array(limits.spoolFileBytes)
    const { name } = await writeItem(spool, 'open', 'raw', largest)
    const read = await readItem(spool, { pool: 'open', name, extension: 'raw', size: largest.length })
    expect(read.length).toBe(limits.spoolFileBytes)
    await expect(writeItem(spool, 'open', 'raw', larger)).rejects.toThrow(RangeError)
  })

  test('never makes a path of a name from outside', async () => {
    const name = nameOf('a')
    const wrong: Partial<SpoolItem>[] = [
      { name: `../../../${name}`.slice(0, 64) },
      { name: name.slice(1) },
      { name: `${name.slice(1)}\n` },
      { extension: 'raw/../../x' },
      { extension: '' },
      { pool: '../tmp' },
      { pool: 'done' },
      { pool: '' },
    ]
    for (const part of wrong) {
      await expect(readItem(spool, { ...itemOf('a'), ...part })).rejects.toThrow(TypeError)
      await expect(moveItem(spool, { ...itemOf('a'), ...part }, 'done', now)).rejects.toThrow(TypeError)
    }
  })
})

describe('moving', () => {
  const file = `${nameOf('a')}.raw`

  test('to done goes under the day; to quarantine and back again', async () => {
    await write('a')
    await moveItem(spool, itemOf('a'), 'quarantine', now)
    expect(inFolder('quarantine')).toEqual([file])
    expect(Buffer.from(await readItem(spool, itemOf('a', 'quarantine'))).toString()).toBe('a')
    await moveItem(spool, itemOf('a', 'quarantine'), 'new', now)
    await moveItem(spool, itemOf('a'), 'done', now)
    expect(inFolder('done', '2026-11-22')).toEqual([file])
    expect(await listItems(spool, { limit: 10 })).toEqual([])
  })

  test('what was moved already is no error, and changes nothing', async () => {
    await write('a')
    await moveItem(spool, itemOf('a'), 'bad', now)
    await moveItem(spool, itemOf('a'), 'bad', now)
    await moveItem(spool, itemOf('a'), 'done', now)
    expect(inFolder('bad')).toEqual([file])
  })

  test('the same item a second time leaves one file', async () => {
    for (const _ of [1, 2]) {
      await write('a')
      await moveItem(spool, itemOf('a'), 'done', now)
    }
    expect(inFolder('done', '2026-11-22')).toEqual([file])
  })
})

describe('cleaning', () => {
  test('removes what grew 15 minutes ago, and not what is growing', async () => {
    const age = (name: string, seconds: number) => {
      const time = new Date(now.getTime() - seconds * 1000)
      writeFileSync(join(folder, 'tmp', name), 'a')
      utimesSync(join(folder, 'tmp', name), time, time)
    }
    age('growing', 15 * 60 - 1)
    age('left', 15 * 60)
    age('future', -3600)
    expect(await cleanTmp(spool, now)).toBe(1)
    expect(inFolder('tmp')).toEqual(['future', 'growing'])
  })

  test('removes days that are over, and nothing else', async () => {
    for (const day of ['2026-11-22', '2026-11-15', '2026-11-14', 'notes']) mkdirSync(join(folder, 'done', day))
    expect(await cleanDone(spool, now, 7)).toBe(1)
    expect(inFolder('done')).toEqual(['2026-11-15', '2026-11-22', 'notes'])
  })
})

describe('Q1: the disk is full', () => {
  const isRoot = process.getuid?.() === 0
  const place = join(tmpdir(), `satchel-small-${process.pid}`)

  test.skipIf(!isRoot)(
    'an item that does not fit is refused, leaves nothing, and is written later (needs root)',
    async () => {
      mkdirSync(place)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place])
      try {
        const small = await openSpool(join(place, 'spool'))
        const item = bytesOf('x'.repeat(40_000))
        await writeItem(small, 'reply', 'raw', item)
        const second = bytesOf('y'.repeat(40_000))
        const refusal = await writeItem(small, 'reply', 'raw', second).catch((error: unknown) => error)
        expect(refusal).toMatchObject({ name: 'Problem', code: 'disk/full', retry: 'later' })
        expect(readdirSync(join(place, 'spool', 'tmp'))).toEqual([])
        const [held] = await listItems(small, { limit: 10 })
        expect(held?.name).toBe(itemName(item))
        await moveItem(small, held as SpoolItem, 'done', now)
        await cleanDone(small, new Date('2027-01-01T00:00:00Z'), 1)
        expect(await writeItem(small, 'reply', 'raw', second)).toMatchObject({ fresh: true })
      } finally {
        execFileSync('umount', [place])
        rmSync(place, { recursive: true })
      }
    },
  )

  test('any other refusal of the system is no full disk', async () => {
    renameSync(join(folder, 'tmp'), join(folder, 'tmp-away'))
    await expect(write('a')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(existsSync(join(folder, 'tmp'))).toBe(false)
  })
})
