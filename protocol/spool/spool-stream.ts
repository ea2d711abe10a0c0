// Writes an item of unknown length as it comes, with the steps and promises of `writeItem`. Its name is known at its end only.

import { createHash } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import { limits } from '../limits.ts'
import { diskProblem, growingPath, placeItem, type Reach, type Written } from './spool.ts'
import { type extensions, placeOf, type pools, type Spool } from './spool-layout.ts'

interface StreamOptions {
  readonly failpoint?: Reach
  /** The file's time. */
  readonly modified?: Date
}

/**
 * Create exclusively in tmp, write and hash, fsync, link to the final name, unlink, fsync the folder; only then it returns.
 * @param chunks sealed bytes; their source's error passes through, and nothing half-written remains.
 * @throws Problem disk/full. @throws RangeError for more than can be read again.
 */
export async function writeStream(
  spool: Spool,
  pool: (typeof pools)[number],
  extension: (typeof extensions)[number],
  chunks: AsyncIterable<Uint8Array>,
  options: StreamOptions = {},
): Promise<Written & { readonly size: number }> {
  const failpoint = options.failpoint ?? (() => undefined)
  const growing = growingPath(spool)
  const hash = createHash('sha256')
  let size = 0
  try {
    const handle = await open(growing, 'wx', 0o600)
    try {
      failpoint('spool/created')
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > limits.spoolFileBytes) throw new RangeError('larger than what can be read again')
        hash.update(chunk)
        await handle.writeFile(chunk)
      }
      failpoint('spool/written')
      await handle.sync()
      failpoint('spool/synced')
    } finally {
      await handle.close()
    }
    const item = { pool, extension, name: hash.digest('hex') }
    const fresh = await placeItem(spool, growing, item, failpoint, options.modified)
    return { name: item.name, path: placeOf(spool, item), fresh, size }
  } catch (error) {
    await unlink(growing).catch(() => undefined)
    throw diskProblem(error)
  }
}
