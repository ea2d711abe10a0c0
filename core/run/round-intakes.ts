// The part of a round that each intake is: first its new items are fetched, and at the end those acknowledged that were imported.

import type { Database } from '../db/database.ts'
import { openSpools } from '../home/item-spools.ts'
import { acknowledgeItems } from '../intake/acknowledge-items.ts'
import { pushTokens } from '../intake/live-tokens.ts'
import { pullFrom } from '../intake/pull-source.ts'
import { channelOf, sources, withSource } from '../intake/sources.ts'
import type { RoundUnderWay } from './round-under-way.ts'

/** After a restore also what was acknowledged once. */
export async function pullAll(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, events, parts, counts } = round
  const spools = await openSpools(context.home)
  for (const entry of sources(context)) {
    await parts.attempt(entry.name, () =>
      withSource(database, context, entry, async source => {
        for (const from of counts.isRestoring ? (['done', 'new'] as const) : (['new'] as const)) {
          const spool = spools[channelOf(entry)]
          const passedOver = (reason: string) => events.passedOver(reason)
          counts.pulled += (await pullFrom(database, context, spool, source, passedOver, from)).fetched
        }
      }),
    )
  }
}

export async function acknowledgeAll(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, parts, counts } = round
  for (const entry of sources(context)) {
    if (parts.states[entry.name]?.since !== null) continue
    await parts.attempt(entry.name, () =>
      withSource(database, context, entry, async source => {
        counts.settled += await acknowledgeItems(database, context, source)
        await pushTokens(database, source)
      }),
    )
  }
}
