// Items that could not be imported: shown, and let in again after the cause was mended.

import { moveItem, readItem, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool'
import type { Database } from '../db/database.ts'
import { takeImportLock } from '../import/import-run.ts'
import { findItem, openSpools } from '../home/item-spools.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import { retryItem } from '../db/calls/import.ts'

const notKnown = (hash: string) =>
  problem('item/not-known', `There is no item ${hash.slice(0, 12)} in quarantine.`, {
    hint: 'satchel quarantine list shows what is there; its first 8 digits are enough',
  })

/** The one quarantined item whose hash starts with what was typed. @throws Problem item/not-known. */
export function chooseItem(items: readonly { readonly item: string }[], typed: string): string {
  const start = typed.trim().toLowerCase()
  const hits = items.filter(entry => start.length >= 4 && entry.item.startsWith(start))
  const [hit] = hits
  if (hit === undefined || hits.length > 1) throw notKnown(typed)
  return hit.item
}

const missing = (name: string): SpoolItem => ({ pool: 'quarantine', name, extension: 'raw', size: 0 })

/** Whichever spool holds it: the file of an item lies where it came in. */
async function quarantinedFile(context: Context, hash: string): Promise<{ spool: Spool; item: SpoolItem }> {
  for (const spool of Object.values(await openSpools(context.home))) {
    const item = await findItem(spool, hash, ['quarantine'])
    if (item !== null) return { spool, item }
  }
  // in none: reading it says so
  return { spool: (await openSpools(context.home)).folder, item: missing(hash) }
}

/** The raw bytes of a quarantined item, hash checked. */
export async function quarantinedBytes(context: Context, hash: string): Promise<Uint8Array> {
  const { spool, item } = await quarantinedFile(context, hash)
  return readItem(spool, item)
}

/**
 * Lets a quarantined item wait again; the next import takes it. The file comes back first: killed in between, the next
 * import finds an ended item in new/ and puts it away again.
 */
export async function retryQuarantined(database: Database, context: Context, hash: string): Promise<void> {
  await takeImportLock(database)
  const { spool, item } = await quarantinedFile(context, hash)
  await moveItem(spool, item, 'new', context.now())
  const { waiting } = await database.run(retryItem, { hash })
  if (waiting !== true) throw notKnown(hash)
}
