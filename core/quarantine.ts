// Items that could not be imported: shown, and let in again after the cause was mended.

import { moveItem, openSpool, readItem } from '@satchel/protocol/spool'
import type { Database } from './db/database.ts'
import { takeImportLock } from './import/run.ts'
import { problem } from './problems.ts'
import type { Session } from './session.ts'
import { retryItem } from './statements/import.ts'

const notKnown = (hash: string) =>
  problem('item/not-known', `There is no item ${hash.slice(0, 12)} in quarantine.`, {
    hint: 'satchel quarantine list shows what is there; its first 8 digits are enough',
  })

/** The one quarantined item whose hash starts with what was typed. @throws Problem item/not-known. */
export function chooseItem(items: readonly { readonly item: string }[], typed: string): string {
  const hits = items.filter(entry => typed.length >= 4 && entry.item.startsWith(typed.toLowerCase()))
  const [hit] = hits
  if (hit === undefined || hits.length > 1) throw notKnown(typed)
  return hit.item
}

/** The raw bytes of a quarantined item, hash checked. */
export async function quarantinedBytes(session: Session, hash: string): Promise<Uint8Array> {
  const spool = await openSpool(session.home.spool)
  return readItem(spool, { pool: 'quarantine', name: hash, extension: 'raw', size: 0 })
}

/**
 * Lets a quarantined item wait again; the next import takes it. The file comes back first: killed in between, the next
 * import finds an ended item in new/ and puts it away again.
 */
export async function retryQuarantined(database: Database, session: Session, hash: string): Promise<void> {
  await takeImportLock(database)
  const spool = await openSpool(session.home.spool)
  await moveItem(spool, { pool: 'quarantine', name: hash, extension: 'raw', size: 0 }, 'new', session.now())
  const { waiting } = await database.run(retryItem, { hash })
  if (waiting !== true) throw notKnown(hash)
}
