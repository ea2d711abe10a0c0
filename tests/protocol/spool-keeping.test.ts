import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemName } from '@satchel/protocol/spool/item-name'
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
} from '@satchel/protocol/spool/spool'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount, withSmallDisk } from '../helpers/small-disk.ts'

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

  test('that the system refuses for another reason does not say that the file is missing', async () => {
    const refused = readItem({ folder: join(folder, 'x'.repeat(300)) }, itemOf('a'))
    await expect(refused).rejects.toMatchObject({ code: 'ENAMETOOLONG' })
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
  const name = 'an item that does not fit is refused, leaves nothing, and is written later (needs root that may mount)'
  test.skipIf(!canMount)(name, () =>
    withSmallDisk(async place => {
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
    }),
  )

  test('any other refusal of the system is no full disk', async () => {
    renameSync(join(folder, 'tmp'), join(folder, 'tmp-away'))
    await expect(write('a')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(existsSync(join(folder, 'tmp'))).toBe(false)
  })
})
