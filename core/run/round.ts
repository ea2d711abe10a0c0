// One round of everything: mail in, pull, import, acknowledge, answers out. Each part on its own: one failing part is noted and
// tried again in the next round, and the others go on. Nothing is kept here: a round that was killed is done again.

import { restoreOpen } from '../db/calls/backup.ts'
import type { Database } from '../db/database.ts'
import { claimImportLock } from '../import/import-run.ts'
import { openingKeys } from '../keys/core-keys.ts'
import type { ChannelStates } from './channel-states.ts'
import { makeParts } from './parts.ts'
import { endRestore, importAll } from './round-import.ts'
import { acknowledgeAll, pullAll } from './round-intakes.ts'
import { sendAll } from './round-letters.ts'
import { receiveAllMail, receiveAllMailAgain } from './round-mail.ts'
import type { RoundCounts, RoundTools, RoundUnderWay } from './round-under-way.ts'

export interface Round extends RoundCounts {
  readonly states: ChannelStates
}

/** All that comes in, in this order, under the lock of the import. */
const underLock: readonly ((round: RoundUnderWay, database: Database) => Promise<void>)[] = [
  pullAll,
  receiveAllMail,
  receiveAllMailAgain,
  importAll,
  endRestore,
  acknowledgeAll,
]

const databasePart = 'database and import'

/** This home folder and this database do not belong together: nothing that came is for this core. */
const foreign: ReadonlySet<string> = new Set(['home/other-instance', 'schema/newer'])

const isCopy = (states: ChannelStates) => Object.values(states).some(state => state.problem === 'pull/newer-run')

/** @param earlier how the parts did in the round before. */
export async function round(tools: RoundTools, earlier: ChannelStates): Promise<Round> {
  const { context, events } = tools
  const parts = makeParts(context, events, earlier)
  const { states } = parts
  const counts: RoundUnderWay['counts'] = {
    mails: 0,
    pulled: 0,
    settled: 0,
    requests: 0,
    balance: null,
    letters: { sent: 0, failed: 0, later: 0 },
    isRestoring: false,
  }
  const underWay: RoundUnderWay = { ...tools, parts, counts, keys: [], isMailReceived: false }
  await parts.attempt(databasePart, () =>
    context.asImport(async database => {
      await claimImportLock(database)
      underWay.keys = await openingKeys(context.home)
      counts.isRestoring = (await database.run(restoreOpen, {})).open === true
      for (const work of underLock) {
        // an intake has seen a later core than this one: this is a copy, or an old restore, and it must not act
        if (!isCopy(states)) await work(underWay, database)
      }
    }),
  )
  const mayAct = !isCopy(states) && !foreign.has(states[databasePart]?.problem ?? '')
  // mail is made durable also while the database is away
  if (mayAct && !underWay.isMailReceived) await parts.attempt('spools', () => receiveAllMail(underWay))
  if (mayAct) await parts.attempt('letters out', () => sendAll(underWay))
  // between rounds a database may be stopped, upgraded or restored: the next round checks it anew
  await context.close()
  return { ...counts, states }
}
