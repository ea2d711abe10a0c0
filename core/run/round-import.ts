// The part of a round that imports: what the inbox and the spools hold; and the end of a restore, once all is read again.

import { closeRestore } from '../db/calls/backup.ts'
import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { importRun } from '../import/import-run.ts'
import { loadSigners } from '../staff/staff-signers.ts'
import type { RoundUnderWay } from './round-under-way.ts'

const inboxPart = 'inbox'

export async function importAll(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, events, parts, counts, keys, quietMs } = round
  counts.balance = await importRun(database, {
    context,
    keys,
    signers: await loadSigners(database),
    catalog: await loadCatalog(database),
    events,
    stop: context.stop,
    quietMs,
    inbox: work => parts.attempt(inboxPart, work),
  })
}

/** Once all that came since the backup was read again, letters may leave. */
export async function endRestore(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, events, parts, counts } = round
  const isAllRead = Object.values(parts.states).every(state => state.since === null) && counts.balance?.after === 0
  if (!counts.isRestoring || !isAllRead || context.stop.aborted) return
  await database.run(closeRestore, {})
  counts.isRestoring = false
  events.reread()
}
