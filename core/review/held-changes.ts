// Held changes as people see them. An id carries a stamp of what stood when it was shown, so a stale screen is refused.

import { sha256 } from '@satchel/protocol/sha256'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { refusal } from '../problems/refusal.ts'
import type { FormShelf } from '../forms/form-catalog.ts'
import { acknowledge } from '../import/apply/acknowledgement.ts'
import { mendedValue } from './corrected-value.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import type { ReplyOutcome } from '../db/shapes/import.ts'
import { heldChanges, settleChange } from '../db/calls/review.ts'

export interface HeldChange {
  /** `12-3fa9c1d2`: number and stamp; what accept and refuse ask for. */
  readonly id: string
  readonly record: string
  readonly slot: string
  readonly saw: string
  readonly now: string
  readonly wants: string
  readonly reason: string
  /** Why it cannot be stored as it was written; empty where it can. */
  readonly doubt: string
  readonly sender: string
  readonly packet: string
  readonly received: string
}

/** A slot's value in one line; a group as `kind: phone, value: ...`. */
export function slotText(value: unknown): string {
  const parsed = z.union([z.string(), z.record(z.string(), z.string())]).safeParse(value)
  if (!parsed.success) return '(nothing)'
  if (typeof parsed.data === 'string') return parsed.data
  return Object.entries(parsed.data)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')
}

export async function listHeld(database: Database): Promise<readonly HeldChange[]> {
  const rows = await database.run(heldChanges, {})
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
  const rows = (await listHeld(database)).filter(row => row.reason === reason)
  if (rows.length > 0 && stampOf(rows) === stamp) return rows
  throw problem('change/stale', 'These are not the changes that were shown; nothing was settled.', {
    hint: `satchel review list --reason ${reason} shows them, with a new stamp`,
  })
}

/** The value put right, as the database takes it. @throws Problem change/not-held, change/value-wrong. */
async function mend(
  database: Database,
  catalog: FormShelf,
  change: number,
  value: readonly string[],
): Promise<unknown> {
  const held = (await database.run(heldChanges, {})).find(row => row.change === change)
  const form = held && catalog.find(held.form_name, held.form_version)
  if (held === undefined || !form)
    throw problem('change/not-held', 'There is no such held change; it may be settled already.', {
      hint: 'satchel review list shows what is held',
    })
  return mendedValue(form, held, value)
}

/** Settles held changes under the operator's role and queues a letter about each of their replies, in the transaction under way. */
export async function settle(
  database: Database,
  context: Context,
  catalog: FormShelf,
  ids: readonly string[],
  decision: 'accepted' | 'refused',
  note: string,
  value: readonly string[] = [],
): Promise<void> {
  const replies = new Map<number, ReplyOutcome>()
  for (const id of ids) {
    const outcome = await settleOne(database, catalog, id, decision, note, value)
    replies.set(outcome.reply_id, outcome)
  }
  for (const outcome of replies.values()) {
    // whoever loaded a file was told on the screen, and would get a letter for each line of it
    if (outcome.kind !== 'load') await acknowledge(database, context, catalog, outcome)
  }
}

async function settleOne(
  database: Database,
  catalog: FormShelf,
  typed: string,
  decision: 'accepted' | 'refused',
  note: string,
  value: readonly string[],
): Promise<ReplyOutcome> {
  const id = parseHeldId(typed)
  const mended = value.length === 0 ? null : await mend(database, catalog, id.change, value)
  const { outcome } = await database.run(settleChange, { ...id, decision, note, mended })
  if ('problem' in outcome) {
    if (outcome.problem === 'change/stale') {
      throw problem('change/stale', 'The record changed since this was shown; nothing was settled.', {
        hint: 'satchel review list shows what stands now, with a new stamp',
      })
    }
    if (outcome.problem === 'change/not-held') {
      throw problem('change/not-held', 'There is no such held change; it may be settled already.', {
        hint: 'satchel review list shows what is held',
      })
    }
    if (outcome.problem === 'change/already-there') {
      throw problem('change/already-there', 'Another row of the record holds this already; nothing was settled.', {
        hint: 'satchel edit ENTITY drops one of the two, satchel review refuse leaves both as they are',
      })
    }
    if (outcome.problem === 'change/value-needed') {
      throw problem('change/value-needed', 'It cannot be stored as it was written; nothing was settled.', {
        hint: [
          'satchel review accept ID --value TEXT stores what you put in its place',
          'satchel review refuse ID declines it',
        ],
      })
    }
    if (outcome.problem === 'change/value-wrong') {
      throw problem('change/value-wrong', 'The record cannot hold that value; nothing was settled.', {
        hint: 'satchel review show ID says what was wrong with the one before',
      })
    }
    if (outcome.problem === 'change/no-report') {
      throw problem('change/no-report', 'The report that this value belongs to is not on file; nothing was settled.', {
        hint: 'where the report itself waits, accept that first: satchel review list',
      })
    }
    throw refusal(outcome.problem, {})
  }
  return outcome
}
