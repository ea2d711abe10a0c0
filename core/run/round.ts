// One round of everything: mail in, pull, import, acknowledge, answers out. Each part on its own: one failing part is noted and
// tried again in the next round, and the others go on. Nothing is kept here: a round that was killed is done again.

import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { openSpools } from '../home/item-spools.ts'
import { importRun, takeImportLock } from '../import/import-run.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { mailOut } from '../letters/mail-accounts.ts'
import { send } from '../letters/send-letters.ts'
import { answerRequests } from '../packets/own-form.ts'
import { closeRestore, restoreOpen } from '../db/calls/backup.ts'
import type { Balance } from '../db/shapes/import.ts'
import type { DoorStates } from './channel-states.ts'
import { makeParts } from './parts.ts'
import { acknowledgeAll, pullAll } from './round-intakes.ts'
import { receiveMail, receiveMailAgain } from './round-mail.ts'
import type { RoundCounts, RoundTools, RoundUnderWay } from './round-under-way.ts'

export interface Round extends RoundCounts {
  readonly states: DoorStates
}

const databasePart = 'database and import'
const inboxPart = 'inbox'

/** This home folder and this database do not belong together: nothing that came is for this core. */
const foreign: ReadonlySet<string> = new Set(['home/other-instance', 'schema/newer'])

const isCopy = (states: DoorStates) => Object.values(states).some(state => state.problem === 'pull/newer-run')

/** @param earlier how the parts did in the round before. */
export async function round(tools: RoundTools, earlier: DoorStates): Promise<Round> {
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
  const underWay: RoundUnderWay = { ...tools, parts, counts, isMailReceived: false }
  await parts.attempt(databasePart, () =>
    context.asImport(async database => {
      await takeImportLock(database)
      await exchangeItems(underWay, database)
    }),
  )
  const mayAct = !isCopy(states) && !foreign.has(states[databasePart]?.problem ?? '')
  // mail is made durable also while the database is away
  if (mayAct && !underWay.isMailReceived) await parts.attempt('spools', () => receiveMail(underWay))
  if (mayAct) await parts.attempt('letters out', () => sendLetters(underWay))
  // between rounds a database may be stopped, upgraded or restored: the next round checks it anew
  await context.close()
  return { ...counts, states }
}

/** All that comes in, under the lock of the import. */
async function exchangeItems(underWay: RoundUnderWay, database: Database): Promise<void> {
  const { context, events, parts, counts } = underWay
  const keys = await openingKeys(context.home)
  const spools = await openSpools(context.home)
  counts.isRestoring = (await database.run(restoreOpen, {})).open === true
  await pullAll(underWay, database, spools)
  // an intake has seen a later core than this one: this is a copy, or an old restore, and it must not act
  if (isCopy(parts.states)) return
  await receiveMail(underWay)
  if (counts.isRestoring) await receiveMailAgain(underWay, database, spools)
  const balance = await importRun(database, {
    context,
    keys,
    catalog: await loadCatalog(database),
    events,
    stop: context.stop,
    quietMs: underWay.quietMs,
    inbox: work => parts.attempt(inboxPart, work),
  })
  counts.balance = balance
  await endRestore(underWay, database, balance)
  await acknowledgeAll(underWay, database)
}

/** Once all that came since the backup was read again, letters may leave. */
async function endRestore(underWay: RoundUnderWay, database: Database, balance: Balance): Promise<void> {
  const { context, events, parts, counts } = underWay
  const isAllRead = Object.values(parts.states).every(state => state.since === null) && balance.after === 0
  if (!counts.isRestoring || !isAllRead || context.stop.aborted) return
  await database.run(closeRestore, {})
  counts.isRestoring = false
  events.reread()
}

/** Answers the form requests that wait, then sends what is in the outbox. */
async function sendLetters({ context, counts }: RoundUnderWay): Promise<void> {
  await context.asDispatch(async database => {
    const key = await context.coreKey()
    counts.requests = await answerRequests(database, { context, catalog: await loadCatalog(database), key })
    counts.letters = await send(
      database,
      context,
      before => mailOut(context, before),
      () => undefined,
      context.stop,
    )
  })
}
