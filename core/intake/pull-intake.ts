// The core's side of an intake: fetch what is new, settle what has its final state, tell it which tokens are live. The intake
// is treated as hostile: what it says is bounded, counted and compared, and it decides nothing.

import { basename } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import { openIntakeFolder } from '@satchel/dispatcher/intake/intake-folder'
import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { type PullCounts, pullItems } from '@satchel/dispatcher/intake/pull-items'
import type { Spool } from '@satchel/protocol/spool/spool'
import type { Database } from '../db/database.ts'
import type { ImportEvents } from '../import/import-events.ts'
import { readInstance } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { pullKey } from '../keys/pull-key.ts'
import type { Context } from '../context/context.ts'
import { newestBackup } from '../db/calls/backup.ts'
import { endedItems, knownItems, nextPull } from '../db/calls/import.ts'
import { liveTokens } from '../db/calls/intake.ts'

export type Pulled = PullCounts

export interface SourceEntry {
  /** For status and logs. */
  readonly name: string
  readonly place: string
}

/** The intakes that the settings name. */
export function sources(context: Context): readonly SourceEntry[] {
  return context.settings.intakes.map(place => ({ name: `intake at ${nameOf(place)}`, place }))
}

function nameOf(place: string): string {
  if (/^https?:/.test(place)) return new URL(place).host
  return basename(place.replace(/^unix:/, ''))
}

/** The spool that its items go to. A folder is signed by nobody: who carried it may have put more into it. */
export const doorOf = (entry: SourceEntry): 'web' | 'carried' =>
  /^(https?|unix):/.test(entry.place) ? 'web' : 'carried'

/** Opens one intake with a run number of its own: an intake that has seen a higher one refuses, and the core stops. */
export async function withSource<T>(
  database: Database,
  context: Context,
  entry: SourceEntry,
  work: (source: IntakeSource) => Promise<T>,
): Promise<T> {
  const { run } = await database.run(nextPull, {})
  const epoch = readInstance(context.home)?.epoch
  if (run === null || epoch === undefined) throw problem('home/other-instance', 'The home folder is not finished.')
  const order = { privateKey: pullKey(context.home), epoch, run, now: context.now }
  const source = doorOf(entry) === 'web' ? openIntake(entry.place, order) : await openIntakeFolder(entry.place, order)
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** Which of these items the database knows. */
export async function known(database: Database, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.run(knownItems, { hashes: [...names] })
  return new Set(rows.flatMap(row => (row.hash === null ? [] : [row.hash])))
}

/** Fetches what the database does not know yet into the spool, durably. @param from `done`: also what was settled once. */
export async function pullFrom(
  database: Database,
  context: Context,
  spool: Spool,
  source: IntakeSource,
  events: Pick<ImportEvents, 'passedOver'>,
  stop: AbortSignal,
  from: 'new' | 'done' = 'new',
): Promise<Pulled> {
  return pullItems(source, spool, {
    from,
    knows: names => known(database, names),
    failpoint: context.failpoint,
    onEvent: event => events.passedOver(`${source.name}: ${event}`),
    stop,
  })
}

const pageSize = 500
/** More pages than any honest intake has within its quota. */
const mostPages = 1000

/**
 * Settles every item that the intake still lists and that has its final state here. Nothing is noted down for it: killed
 * anywhere, the next settling finds the same. @returns how many.
 */
export async function settle(
  database: Database,
  context: Context,
  source: IntakeSource,
  stop: AbortSignal,
): Promise<number> {
  // what ended before the newest backup is in it: the intake may let it go when it is old enough
  const backup = await database.run(newestBackup, {})
  const mark = backup?.at == null ? {} : { backedUpThrough: backup.at }
  let settled = 0
  let after: string | undefined
  for (let page = 0; page < mostPages && !stop.aborted; page++) {
    const listing = await source.list(after, pageSize)
    const names = listing.items.map(item => item.name)
    const ended = await database.run(endedItems, { hashes: names })
    if (ended.length > 0)
      await source.settle(
        ended.map(row => row.hash),
        mark,
      )
    context.failpoint('pull/settled')
    settled += ended.length
    const last = names.at(-1)
    // names rise: an intake that lists the same again and again is not followed
    if (listing.next === null || last === undefined || (after !== undefined && last <= after)) break
    after = last
  }
  return settled
}

/** Half of what a hash has, too little to guess anything from; see the intake. */
const shownDigits = 16

/** Tells the intake which tokens are good for something, so that a flood of invented ones cannot push out real replies. */
export async function pushTokens(database: Database, source: IntakeSource): Promise<void> {
  if (source.pushTokens === undefined) return
  const hashes: string[] = []
  let after = ''
  for (;;) {
    const rows = await database.run(liveTokens, { after, limit: 10_000 })
    hashes.push(...rows.map(row => row.hash.slice(0, shownDigits)))
    const last = rows.at(-1)
    if (last === undefined || rows.length < 10_000) break
    after = last.hash
  }
  await source.pushTokens(hashes)
}
