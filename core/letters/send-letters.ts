// Drains the outbox. A letter is opened, delivered, then marked; killed between the two, a mailbox on disk finds the delivered file by
// its name and writes no second one, and a mail server gets at most one more copy with the same id.

import type { MailOut } from '@satchel/dispatcher/transport'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { dropOldLetters, sealClearLetters } from './seal-old-letters.ts'
import { openLetter } from '../keys/letter-keys.ts'
import type { Context } from '../context/context.ts'
import { letterDone, letterLater, recentLetters, claimLetters } from '../db/calls/letters.ts'

export const Sent = z.object({
  sent: z.number(),
  failed: z.number(),
  /** Put off because of a fault that may pass. */
  later: z.number(),
  /** Those of them whose key is not there. */
  noKey: z.number().optional(),
})
export type Sent = z.infer<typeof Sent>

/** Faults that may pass and are of one letter; all others that may pass are of the way itself, and no letter's. */
const ofOneLetter: readonly string[] = ['smtp/busy', 'smtp/unsure']
/** A key may be brought back; its letters wait for that as for a mail server, and stop no other. */
const noKey = 'letter/no-key'
/** So many of them one after the other are the mail server's all the same. */
const maxFaults = 3

/**
 * Sends every queued letter that is due, oldest first. What can never be delivered is marked as failed, what may pass is put off.
 * @param open gives the way out, told when letters left in the last hour; it is closed here.
 * @throws Problem of the transport when it seems to be away; disk/full.
 */
export async function send(
  database: Database,
  context: Context,
  open: (sentBefore: readonly Date[]) => MailOut,
  progress: (done: number) => void = () => undefined,
): Promise<Sent> {
  await dropOldLetters(database)
  await sealClearLetters(database, context)
  const recent = await database.run(recentLetters, {})
  const out = open(recent.map(letter => letter.sent))
  try {
    return await drain(database, context, out, progress)
  } finally {
    await out.close()
  }
}

async function drain(
  database: Database,
  context: Context,
  out: MailOut,
  progress: (done: number) => void,
): Promise<Sent> {
  const count = { sent: 0, failed: 0, later: 0 }
  let shut = 0
  let faults = 0
  while (!context.stop.aborted) {
    const taken = await database.inTransaction(async () => {
      const [letter] = await database.run(claimLetters, { limit: 1 })
      if (letter === undefined) return 'none'
      const fault = await deliverOne(out, context, letter)
      context.failpoint('send/delivered')
      if (fault?.retry === 'later' && fault.code !== noKey && !ofOneLetter.includes(fault.code)) throw fault
      if (fault?.retry === 'later') {
        const { failed } = await database.run(letterLater, { letter: letter.letter, problem: fault.code })
        count[failed === true ? 'failed' : 'later']++
        if (fault.code !== noKey) return fault
        shut++
        return 'done'
      }
      const problem = fault?.code ?? null
      await database.run(letterDone, { letter: letter.letter, problem, refused: statusOfRecipient(fault) })
      count[fault === null ? 'sent' : 'failed']++
      return 'done'
    })
    if (taken === 'none') break
    context.failpoint('send/marked')
    progress(count.sent + count.failed)
    faults = taken === 'done' ? 0 : faults + 1
    if (taken !== 'done' && faults >= maxFaults) throw taken
  }
  return { ...count, ...(shut > 0 ? { noKey: shut } : {}) }
}

async function deliverOne(
  out: MailOut,
  context: Context,
  letter: { readonly hid: string; readonly sending: string; readonly mailto: string; readonly bytes: Uint8Array },
): Promise<Problem | null> {
  try {
    const bytes = await openLetter(context.home, letter, letter.bytes)
    await out.send({ id: letter.sending, to: letter.mailto, bytes })
    return null
  } catch (error) {
    // a full disk is nothing that another letter would fare better with
    if (error instanceof Problem && error.code !== 'disk/full') return error
    throw error
  }
}

/** Of a recipient that the mail server refused for good. */
function statusOfRecipient(fault: Problem | null): string | null {
  if (fault?.code !== 'smtp/refused' || fault.details['at'] !== 'recipient') return null
  const { status } = fault.details
  return typeof status === 'string' ? status : null
}
