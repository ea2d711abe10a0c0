// Tells an intake which kinds of letters people may stop one by one, for its page. The one that stands for all is its button.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { offeredPurposes } from '../db/calls/consent.ts'
import type { Database } from '../db/database.ts'

export async function pushPurposes(database: Database, source: IntakeSource): Promise<void> {
  const rows = await database.run(offeredPurposes, {})
  await source.pushPurposes(
    rows.map(({ purpose, labels }) => ({ name: purpose, labels: new Map(Object.entries(labels)) })),
  )
}
