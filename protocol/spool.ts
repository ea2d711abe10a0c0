// A folder of items, written so that a power cut at any moment leaves either no visible item or one whole item.
// The same layout serves the intake, the core and a USB stick:
//   tmp/                  growing files, random names
//   new/POOL/NAME.EXT     complete
//   quarantine/, bad/     looked at by a person
//   done/DAY/NAME.EXT     ended
// Names from outside are never used as paths: an item is its pool, its hash and its extension, each checked.

import { randomBytes } from 'node:crypto'
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  utimes,
} from 'node:fs/promises'
import { join } from 'node:path'
import { itemName } from './item-name.ts'
import { problem } from './problems.ts'

export interface Spool {
  readonly folder: string
}

export interface SpoolItem {
  /** reply, unsubscribe, open; or quarantine, bad, where an item was put. */
  readonly pool: string
  /** SHA-256 of its bytes. */
  readonly name: string
  /** `sexp.pgp` for what the intake sealed, `raw` for what was taken as it came. */
  readonly extension: string
  readonly size: number
}

export interface Written {
  readonly name: string
  readonly path: string
  /** False when the spool held these bytes already. */
  readonly fresh: boolean
}

/** Called after each step; crash tests stop the process there. */
export type Reach = (step: string) => void

const pools = ['reply', 'unsubscribe', 'open'] as const
const extensions = ['sexp.pgp', 'raw'] as const

/** ENOSPC and quota become a Problem that says so; anything else passes through. */
export function diskProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return problem('disk/full', 'The disk is full, or a quota is reached; nothing was lost.', {
    hint: 'make room, then run the command again',
    cause: error,
  })
}

/** Makes the folders, closed to others. */
export async function openSpool(folder: string): Promise<Spool> {
  try {
    for (const part of ['tmp', 'bad', 'quarantine', 'done', ...pools.map(pool => `new/${pool}`)]) {
      await mkdir(join(folder, part), { recursive: true, mode: 0o700 })
    }
  } catch (error) {
    throw diskProblem(error)
  }
  return { folder }
}

function placeOf(spool: Spool, item: Pick<SpoolItem, 'pool' | 'name' | 'extension'>): string {
  const { pool, name, extension } = item
  if (!/^[0-9a-f]{64}$/.test(name) || !extensions.some(known => known === extension)) throw new TypeError('not an item')
  if (pool === 'quarantine' || pool === 'bad') return join(spool.folder, pool, `${name}.${extension}`)
  if (!pools.some(known => known === pool)) throw new TypeError('not a pool')
  return join(spool.folder, 'new', pool, `${name}.${extension}`)
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

/**
 * Writes an item: create exclusively in tmp, write, fsync, link to the final name, unlink, fsync the folder. Only then it
 * returns, and only then may anybody be told that the item is held.
 * @throws Problem disk/full; nothing half-written remains.
 */
export async function writeItem(
  spool: Spool,
  pool: (typeof pools)[number],
  extension: (typeof extensions)[number],
  bytes: Uint8Array,
  reach: Reach = () => undefined,
  modified?: Date,
): Promise<Written> {
  const name = itemName(bytes)
  const path = placeOf(spool, { pool, name, extension })
  const growing = join(spool.folder, 'tmp', randomBytes(12).toString('hex'))
  try {
    const handle = await open(growing, 'wx', 0o600)
    try {
      reach('spool/created')
      await writeAll(handle, bytes, reach)
    } finally {
      await handle.close()
    }
    // the intake rounds times to ten minutes, so that they tell little
    if (modified !== undefined) await utimes(growing, modified, modified)
    const fresh = await linkNew(growing, path)
    reach('spool/linked')
    await unlink(growing)
    reach('spool/unlinked')
    await syncFolder(join(spool.folder, 'new', pool))
    reach('spool/folder-synced')
    return { name, path, fresh }
  } catch (error) {
    await unlink(growing).catch(() => undefined)
    throw diskProblem(error)
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, reach: Reach): Promise<void> {
  await handle.writeFile(bytes)
  reach('spool/written')
  await handle.sync()
  reach('spool/synced')
}

/** link, not rename: it never replaces a file that is there. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Complete items of new/ by name, a page at a time. Foreign and half-copied files are not seen. */
export async function listItems(
  spool: Spool,
  page: { readonly pool?: (typeof pools)[number]; readonly after?: string; readonly limit: number },
): Promise<readonly SpoolItem[]> {
  const found: { pool: string; name: string; extension: string }[] = []
  for (const pool of page.pool === undefined ? pools : [page.pool]) {
    for (const file of await readdir(join(spool.folder, 'new', pool))) {
      const name = file.slice(0, 64)
      const extension = file.slice(65)
      const isItem = /^[0-9a-f]{64}\./.test(file) && extensions.some(known => known === extension)
      if (isItem && name > (page.after ?? '')) found.push({ pool, name, extension })
    }
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1))
  return Promise.all(
    found.slice(0, page.limit).map(async item => ({ ...item, size: (await stat(placeOf(spool, item))).size })),
  )
}

/** @throws Problem spool/missing, spool/changed. */
export async function readItem(spool: Spool, item: SpoolItem): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await readFile(placeOf(spool, item)))
  } catch (cause) {
    throw problem('spool/missing', `The file of item ${item.name.slice(0, 12)} is not in the spool.`, { cause })
  }
  if (itemName(bytes) !== item.name) {
    throw problem('spool/changed', `The file of item ${item.name.slice(0, 12)} was changed since it was taken.`)
  }
  return bytes
}

/**
 * Moves an item, durably. Moving one that was moved already is no error: a killed run is gone on with.
 * @param now gives the day of `done`.
 */
export async function moveItem(
  spool: Spool,
  item: SpoolItem,
  to: 'done' | 'quarantine' | 'bad' | 'new',
  now: Date,
): Promise<void> {
  const folder =
    to === 'done'
      ? join(spool.folder, 'done', now.toISOString().slice(0, 10))
      : join(spool.folder, to === 'new' ? 'new/reply' : to)
  const from = placeOf(spool, item)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(from, join(folder, `${item.name}.${item.extension}`))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw diskProblem(error)
  }
  await syncFolder(folder)
  await syncFolder(join(from, '..'))
}

/** Removes growing files older than 15 minutes: what a killed writer left. */
export async function cleanTmp(spool: Spool, now: Date): Promise<number> {
  let removed = 0
  for (const file of await readdir(join(spool.folder, 'tmp'))) {
    const path = join(spool.folder, 'tmp', file)
    const { mtimeMs } = await stat(path)
    if (now.getTime() - mtimeMs < 15 * 60_000) continue
    await unlink(path).catch(() => undefined)
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
