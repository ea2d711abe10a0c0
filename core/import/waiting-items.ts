// The items that wait, in order of receipt: in pages from the database, and in groups that are read and imported together. An attempt
// is counted before the work, and given back where the moment was to blame.

import { type Database, withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { releaseAttempt, tryItems, waitingItems } from '../db/calls/import.ts'
import type { RunTools, Tried, Waiting } from './import-tools.ts'
import { findItem } from '../home/item-spools.ts'

const pageSize = 500
/** Items that are read at one time, and shared out into one transaction for each lane: few enough that a lock is held for a moment only. */
const groupSize = 250
/** The first group is small: the database has work while the second is read, and the progress begins at once. */
const firstSize = 64

/** Gives attempts back, over a new connection where the old one is the trouble. */
export async function releaseAttempts(
  database: Database,
  { context }: RunTools,
  items: readonly number[],
): Promise<void> {
  const all = async (through: Database) => {
    for (const item of items) await through.run(releaseAttempt, { item })
  }
  const url = loginUrl(context.home, context.settings, 'import')
  await all(database)
    .catch(() => withDatabase(url, all))
    .catch(() => undefined)
}

export const waitingPage = (database: Database, after: Waiting | undefined) =>
  database.run(waitingItems, { after_received: after?.received ?? null, after: after?.item ?? null, limit: pageSize })

/** Groups of what waits. One that stopped the program before is alone, so that it cannot take its neighbours along. */
export async function* waitingGroups(database: Database): AsyncGenerator<readonly Waiting[]> {
  let after: Waiting | undefined
  let size = firstSize
  for (;;) {
    const page = await waitingPage(database, after)
    let group: Waiting[] = []
    for (const item of page) {
      const isAlone = item.attempts + (group[0]?.attempts ?? 0) > 0
      if (group.length > 0 && (isAlone || group.length === size)) {
        yield group
        group = []
        size = groupSize
      }
      group.push(item)
    }
    if (group.length > 0) yield group
    after = page.at(-1)
    if (after === undefined || page.length < pageSize) return
  }
}

/** Counts the attempts, and finds the files. Items that another run has ended meanwhile are left out. */
export async function tryGroup(
  database: Database,
  tools: RunTools,
  group: readonly Waiting[],
): Promise<readonly Tried[]> {
  const rows = await database.run(tryItems, { items: group.map(waiting => waiting.item) })
  const attempts = new Map(rows.map(row => [row.item, row.attempts]))
  return group
    .filter(waiting => attempts.has(waiting.item))
    .map(waiting => ({
      waiting,
      attempts: attempts.get(waiting.item) ?? 0,
      file: findItem(tools.spools[waiting.channel], waiting.hash) ?? missing(waiting.hash),
    }))
}

/** It is met when it is read, as what is wrong with the item. */
const missing = (name: string) => ({ pool: 'reply', name, extension: 'raw', size: 0 })
