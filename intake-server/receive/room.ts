// Whether there is room: quotas of the three pools, counted at start and kept in memory, and a reserve of the disk that is never
// touched. A flood of one pool cannot push out the others.

import { lstat, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { itemFile, pools, type Spool } from '@satchel/protocol/spool/spool-layout'
import { intakeLimits } from '../limits.ts'
import { problem } from '../problems.ts'
import type { IntakeSettings } from '../host/intake-settings.ts'
import type { Pool } from './store-submission.ts'

export interface Room {
  /**
   * Takes room for one item before it is written.
   * @returns gives back what was taken and not written: call it once with the true size, 0 where nothing was written.
   * @throws Problem intake/busy: the pool or the disk is full.
   */
  reserve(pool: Pool, bytes: number): Promise<(written: number) => void>
  /** Items and bytes that wait, by pool. */
  readonly used: Readonly<Record<Pool, Use>>
}

export interface Use {
  items: number
  bytes: number
}

type Limits = Pick<IntakeSettings, 'spoolBytes' | 'spoolItems' | 'diskReserveBytes'>

/** @param now milliseconds of a clock that never jumps. */
export async function openRoom(spool: Spool, limits: Limits, now = () => performance.now()): Promise<Room> {
  const used: Record<Pool, Use> = { reply: none(), unsubscribe: none(), open: none() }
  const counted: Record<Pool, number> = { reply: 0, unsubscribe: 0, open: 0 }
  /** Reserved for files that are being written: not counted on the disk yet, and not free for others. */
  const growing: Record<Pool, Use> = { reply: none(), unsubscribe: none(), open: none() }
  const recount = async (pool: Pool) => {
    counted[pool] = now()
    used[pool] = await countPool(spool, pool)
  }
  for (const pool of pools) await recount(pool)
  let free = { at: Number.NEGATIVE_INFINITY, bytes: 0 }
  const freeBytes = async () => {
    if (now() - free.at > intakeLimits.statfsMs) {
      const { bavail, bsize } = await statfs(spool.folder)
      free = { at: now(), bytes: bavail * bsize }
    }
    return free.bytes
  }
  const isFull = (pool: Pool, bytes: number) =>
    used[pool].items + growing[pool].items + 1 > limits.spoolItems[pool] ||
    used[pool].bytes + growing[pool].bytes + bytes > limits.spoolBytes[pool]
  return {
    used,
    async reserve(pool, bytes) {
      // the core takes items away without a word to this table
      if (isFull(pool, bytes) && now() - counted[pool] > intakeLimits.recountMs) await recount(pool)
      const open = Object.values(growing).reduce((sum, use) => sum + use.bytes, 0)
      if ((await freeBytes()) - open - bytes < limits.diskReserveBytes)
        throw busy('The disk is full but for its reserve.')
      // asked last, so that nothing lies between the question and the taking
      if (isFull(pool, bytes)) throw busy(`The pool ${pool} is full.`)
      add(growing[pool], 1, bytes)
      let isOpen = true
      return written => {
        if (!isOpen) return
        isOpen = false
        add(growing[pool], -1, -bytes)
        if (written > 0) add(used[pool], 1, written)
      }
    },
  }
}

export function busy(why: string): Error {
  return problem('intake/busy', why, {
    hint: 'let the core pull, or raise spoolBytes, spoolItems or the disk; visitors are asked to come again',
  })
}

const none = (): Use => ({ items: 0, bytes: 0 })

function add(use: Use, items: number, bytes: number): void {
  use.items += items
  use.bytes += bytes
}

async function countPool(spool: Spool, pool: Pool): Promise<Use> {
  const use = none()
  const folder = join(spool.folder, 'new', pool)
  for (const file of await readdir(folder)) {
    if (!itemFile.test(file)) continue
    // pulled away meanwhile
    const found = await lstat(join(folder, file)).catch(() => null)
    if (found !== null) add(use, 1, found.size)
  }
  return use
}
