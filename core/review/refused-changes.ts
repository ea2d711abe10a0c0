// Changes that were refused: their senders were told, and somebody of the office should know.

import { problem } from '../problems/problems.ts'
import type { Database } from '../db/database.ts'
import { slotText, stampOf } from './held-changes.ts'
import { refusedChanges, seeRefused } from '../db/calls/review.ts'

export interface RefusedChange {
  readonly id: string
  readonly record: string
  readonly slot: string
  readonly wanted: string
  readonly reason: string
  readonly sender: string
  readonly packet: string
  readonly received: string
}

export async function listRefused(database: Database): Promise<readonly RefusedChange[]> {
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

/** Notes that they were seen; again changes nothing. @throws Problem change/not-refused. */
export async function markSeen(database: Database, ids: readonly string[]): Promise<void> {
  const { refused } = await database.run(seeRefused, { changes: ids.map(Number) })
  if (refused === new Set(ids).size) return
  throw problem('change/not-refused', 'One of these is no refused change; nothing was noted.', {
    hint: 'satchel review list --refused shows them',
  })
}

/** The ids that a stamp was shown with. @throws Problem change/stale. */
export async function refusedTogether(database: Database, stamp: string): Promise<readonly string[]> {
  const rows = await listRefused(database)
  if (rows.length > 0 && stampOf(rows) === stamp) return rows.map(row => row.id)
  throw problem('change/stale', 'These are not the changes that were shown; nothing was noted.', {
    hint: 'satchel review list --refused shows them, with a new stamp',
  })
}
