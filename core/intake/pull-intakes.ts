// Fetches what came to the intakes into the core's spools, and acknowledges what was imported.

import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import { events } from '../context/events.ts'
import { useCase } from '../context/use-case.ts'
import { openSpools } from '../home/item-spools.ts'
import { claimImportLock } from '../import/import-run.ts'
import { problem } from '../problems/problems.ts'
import { pullFrom } from './pull-source.ts'
import { settleIntake } from './settle-intake.ts'
import { channelOf, type SourceEntry, sources, withSource } from './sources.ts'

const Pulled = z.object({
  from: z.string(),
  /** Items that were looked at. */
  listed: z.number(),
  fetched: z.number(),
  bytes: z.number(),
  known: z.number(),
  refused: z.number(),
  bad: z.number(),
  /** How many were acknowledged: they were imported before. */
  settled: z.number(),
})
export type Pulled = z.infer<typeof Pulled>

interface PullEvents {
  /** An item is left where it is. */
  passedOver(reason: string): void
  /** An honest intake is of an earlier version, or has no room. */
  remark(what: string): void
  /** One intake is done. */
  pulled(pulled: Pulled): void
  /** One of several intakes failed; the others are pulled all the same. */
  failed(error: Problem): void
}

/** @returns those that were pulled. @throws Problem config/wrong where none is named; the fault of an intake that is the only one. */
export const pullIntakes = useCase(
  z.object({
    /** Addresses or folders; empty: those of the setting intakes. */
    from: z.array(z.string()).default([]),
    events: events<PullEvents>(),
  }),
  z.array(Pulled),
  async (context, { from, events: listener }) => {
    const entries: readonly SourceEntry[] =
      from.length === 0 ? sources(context) : from.map(place => ({ name: place, place }))
    if (entries.length === 0) {
      throw problem('config/wrong', 'No intake is named.', {
        hint: 'put "intakes": ["http://10.1.0.2:8081"] into satchel.json, or name one: satchel pull FOLDER',
      })
    }
    return context.asImport(async database => {
      await claimImportLock(database)
      const spools = await openSpools(context.home)
      const done: Pulled[] = []
      for (const entry of entries) {
        try {
          const pulled = await withSource(database, context, entry, async source => {
            const passedOver = (reason: string) => listener?.passedOver(reason)
            const settling = { passedOver, remark: (what: string) => listener?.remark(what) }
            const { settled, fault } = await settleIntake(database, context, { entry, source }, settling)
            // what could not be told is no reason to leave what people sent
            const counts = await pullFrom(database, context, spools[channelOf(entry)], source, passedOver)
            return { counts: { from: entry.name, ...counts, settled }, fault }
          })
          done.push(pulled.counts)
          listener?.pulled(pulled.counts)
          if (pulled.fault !== null) throw pulled.fault
        } catch (error) {
          // one failing intake does not stop the others
          if (!(error instanceof Problem) || entries.length === 1) throw error
          listener?.failed(error)
        }
      }
      return done
    })
  },
)
