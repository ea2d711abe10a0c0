// One round of everything: mail in, pull, import, settle, answers out. Each part on its own: what is away is noted and tried
// again in the next round, and the others go on. Nothing is kept here: a round that was killed is done again.

import { Problem } from '@satchel/protocol/problem'
import { loadShelf } from '../dispatch/form-shelf.ts'
import { answerRequests } from '../dispatch/own-form.ts'
import { send, type Sent } from '../dispatch/send.ts'
import { importRun, takeImportLock } from '../import/run.ts'
import type { ImportEvents } from '../import/events.ts'
import { openSpools } from '../import/spools.ts'
import { takeMail } from '../import/take-mail.ts'
import { corePrivateKey } from '../keys.ts'
import { pullFrom, pushTokens, type Pulled, settle, sources, withSource } from '../pull.ts'
import { type Session, withLogin } from '../session.ts'
import type { Balance } from '../statements/import.ts'
import { mailboxes, mailOut } from '../transports.ts'
import { afterTry, type DoorStates } from './door-states.ts'

export interface RoundEvents extends ImportEvents {
  /** A part of the round failed, or works again after it had failed. */
  turned(part: string, fault: Error | null): void
}

export interface RoundTools {
  readonly session: Session
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
  readonly states: DoorStates
}

/** @param earlier how the parts did in the round before. */
export async function round(tools: RoundTools, earlier: DoorStates): Promise<Round> {
  const { session, events, stop, quietMs } = tools
  const states: Record<string, DoorStates[string]> = {}
  const count = { mails: 0, pulled: 0, settled: 0, requests: 0 }
  let balance: Balance | null = null
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
    states[name] = afterTry(before, session.now(), fault === null ? null : { code, message })
    return fault === null
  }

  const spools = await openSpools(session.home)
  for (const { name, mail } of mailboxes(session)) {
    await part(name, async () => {
      const { taken, passedOver } = await takeMail(session, spools.mail, mail, stop)
      count.mails += taken
      for (const { which, reason } of passedOver) events.passedOver(`${which}: ${reason}`)
    })
  }
  await part('database and import', () =>
    withLogin(session, 'import', async database => {
      await takeImportLock(database)
      const key = await corePrivateKey(session.home)
      for (const entry of sources(session)) {
        await part(entry.name, () =>
          withSource(database, session, entry, async source => {
            const done: Pulled = await pullFrom(database, session, spools.web, source, events, stop)
            count.pulled += done.fetched
          }),
        )
      }
      balance = await importRun(database, {
        session,
        key,
        shelf: await loadShelf(database),
        events,
        stop,
        quietMs,
      })
      for (const entry of sources(session)) {
        if (states[entry.name]?.since !== null) continue
        await part(entry.name, () =>
          withSource(database, session, entry, async source => {
            count.settled += await settle(database, session, source, stop)
            await pushTokens(database, source)
          }),
        )
      }
    }),
  )
  await part('letters out', () =>
    withLogin(session, 'dispatch', async database => {
      const key = await corePrivateKey(session.home)
      count.requests = await answerRequests(database, { session, shelf: await loadShelf(database), key })
      letters = await send(
        database,
        session,
        before => mailOut(session, before),
        () => undefined,
        stop,
      )
    }),
  )
  return { ...count, balance, letters, states }
}
