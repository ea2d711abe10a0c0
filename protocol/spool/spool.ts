// A folder of items, written so that a power cut at any moment leaves either no visible item or one whole item.
// The same layout serves the intake, the core and a USB stick:
//   tmp/                  growing files, random names
//   new/POOL/NAME.EXT     complete
//   quarantine/, bad/     looked at by a person
//   done/DAY/NAME.EXT     ended

import { randomBytes } from 'node:crypto'
import { renameSync } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rm, unlink, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { itemName } from './item-name.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import { type extensions, itemFile, placeOf, pools, readBounded, type Spool, type SpoolItem } from './spool-layout.ts'

export type { Spool, SpoolItem }

export interface Written {
  readonly name: string
  readonly path: string
  /** False when the spool held these bytes already. */
  readonly fresh: boolean
}

/** Called after each step; crash tests stop the process there. */
export type Reach = (step: string) => void

/** ENOSPC and quota become a Problem that says so; anything else passes through. */
export function diskProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return problem('disk/full', 'The disk is full, or a quota is reached; nothing was lost.', {
    hint: 'make room, then run the command again',
    cause: error,
  })
}

/**
 * Makes the folders that are missing, closed to others and durable: an item in a folder that a power cut takes away is lost.
 * @throws Problem disk/full.
 */
export async function openSpool(folder: string): Promise<Spool> {
  try {
    let made = false
    for (const part of ['tmp', 'bad', 'quarantine', 'done', ...pools.map(pool => `new/${pool}`)]) {
      if ((await mkdir(join(folder, part), { recursive: true, mode: 0o700 })) !== undefined) made = true
    }
    if (made) for (const above of [join(folder, 'new'), folder, dirname(folder)]) await syncFolder(above)
  } catch (error) {
    throw diskProblem(error)
  }
  return { folder }
}

/** Makes a folder's entries durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new name in tmp: random, so that it tells nothing. */
export function growingPath(spool: Spool): string {
  return join(spool.folder, 'tmp', randomBytes(12).toString('hex'))
}

/**
 * Writes an item: create exclusively in tmp, write, fsync, link to the final name, unlink, fsync the folder. Only then it
 * returns, and only then may anybody be told that the item is held.
 * @throws Problem disk/full; nothing half-written remains. @throws RangeError: callers have smaller limits of their own.
 */
export async function writeItem(
  spool: Spool,
  pool: (typeof pools)[number],
  extension: (typeof extensions)[number],
  bytes: Uint8Array,
  failpoint: Reach = () => undefined,
  modified?: Date,
): Promise<Written> {
  if (bytes.length > limits.spoolFileBytes) throw new RangeError('larger than what can be read again')
  const name = itemName(bytes)
  const growing = growingPath(spool)
  try {
    const handle = await open(growing, 'wx', 0o600)
    try {
      failpoint('spool/created')
      await writeAll(handle, bytes, failpoint)
    } finally {
      await handle.close()
    }
    const fresh = await placeItem(spool, growing, { pool, name, extension }, failpoint, modified)
    return { name, path: placeOf(spool, { pool, name, extension }), fresh }
  } catch (error) {
    await unlink(growing).catch(() => undefined)
    throw diskProblem(error)
  }
}

/**
 * Gives a whole and synced file of tmp its final name, durably.
 * @param modified the intake rounds times to ten minutes, so that they tell little.
 * @returns false when the spool held these bytes already.
 */
export async function placeItem(
  spool: Spool,
  growing: string,
  item: Pick<SpoolItem, 'pool' | 'name' | 'extension'>,
  failpoint: Reach,
  modified?: Date,
): Promise<boolean> {
  const path = placeOf(spool, item)
  if (modified !== undefined) await utimes(growing, modified, modified)
  const fresh = (await linkNew(growing, path)) || (await mended(spool, growing, path, item.name))
  failpoint('spool/linked')
  await unlink(growing)
  failpoint('spool/unlinked')
  await syncFolder(dirname(path))
  failpoint('spool/folder-synced')
  return fresh
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, failpoint: Reach): Promise<void> {
  await handle.writeFile(bytes)
  failpoint('spool/written')
  await handle.sync()
  failpoint('spool/synced')
}

/**
 * link, not rename: it never replaces a file that is there. Only this call's EEXIST says that one is: a plain file in the
 * place of a folder says the same word elsewhere. @returns false when a file of that name is there.
 */
export async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * A file of this name is there. If it holds other bytes (a disk's fault, a half-copied stick), it is put to bad/ and ours takes
 * its place: nobody may be told that an item is held when it is not.
 */
async function mended(spool: Spool, growing: string, path: string, name: string): Promise<boolean> {
  const there = await readBounded(path).catch(() => null)
  if (there !== null && itemName(there) === name) return false
  await rename(path, join(spool.folder, 'bad', basename(path)))
  return linkNew(growing, path)
}

/** Names of complete items, `FILE POOL`, in the order of the names: what a page is cut from. */
async function listNames(spool: Spool, wanted: readonly string[], after: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const pool of wanted) {
    for (const file of await readdir(join(spool.folder, 'new', pool))) {
      if (itemFile.test(file) && file.slice(0, 64) > after) found.push(`${file} ${pool}`)
    }
  }
  return found.sort()
}

async function describeAll(spool: Spool, entries: readonly string[]): Promise<readonly SpoolItem[]> {
  const items = await Promise.all(entries.map(entry => describeItem(spool, entry)))
  return items.filter(item => item !== null)
}

/**
 * Complete items of new/ by name, a page at a time; `after` is the last name of the page before. Items of one name are never
 * parted, so a page may be a few longer than the limit. Foreign and half-copied files, links and folders are not seen.
 */
export async function listItems(
  spool: Spool,
  page: { readonly pool?: (typeof pools)[number]; readonly after?: string; readonly limit: number },
): Promise<readonly SpoolItem[]> {
  const found = await listNames(spool, page.pool === undefined ? pools : [page.pool], page.after ?? '')
  let end = page.limit
  while (end > 0 && end < found.length && found[end]?.slice(0, 64) === found[end - 1]?.slice(0, 64)) end++
  return describeAll(spool, found.slice(0, end))
}

/** As listItems, page by page of what was there at the start; each folder is read once, however many items it holds. */
export async function* allItems(spool: Spool, limit: number): AsyncGenerator<readonly SpoolItem[]> {
  const found = await listNames(spool, pools, '')
  for (let from = 0; from < found.length; from += limit) yield describeAll(spool, found.slice(from, from + limit))
}

/** Null for what is no plain file, or was moved meanwhile. */
async function describeItem(spool: Spool, entry: string): Promise<SpoolItem | null> {
  const [file = '', pool = ''] = entry.split(' ')
  const item = { pool, name: file.slice(0, 64), extension: file.slice(65) }
  const found = await lstat(placeOf(spool, item)).catch(() => null)
  return found?.isFile() === true ? { ...item, size: found.size } : null
}

/** A link (ELOOP) is none of our files. Too many open files, a disk's fault or a missing right say nothing about the item. */
const notThere: readonly string[] = ['ENOENT', 'ENOTDIR', 'ELOOP']

/** @throws Problem spool/missing, spool/changed. @throws Error of node:fs for what the moment is to blame for. */
export async function readItem(spool: Spool, item: SpoolItem): Promise<Uint8Array> {
  const short = item.name.slice(0, 12)
  let bytes: Uint8Array
  try {
    bytes = await readBounded(placeOf(spool, item))
  } catch (cause) {
    if (cause instanceof RangeError && !('code' in cause)) throw changed(short)
    if (!(cause instanceof Error && 'code' in cause && notThere.includes(String(cause.code)))) throw cause
    throw problem('spool/missing', `The file of item ${short} is not in the spool.`, { cause })
  }
  if (itemName(bytes) !== item.name) throw changed(short)
  return bytes
}

function changed(short: string): Error {
  return problem('spool/changed', `The file of item ${short} was changed since it was taken.`)
}

/**
 * Moves an item, durably. Moving one that was moved already is no error: a killed run is gone on with.
 * @param now gives the day of `done`.
 */
export async function moveItem(spool: Spool, item: SpoolItem, to: Place, now: Date): Promise<void> {
  await moveItems(spool, [item], to, now)
}

type Place = 'done' | 'quarantine' | 'bad' | 'new'

/** As moveItem, for many: each folder is synced once, after all of them. */
export async function moveItems(spool: Spool, items: readonly SpoolItem[], to: Place, now: Date): Promise<void> {
  const folder =
    to === 'done'
      ? join(spool.folder, 'done', now.toISOString().slice(0, 10))
      : join(spool.folder, to === 'new' ? 'new/reply' : to)
  const touched = new Set<string>()
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (made !== undefined) await syncFolder(dirname(folder))
    for (const item of items) {
      const from = placeOf(spool, item)
      try {
        // at once: a rename takes microseconds, and the pool of threads many times that
        renameSync(from, join(folder, basename(from)))
        touched.add(folder).add(dirname(from))
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      }
    }
  } catch (error) {
    throw diskProblem(error)
  } finally {
    for (const each of touched) await syncFolder(each)
  }
}

/** A writer is done in seconds; what is older was left by a killed one. */
const growingMs = 15 * 60_000

/**
 * Removes growing files older than 15 minutes, or than another age: whoever alone writes into a spool removes all at its start.
 * @returns how many.
 */
export async function cleanTmp(spool: Spool, now: Date, olderThanMs = growingMs): Promise<number> {
  let removed = 0
  for (const file of await readdir(join(spool.folder, 'tmp'))) {
    const path = join(spool.folder, 'tmp', file)
    // null: its writer finished meanwhile
    const found = await lstat(path).catch(() => null)
    if (found === null || found.isDirectory() || now.getTime() - found.mtimeMs < olderThanMs) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}

/** Removes days of done/ that are older than `keepDays`. @returns how many days. */
export async function cleanDone(spool: Spool, now: Date, keepDays: number): Promise<number> {
  const oldest = new Date(now.getTime() - keepDays * 86_400_000).toISOString().slice(0, 10)
  const days = (await readdir(join(spool.folder, 'done'))).filter(day => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day))
  const old = days.filter(day => day < oldest)
  for (const day of old) await rm(join(spool.folder, 'done', day), { recursive: true })
  return old.length
}
