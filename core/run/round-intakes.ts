// The part of a round that each intake is: first its new items are fetched, and at the end those acknowledged that were imported.

import type { Database } from '../db/database.ts'
import { openSpools } from '../home/item-spools.ts'
import { pullFrom } from '../intake/pull-source.ts'
import { settleIntake } from '../intake/settle-intake.ts'
import { channelOf, type SourceEntry, sources, withSource } from '../intake/sources.ts'
import type { RoundUnderWay } from './round-under-way.ts'

/** An act that no honest intake does is told now, and shown by status until a round in which it did not; so is what an old one cannot do. */
const noteTo =
  ({ events, parts }: RoundUnderWay, entry: SourceEntry) =>
  (reason: string) => {
    parts.note(entry.name, reason)
    events.passedOver(reason)
  }

/** After a restore also what was acknowledged once. */
export async function pullAll(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, parts, counts } = round
  const spools = await openSpools(context.home)
  for (const entry of sources(context)) {
    await parts.attempt(entry.name, () =>
      withSource(database, context, entry, async source => {
        for (const from of counts.isRestoring ? (['done', 'new'] as const) : (['new'] as const)) {
          const spool = spools[channelOf(entry)]
          const passedOver = noteTo(round, entry)
          counts.pulled += (await pullFrom(database, context, spool, source, passedOver, from)).fetched
        }
      }),
    )
  }
}

export async function acknowledgeAll(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, parts, counts, events } = round
  for (const entry of sources(context)) {
    if (parts.states[entry.name]?.since !== null) continue
    await parts.attempt(entry.name, () =>
      withSource(database, context, entry, async source => {
        const passedOver = noteTo(round, entry)
        const remark = (what: string) => {
          parts.remark(entry.name, what)
          events.remark(what)
        }
        const { settled, fault } = await settleIntake(database, context, { entry, source }, { passedOver, remark })
        counts.settled += settled
        if (fault !== null) throw fault
      }),
    )
  }
}
