// Held changes as people see them. An id carries a stamp of what was current when it was shown, so a stale screen is refused.

import { sha256 } from '@satchel/protocol/sha256'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { heldChanges, heldDoubles } from '../db/calls/review.ts'

const HeldChange = z.object({
  /** `12-3fa9c1d2`: number and stamp; what resolving it asks for. */
  id: z.string(),
  record: z.string(),
  slot: z.string(),
  saw: z.string(),
  now: z.string(),
  wants: z.string(),
  reason: z.string(),
  /** Why it cannot be stored as it was written; empty where it can. */
  doubt: z.string(),
  sender: z.string(),
  packet: z.string(),
  received: z.string(),
  /** Of a new record that is asked for, and shown by itself: records that it may be, and changes that ask for the same. */
  doubles: z.array(z.string()).optional(),
})
export type HeldChange = z.infer<typeof HeldChange>

/** Oldest first. @param reason only those that are held for it. */
export const listHeldChanges = useCase(
  z.object({ reason: z.string().optional() }),
  z.array(HeldChange),
  async (context, { reason }) => {
    const all = await context.asStaff(readHeld)
    return all.filter(row => reason === undefined || row.reason === reason)
  },
)

/** What its sender saw, what is current, what they want. @throws Problem change/not-held. */
export const showHeldChange = useCase(
  z.object({
    /** Number, with or without stamp. */
    id: z.string(),
  }),
  HeldChange,
  (context, { id }) =>
    context.asStaff(async database => {
      const rows = await readHeld(database)
      const found = rows.find(row => row.id.split('-')[0] === id.split('-')[0])
      if (found === undefined)
        throw problem('change/not-held', 'There is no such held change.', { hint: 'satchel review list' })
      const doubles = await database.run(heldDoubles, { change: parseHeldId(found.id).change })
      // a new record that came late waits for that reason
      if (found.reason !== 'new-record' && doubles.length === 0) return found
      return { ...found, doubles: doubles.map(({ hid, name, why }) => `${hid ?? ''} ${name}: ${why}`.trim()) }
    }),
)

/** A slot's value in one line; a group as `kind: phone, value: ...`. */
export function slotText(value: unknown): string {
  const parsed = z.union([z.string(), z.record(z.string(), z.string())]).safeParse(value)
  if (!parsed.success) return '(nothing)'
  if (typeof parsed.data === 'string') return parsed.data
  return Object.entries(parsed.data)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')
}

/** All of them. */
const mostHeld = 2_000_000_000

async function readHeld(database: Database): Promise<HeldChange[]> {
  const rows = await database.run(heldChanges, { reason: '', change: 0, after: 0, limit: mostHeld })
  return rows.map(row => ({
    id: `${row.change}-${row.stamp}`,
    record: row.entity_name,
    slot: row.slot.replace(/^report\/[^/]+(?=\/)/, 'report'),
    saw: slotText(row.believed),
    now: slotText(row.now),
    wants: slotText(row.wanted),
    reason: row.reason ?? '',
    doubt: row.doubt ?? '',
    sender: row.sender,
    packet: row.packet,
    received: row.received.toISOString(),
  }))
}

/** Reads `12-3fa9c1d2`. @throws Problem usage/wrong. */
export function parseHeldId(typed: string): { readonly change: number; readonly stamp: string } {
  const match = /^([0-9]{1,15})-([0-9a-f]{8})$/.exec(typed.trim().toLowerCase())
  if (match === null) {
    throw problem('usage/wrong', 'A held change is named by number and stamp, like 12-3fa9c1d2.', {
      hint: 'satchel review list shows them',
    })
  }
  return { change: Number(match[1]), stamp: match[2] ?? '' }
}

/** The stamp of a list of held changes, so that nothing is resolved together that was not seen together. */
export function stampOf(rows: readonly { readonly id: string }[]): string {
  return sha256(rows.map(row => row.id).join(' ')).slice(0, 8)
}

/** The held changes with one reason, if they are those that the stamp was shown with. @throws Problem change/stale. */
export async function heldTogether(database: Database, reason: string, stamp: string): Promise<readonly HeldChange[]> {
  const rows = (await readHeld(database)).filter(row => row.reason === reason)
  if (rows.length > 0 && stampOf(rows) === stamp) return rows
  throw problem('change/stale', 'These are not the changes that were shown; nothing was changed.', {
    hint: `satchel review list --reason ${reason} shows them, with a new stamp`,
  })
}
