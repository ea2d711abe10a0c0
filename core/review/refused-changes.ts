// Changes that were refused: their senders were told, and somebody of the office should know.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { refusedChanges, seeRefused } from '../db/calls/review.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { slotText, stampOf } from './held-changes.ts'
import { reading, Shown } from './held-page.ts'

const RefusedChange = z.object({
  id: z.string(),
  record: z.string(),
  slot: z.string(),
  wanted: z.string(),
  reason: z.string(),
  sender: z.string(),
  packet: z.string(),
  received: z.string(),
})

/** Those that nobody has seen yet. */
export const listRefusedChanges = useCase(z.object({}), z.array(RefusedChange), context => context.asStaff(readRefused))

/** The oldest that nobody has seen yet, with slots and values as their forms call them, and how many there are. */
export const reviewRefused = useCase(
  z.object({ limit: z.number().int().min(1), language: z.string() }),
  z.object({
    total: z.number(),
    rows: z.array(
      refusedChanges.row
        .pick({ change: true, entity_name: true, reason: true, sender: true, received: true, packet: true })
        .extend({ slot: z.string(), wanted: Shown }),
    ),
  }),
  (context, { limit, language }) =>
    context.asStaff(async database => {
      const catalog = await loadCatalog(database)
      const all = await database.run(refusedChanges, {})
      const rows = all.slice(0, limit).map(row => {
        const read = reading(catalog, row, language)
        return { ...row, slot: read.label(row.slot, row.wanted), wanted: read.shown(row.slot, row.wanted) }
      })
      return { total: all.length, rows }
    }),
)

async function readRefused(database: Database): Promise<z.infer<typeof RefusedChange>[]> {
  const rows = await database.run(refusedChanges, {})
  return rows.map(row => ({
    id: String(row.change),
    record: row.entity_name,
    slot: row.slot,
    wanted: slotText(row.wanted),
    reason: row.reason ?? '',
    sender: row.sender,
    packet: row.packet,
    received: row.received.toISOString(),
  }))
}

const ChangeNumber = z.string().regex(/^[0-9]{1,15}$/, 'A refused change is named by its number.')

/** Notes that they were seen; again changes nothing. All of them, or none. @throws Problem change/not-refused, change/stale. */
export const seeRefusedChanges = useCase(
  z.object({
    /** Their numbers; or all, if they are those that the stamp was shown with. */
    changes: z.union([z.array(ChangeNumber).min(1), z.object({ stamp: z.string() })]),
  }),
  z.object({ seen: z.array(z.string()) }),
  (context, { changes }) =>
    context.asStaff(async database => {
      const seen = Array.isArray(changes) ? changes : await refusedTogether(database, changes.stamp)
      await markSeen(database, seen)
      return { seen }
    }),
)

async function markSeen(database: Database, ids: readonly string[]): Promise<void> {
  const { refused } = await database.run(seeRefused, { changes: ids.map(Number) })
  if (refused === new Set(ids).size) return
  throw problem('change/not-refused', 'One of these is no refused change; nothing was noted.', {
    hint: 'satchel review list --refused shows them',
  })
}

async function refusedTogether(database: Database, stamp: string): Promise<string[]> {
  const rows = await readRefused(database)
  if (rows.length > 0 && stampOf(rows) === stamp) return rows.map(row => row.id)
  throw problem('change/stale', 'These are not the changes that were shown; nothing was noted.', {
    hint: 'satchel review list --refused shows them, with a new stamp',
  })
}
