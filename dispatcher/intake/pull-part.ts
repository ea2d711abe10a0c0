// One item on its way into the core's spool: a growing file in tmp/ that a killed pull leaves and the next one goes on with. It
// gets its place only when its bytes have the hash that is its name.

import { createHash } from 'node:crypto'
import { constants, type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ListedItem } from '@satchel/protocol/pull/pull-files'
import { findPlaces } from '@satchel/protocol/pull/pull-place'
import { diskProblem, placeItem, type Reach, syncFolder } from '@satchel/protocol/spool/spool'
import { placeOf, pools, type Spool } from '@satchel/protocol/spool/spool-layout'

export interface PartTools {
  readonly spool: Spool
  readonly failpoint: Reach
  /** Called before bytes are written. */
  readonly onBytes: (count: number) => void
}

/** An acknowledged item has lost its pool. It is read again as a reply, because an item of any channel may be one. */
const poolOf = (item: ListedItem) => (item.pool === 'done' ? 'reply' : item.pool)

const partPath = (spool: Spool, item: ListedItem) => join(spool.folder, 'tmp', `${item.name}.${item.extension}.part`)

/** Whether the spool has an item of this name, waiting or put aside. */
export async function isHeld(spool: Spool, item: ListedItem): Promise<boolean> {
  return (await findPlaces(spool, item.name, [...pools, 'quarantine'])).length > 0
}

/** Whether wrong bytes for this item were kept before. */
export async function wasBad(spool: Spool, item: ListedItem): Promise<boolean> {
  return (await findPlaces(spool, item.name, ['bad'])).length > 0
}

/** Forgets what was fetched of an item, so that it begins at nothing. */
export async function dropPart(spool: Spool, item: ListedItem): Promise<void> {
  await rm(partPath(spool, item), { force: true, recursive: true })
}

const chunkBytes = 64 * 1024

/** Hashes what is there, and returns how much it is. */
async function hashStart(handle: FileHandle, hash: ReturnType<typeof createHash>): Promise<number> {
  const chunk = Buffer.alloc(chunkBytes)
  let at = 0
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return at
    hash.update(chunk.subarray(0, bytesRead))
    at += bytesRead
  }
}

/**
 * Goes on with an item's part, or begins one: hash what is there, append what comes, fsync.
 * @param read gives the bytes from an offset on; what it throws passes through, and the part stays for the next time.
 * @returns whether the part has the bytes that the item's name stands for.
 * @throws Problem disk/full.
 */
export async function fetchPart(
  tools: PartTools,
  item: ListedItem,
  read: (offset: number) => AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const path = partPath(tools.spool, item)
  const there = await lstat(path).catch(() => null)
  if (there !== null && (!there.isFile() || there.size > item.size)) await dropPart(tools.spool, item)
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW
  const handle = await open(path, flags, 0o600)
  try {
    const hash = createHash('sha256')
    let size = await hashStart(handle, hash)
    for await (const chunk of read(size)) {
      size += chunk.length
      // the source promises it; nothing here depends on its word
      if (size > item.size) return false
      tools.onBytes(chunk.length)
      await unlessFull(() => handle.writeFile(chunk))
      hash.update(chunk)
    }
    tools.failpoint('pull/written')
    await unlessFull(() => handle.sync())
    tools.failpoint('pull/synced')
    return hash.digest('hex') === item.name
  } finally {
    await handle.close()
  }
}

async function unlessFull<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskProblem(error)
  }
}

/** Gives a whole part its place in the spool, durably. */
export async function placePart(tools: PartTools, item: ListedItem): Promise<void> {
  const { spool, failpoint } = tools
  const place = { pool: poolOf(item), name: item.name, extension: item.extension }
  await unlessFull(() => placeItem(spool, partPath(spool, item), place, failpoint))
  failpoint('pull/placed')
}

/**
 * Keeps wrong bytes as evidence in bad/, unless that holds enough: an intake must not fill the disk with inventions.
 * @returns whether they were kept.
 */
export async function keepBad(spool: Spool, item: ListedItem, most: number): Promise<boolean> {
  const place = placeOf(spool, { ...item, pool: 'bad' })
  const held = await readdir(join(spool.folder, 'bad'))
  const size = (await lstat(partPath(spool, item)).catch(() => null))?.size ?? 0
  if (size === 0 || (held.length >= most && !held.includes(basename(place)))) {
    await dropPart(spool, item)
    return false
  }
  await rename(partPath(spool, item), place)
  await syncFolder(join(spool.folder, 'bad'))
  return true
}
