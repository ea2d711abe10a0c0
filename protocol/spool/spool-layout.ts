// Where the files of a spool lie, and how one is read. Names from outside are never used as paths: an item is its pool, its hash
// and its extension, each checked.

import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../limits.ts'

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

export const pools = ['reply', 'unsubscribe', 'open'] as const
export const extensions = ['sexp.pgp', 'raw'] as const

/** A file of new/ that is an item; anything else is somebody else's. */
export const itemFile = /^[0-9a-f]{64}\.(sexp\.pgp|raw)$/

/** @throws TypeError for what is no item. */
export function placeOf(spool: Spool, item: Pick<SpoolItem, 'pool' | 'name' | 'extension'>): string {
  const { pool } = item
  const file = `${item.name}.${item.extension}`
  if (!itemFile.test(file)) throw new TypeError('not an item')
  if (pool === 'quarantine' || pool === 'bad') return join(spool.folder, pool, file)
  if (!pools.some(known => known === pool)) throw new TypeError('not a pool')
  return join(spool.folder, 'new', pool, file)
}

/** A plain file's bytes; links are not followed. @throws Error of node:fs, RangeError for what is too large. */
export async function readBounded(path: string): Promise<Uint8Array> {
  // not blocking: somebody may have put a pipe there
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const found = await handle.stat()
    if (!found.isFile() || found.size > limits.spoolFileBytes)
      throw new RangeError('not a plain file of a size of ours')
    return new Uint8Array(await handle.readFile())
  } finally {
    await handle.close()
  }
}
