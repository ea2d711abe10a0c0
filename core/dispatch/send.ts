// Drains the outbox. A letter is delivered, then marked; killed between the two, a mailbox on disk finds the delivered file by
// its name and writes no second one, and a mail server gets at most one more copy with the same id.

import type { MailOut } from '@satchel/dispatcher/transport'
import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../db/database.ts'
import type { Session } from '../session.ts'
import { letterDone, letterLater, recentLetters, takeLetters } from '../statements/dispatch.ts'

export interface Sent {
  readonly sent: number
  readonly failed: number
  /** Put off because of a fault that may pass. */
  readonly later: number
}

/** Faults that may pass and are of one letter; all others that may pass are of the way itself, and no letter's. */
const ofOneLetter: readonly string[] = ['smtp/busy', 'smtp/unsure']
/** So many of them one after the other are the mail server's all the same. */
const maxFaults = 3

/**
 * Sends every queued letter that is due, oldest first. What can never be delivered is marked as failed, what may pass is put off.
 * @param open gives the way out, told when letters left in the last hour; it is closed here.
 * @throws Problem of the transport when it seems to be away; disk/full.
 */
export async function send(
  database: Database,
  session: Session,
  open: (sentBefore: readonly Date[]) => MailOut,
  progress: (done: number) => void,
  stop: AbortSignal,
): Promise<Sent> {
  const recent = await database.run(recentLetters, {})
  const out = open(recent.map(letter => letter.sent))
  try {
    return await drain(database, session, out, progress, stop)
  } finally {
    await out.close()
  }
}

async function drain(
  database: Database,
  session: Session,
  out: MailOut,
  progress: (done: number) => void,
  stop: AbortSignal,
): Promise<Sent> {
  const count = { sent: 0, failed: 0, later: 0 }
  let faults = 0
  while (!stop.aborted) {
    const taken = await database.inTransaction(async () => {
      const [letter] = await database.run(takeLetters, { limit: 1 })
      if (letter === undefined) return 'none'
      const fault = await deliverOne(out, letter)
      session.reach('send/delivered')
      if (fault?.retry === 'later' && !ofOneLetter.includes(fault.code)) throw fault
      if (fault?.retry === 'later') {
        const { failed } = await database.run(letterLater, { letter: letter.letter, problem: fault.code })
        count[failed === true ? 'failed' : 'later']++
        return fault
      }
      await database.run(letterDone, { letter: letter.letter, problem: fault?.code ?? null })
      count[fault === null ? 'sent' : 'failed']++
      return 'done'
    })
    if (taken === 'none') break
    session.reach('send/marked')
    progress(count.sent + count.failed)
    faults = taken === 'done' ? 0 : faults + 1
    if (taken !== 'done' && faults >= maxFaults) throw taken
  }
  return count
}

async function deliverOne(
  out: MailOut,
  letter: { readonly hid: string; readonly mailto: string; readonly bytes: Uint8Array },
): Promise<Problem | null> {
  try {
    await out.send({ id: letter.hid, to: letter.mailto, bytes: letter.bytes })
    return null
  } catch (error) {
    // a full disk is nothing that another letter would fare better with
    if (error instanceof Problem && error.code !== 'disk/full') return error
    throw error
  }
}
