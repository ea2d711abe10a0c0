// Items that could not be imported, kept raw with the reason: shown, let in again after the cause was mended, taken off the list.

import { moveItem, readItem, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { claimImportLock } from '../import/import-run.ts'
import { findItem, openSpools } from '../home/item-spools.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import { retryItem } from '../db/calls/import.ts'
import { quarantinedItems, seeItem } from '../db/calls/import.ts'

const notKnown = (hash: string) =>
  problem('item/not-known', `There is no item ${hash.slice(0, 12)} in quarantine.`, {
    hint: 'satchel quarantine list shows what is there; its first 8 digits are enough',
  })

/** Items are named by the first digits of their hashes. */
const Items = z.object({ items: z.array(z.string()) })

/** What is in quarantine, and why. @param all those that somebody has seen, too. */
export const listQuarantine = useCase(
  z.object({ all: z.boolean().default(false) }),
  z.array(quarantinedItems.row),
  async (context, { all }) => (await itemsOf(context)).filter(({ seen }) => all || seen === null),
)

/** One item with its raw bytes in base64. @throws Problem item/not-known. */
export const showQuarantined = useCase(
  z.object({ item: z.string() }),
  quarantinedItems.row.extend({ raw: z.base64() }),
  async (context, { item }) => {
    const rows = await itemsOf(context)
    const hash = chooseItem(rows, item)
    const row = rows.find(entry => entry.item === hash)
    if (row === undefined) throw notKnown(hash)
    return { ...row, raw: Buffer.from(await quarantinedBytes(context, hash)).toString('base64') }
  },
)

/** Lets items wait again; the next import takes them. @throws Problem item/not-known, run/locked. */
export const retryItems = useCase(Items, z.object({ waiting: z.array(z.string()) }), async (context, { items }) => {
  const rows = await itemsOf(context)
  const waiting = items.map(start => chooseItem(rows, start))
  await context.asImport(async database => {
    for (const hash of waiting) await retryQuarantined(database, context, hash)
  })
  return { waiting }
})

/** Takes items off the list that somebody has looked at; they stay in quarantine. All of them, or none. @throws Problem item/not-known. */
export const seeItems = useCase(Items, z.object({ done: z.array(z.string()) }), (context, { items }) =>
  context.asStaff(async database => {
    const rows = await database.run(quarantinedItems, {})
    const done = items.map(start => chooseItem(rows, start))
    for (const hash of done) await database.run(seeItem, { hash })
    return { done }
  }),
)

const itemsOf = (context: Context) => context.asStaff(database => database.run(quarantinedItems, {}))

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
    const item = findItem(spool, hash, ['quarantine'])
    if (item !== null) return { spool, item }
  }
  // in none: reading it says so
  return { spool: (await openSpools(context.home)).folder, item: missing(hash) }
}

/** The raw bytes of a quarantined item, hash checked. */
async function quarantinedBytes(context: Context, hash: string): Promise<Uint8Array> {
  const { spool, item } = await quarantinedFile(context, hash)
  return readItem(spool, item)
}

/**
 * Lets a quarantined item wait again; the next import takes it. The file comes back first: killed in between, the next
 * import finds an ended item in new/ and puts it away again.
 */
async function retryQuarantined(database: Database, context: Context, hash: string): Promise<void> {
  await claimImportLock(database)
  const { spool, item } = await quarantinedFile(context, hash)
  await moveItem(spool, item, 'new', context.now())
  const { waiting } = await database.run(retryItem, { hash })
  if (waiting !== true) throw notKnown(hash)
}
