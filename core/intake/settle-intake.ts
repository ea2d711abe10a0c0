// The things that an intake is told after an import, in the order of their weight: what has its final state, what it has to forget, which tokens are
// live, which kinds of letters people may stop, the files of Pocket, what became of receipts. Each is told by itself: an intake that does
// not take one of them gets the others.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { acknowledgeItems } from './acknowledge-items.ts'
import { pushTokens } from './live-tokens.ts'
import { pushPurposes } from './push-purposes.ts'
import { pushSignedApp } from './sign-app.ts'
import type { SourceEntry } from './sources.ts'
import { markOfIntake, tellForgotten } from './tell-forgotten.ts'
import { tellOutcomes } from './tell-outcomes.ts'

export interface SettleEvents {
  /** An act that no honest intake does. */
  passedOver(reason: string): void
  /** A thing that an honest intake cannot do yet: it is of an earlier version, or has no room. */
  remark(what: string): void
}

export interface Settled {
  /** How many items were acknowledged. */
  readonly settled: number
  /** The first thing that went wrong; the others were told all the same. */
  readonly fault: Problem | null
}

/** The intake refuses this core, or is away: asking it more only costs time. */
const endsAll: ReadonlySet<string> = new Set([
  'pull/unreachable',
  'pull/refused',
  'pull/newer-run',
  'pull/not-safe',
  'pull/address',
  'folder/not-readable',
  'pull/no-spool',
])

/** Tells one thing after the other. */
function makeTelling() {
  let fault: Problem | null = null
  let isOver = false
  const missing: string[] = []
  const noRoom: string[] = []
  return {
    missing,
    noRoom,
    fault: () => fault,
    /**
     * @param what in words for the operator, where an intake of an earlier version does not have it. @param isBounded there is only so
     * much room for it, and the disk need not be full. @returns null where it failed.
     */
    async tell<T>(what: string | null, work: () => Promise<T>, isBounded = false): Promise<T | null> {
      if (isOver) return null
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        isOver = endsAll.has(error.code)
        if (what !== null && error.code === 'pull/not-there') missing.push(what)
        else if (what !== null && isBounded && error.details['status'] === 507) noRoom.push(what)
        else fault ??= error
        return null
      }
    },
  }
}

export async function settleIntake(
  database: Database,
  context: Context,
  { entry, source }: { readonly entry: SourceEntry; readonly source: IntakeSource },
  events: SettleEvents,
): Promise<Settled> {
  const telling = makeTelling()
  const { missing, noRoom } = telling
  const settled = await telling.tell(null, () => acknowledgeItems(database, context, source))
  // an array, because an intake may have nothing to say of itself
  const asked = await telling.tell(null, async () => [await source.about()])
  for (const about of asked ?? []) {
    const mark = markOfIntake(entry.place, about)
    await telling.tell('items to forget', () => tellForgotten(database, context, source, mark))
  }
  await telling.tell('live tokens', () => pushTokens(database, source))
  await telling.tell('kinds of letters to stop', () => pushPurposes(database, source))
  await telling.tell("the signed list of Pocket's files", () => pushSignedApp(context.home, source))
  for (const about of asked ?? [])
    await telling.tell(
      'what became of posts',
      () => tellOutcomes(database, context, source, about, reason => events.passedOver(reason)),
      true,
    )
  if (missing.length > 0)
    events.remark(`${source.name}: is of an earlier version and does not take ${missing.join(', ')}; update it`)
  if (noRoom.length > 0)
    events.remark(
      `${source.name}: has no room for ${noRoom.join(', ')} at the moment; if it persists, look at its disk`,
    )
  return { settled: settled ?? 0, fault: telling.fault() }
}
