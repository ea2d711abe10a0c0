// Drains the outbox into mailboxes. A letter is delivered, then marked; killed between the two, the next run finds the
// delivered file by its name and writes no second one.

import { deliver } from '@satchel/dispatcher/maildir'
import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../db/database.ts'
import type { Session } from '../session.ts'
import { letterDone, takeLetters } from '../statements/dispatch.ts'

export interface Sent {
  readonly sent: number
  readonly failed: number
}

/** Sends every queued letter, oldest first. A letter nobody can deliver is marked as failed; a full disk stops the run. */
export async function send(database: Database, session: Session, progress: (done: number) => void): Promise<Sent> {
  let sent = 0
  let failed = 0
  for (;;) {
    const taken = await database.inTransaction(async () => {
      const [letter] = await database.run(takeLetters, { limit: 1 })
      if (letter === undefined) return false
      const code = await deliverOne(session, letter.mailto, letter.hid, letter.bytes)
      session.reach('send/delivered')
      await database.run(letterDone, { letter: letter.letter, problem: code })
      if (code === null) sent++
      else failed++
      return true
    })
    if (!taken) return { sent, failed }
    session.reach('send/marked')
    progress(sent + failed)
  }
}

async function deliverOne(session: Session, mailto: string, hid: string, bytes: Uint8Array): Promise<string | null> {
  try {
    await deliver(session.home.mail, mailto, hid, bytes, session.reach)
    return null
  } catch (error) {
    if (error instanceof Problem && error.retry === 'never') return error.code
    throw error
  }
}
