// One round of everything: mail in, pull, import, settle, answers out. Each part on its own: what is away is noted and tried
// again in the next round, and the others go on. Nothing is kept here: a round that was killed is done again.

import { Problem } from '@satchel/protocol/problem'
import { loadCatalog } from '../forms/form-catalog.ts'
import { answerRequests } from '../packets/own-form.ts'
import { send, type Sent } from '../letters/send-letters.ts'
import { importRun, takeImportLock } from '../import/import-run.ts'
import type { ImportEvents } from '../import/import-events.ts'
import { openSpools } from '../home/item-spools.ts'
import { takeMail, takeMailAgain } from '../import/receive-mail.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { doorOf, known, pullFrom, pushTokens, type Pulled, settle, sources, withSource } from '../intake/pull-intake.ts'
import { prepareAll } from '../db/database.ts'
import type { Context } from '../context/context.ts'
import { closeRestore, restoreOpen } from '../db/calls/backup.ts'
import type { Balance } from '../db/shapes/import.ts'
import { type Mailbox, mailboxes, mailOut } from '../letters/mail-accounts.ts'
import { afterTry, type DoorState, type DoorStates } from './channel-states.ts'

export interface RoundEvents extends ImportEvents {
  /** A part of the round failed, or works again after it had failed. */
  turned(part: string, fault: Error | null): void
  /** After a restore: all that came since the backup was read again, and letters leave from now on. */
  reread(): void
}

export interface RoundTools {
  readonly context: Context
  readonly events: RoundEvents
  readonly stop: AbortSignal
  /** See ImportTools. */
  readonly quietMs: number
}

export interface Round {
  readonly mails: number
  readonly pulled: number
  readonly settled: number
  readonly balance: Balance | null
  readonly requests: number
  readonly letters: Sent
  /** This database was restored, and something that came since its backup is not read again yet. */
  readonly isRestoring: boolean
  readonly states: DoorStates
}

const databasePart = 'database and import'
const mailPart = 'mail settings'
const inboxPart = 'inbox'

/** This home folder and this database do not belong together: nothing that came is for this core. */
const foreign: ReadonlySet<string> = new Set(['home/other-instance', 'schema/newer'])

const isCopy = (states: DoorStates) => Object.values(states).some(state => state.problem === 'pull/newer-run')

/** @param earlier how the parts did in the round before. */
export async function round(tools: RoundTools, earlier: DoorStates): Promise<Round> {
  const { context, events, stop, quietMs } = tools
  const states: Record<string, DoorState> = {}
  const count = { mails: 0, pulled: 0, settled: 0, requests: 0 }
  let balance: Balance | null = null
  let isRestoring = false
  let letters: Sent = { sent: 0, failed: 0, later: 0 }

  const part = async (name: string, work: () => Promise<void>): Promise<boolean> => {
    if (stop.aborted) {
      const before = earlier[name]
      if (before !== undefined) states[name] = before
      return false
    }
    let fault: Error | null = null
    try {
      await work()
    } catch (error) {
      // a bug in one part is no reason to leave the others undone; it is said, and shown by status
      fault = error instanceof Error ? error : new Error(String(error))
    }
    const before = earlier[name]
    if ((fault === null) !== ((before?.since ?? null) === null)) events.turned(name, fault)
    const code = fault instanceof Problem ? fault.code : 'bug'
    const message = fault instanceof Problem ? fault.message : 'a bug stopped this part'
    const hints = fault instanceof Problem ? fault.hints : []
    states[name] = afterTry(before, context.now(), fault === null ? null : { code, message, hints })
    return fault === null
  }

  /** The mailboxes of the settings; a password that cannot be read for a moment is no reason to leave the other parts undone. */
  const boxes = async (): Promise<readonly Mailbox[]> => {
    let found: readonly Mailbox[] = []
    const read = () => {
      found = mailboxes(context)
      return Promise.resolve()
    }
    try {
      await read()
      if (earlier[mailPart] !== undefined) await part(mailPart, read)
    } catch {
      await part(mailPart, read)
    }
    return found
  }
  let isMailTaken = false
  const takeAllMail = async (): Promise<void> => {
    isMailTaken = true
    const spools = await openSpools(context.home)
    for (const { name, mail } of await boxes()) {
      await part(name, async () => {
        const { taken, passedOver } = await takeMail(context, spools.mail, mail, stop)
        count.mails += taken
        for (const { which, reason } of passedOver) events.passedOver(`${which}: ${reason}`)
      })
    }
  }
  await part(databasePart, () =>
    context.asImport(async database => {
      // a stored query that does not fit stops the round before anything is done
      await context.asOwner(prepareAll)
      await takeImportLock(database)
      const keys = await openingKeys(context.home)
      const spools = await openSpools(context.home)
      isRestoring = (await database.run(restoreOpen, {})).open === true
      for (const entry of sources(context)) {
        await part(entry.name, () =>
          withSource(database, context, entry, async source => {
            for (const from of isRestoring ? (['done', 'new'] as const) : (['new'] as const)) {
              const done: Pulled = await pullFrom(database, context, spools[doorOf(entry)], source, events, stop, from)
              count.pulled += done.fetched
            }
          }),
        )
      }
      // an intake has seen a later core than this one: this is a copy, or an old restore, and it must not act
      if (isCopy(states)) return
      await takeAllMail()
      for (const { name, mail } of isRestoring ? await boxes() : []) {
        await part(name, async () => {
          count.mails += await takeMailAgain(context, spools.mail, mail, names => known(database, names), stop)
        })
      }
      balance = await importRun(database, {
        context,
        keys,
        catalog: await loadCatalog(database),
        events,
        stop,
        quietMs,
        inbox: work => part(inboxPart, work),
      })
      const isAllRead = Object.values(states).every(state => state?.since === null) && balance.after === 0
      if (isRestoring && isAllRead && !stop.aborted) {
        await database.run(closeRestore, {})
        isRestoring = false
        events.reread()
      }
      for (const entry of sources(context)) {
        if (states[entry.name]?.since !== null) continue
        await part(entry.name, () =>
          withSource(database, context, entry, async source => {
            count.settled += await settle(database, context, source, stop)
            await pushTokens(database, source)
          }),
        )
      }
    }),
  )
  const mayAct = !isCopy(states) && !foreign.has(states[databasePart]?.problem ?? '')
  // mail is made durable also while the database is away
  if (mayAct && !isMailTaken) await part('spools', takeAllMail)
  if (mayAct)
    await part('letters out', () =>
      context.asDispatch(async database => {
        const key = await context.coreKey()
        count.requests = await answerRequests(database, { context, catalog: await loadCatalog(database), key })
        letters = await send(
          database,
          context,
          before => mailOut(context, before),
          () => undefined,
          stop,
        )
      }),
    )
  // between rounds a database may be stopped, upgraded or restored: the next round checks it anew
  await context.close()
  return { ...count, balance, letters, isRestoring, states }
}
