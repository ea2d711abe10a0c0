// Tells an intake which tokens are good for something, so that a flood of invented ones cannot push out real replies.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import type { Database } from '../db/database.ts'
import { liveTokens } from '../db/calls/intake.ts'

/** Half of what a hash has, too little to guess anything from; see the intake. */
const shownDigits = 16

const pageSize = 10_000

export async function pushTokens(database: Database, source: IntakeSource): Promise<void> {
  const hashes: string[] = []
  let after = ''
  for (;;) {
    const rows = await database.run(liveTokens, { after, limit: pageSize })
    hashes.push(...rows.map(row => row.hash.slice(0, shownDigits)))
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) break
    after = last.hash
  }
  await source.pushTokens(hashes)
}
