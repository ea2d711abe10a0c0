// Tells an intake which of its items have their final state here, so that it may let them go.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { newestBackup } from '../db/calls/backup.ts'
import { endedItems } from '../db/calls/import.ts'

const pageSize = 500
/** More pages than any honest intake has within its quota. */
const mostPages = 1000

/**
 * Acknowledges every item that the intake still lists and that has its final state here. Nothing is noted down for it: killed
 * anywhere, the next time finds the same. @returns how many.
 */
export async function acknowledgeItems(database: Database, context: Context, source: IntakeSource): Promise<number> {
  // what ended before the newest backup is in it: the intake may let it go when it is old enough
  const backup = await database.run(newestBackup, {})
  const mark = backup?.at == null ? {} : { backedUpThrough: backup.at }
  let acknowledged = 0
  let after: string | undefined
  for (let page = 0; page < mostPages && !context.stop.aborted; page++) {
    const listing = await source.list(after, pageSize)
    const names = listing.items.map(item => item.name)
    const ended = await database.run(endedItems, { hashes: names })
    if (ended.length > 0)
      await source.settle(
        ended.map(row => row.hash),
        mark,
      )
    context.failpoint('pull/settled')
    acknowledged += ended.length
    const last = names.at(-1)
    // names rise: an intake that lists the same again and again is not followed
    if (listing.next === null || last === undefined || (after !== undefined && last <= after)) break
    after = last
  }
  return acknowledged
}
