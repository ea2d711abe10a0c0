// Fetches what is new at one intake into the core's spool.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { type PullCounts, pullItems } from '@satchel/dispatcher/intake/pull-items'
import type { Spool } from '@satchel/protocol/spool/spool'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { knownItems } from '../db/calls/import.ts'

/** Which of these items the database knows. */
export async function known(database: Database, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.run(knownItems, { hashes: [...names] })
  return new Set(rows.flatMap(row => (row.hash === null ? [] : [row.hash])))
}

/**
 * Fetches what the database does not know yet into the spool, durably.
 * @param from `done`: also what was acknowledged once. @param passedOver is told of each item that is left where it is.
 */
export function pullFrom(
  database: Database,
  context: Context,
  spool: Spool,
  source: IntakeSource,
  passedOver: (reason: string) => void,
  from: 'new' | 'done' = 'new',
): Promise<PullCounts> {
  return pullItems(source, spool, {
    from,
    knows: names => known(database, names),
    failpoint: context.failpoint,
    onEvent: event => passedOver(`${source.name}: ${event}`),
    stop: context.stop,
  })
}
