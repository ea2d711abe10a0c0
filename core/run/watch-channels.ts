// What wakes a run between two rounds: a file in the inbox, a mail in a mailbox.

import { watchFolder } from '@satchel/dispatcher/watched-folder'
import type { Context } from '../context/context.ts'
import { inboxFolder } from '../import/receive-files.ts'
import { mailboxes } from '../letters/mail-accounts.ts'

/** A file that was written to more recently than this may still be growing, and is left for another look. */
export const quietMs = 250

/** When that look is. */
const growingMs = 400

export const lookAgain = (ring: () => void) => () => void setTimeout(ring, growingMs)

/** Ends with the signal. */
export const watchInboxFolder = (context: Context, ring: () => void, stop: AbortSignal): Promise<void> =>
  watchFolder(inboxFolder(context), ring, stop)

/** All that can be watched, until the signal. @throws Problem config/wrong before anything is watched. */
export function watchAll(context: Context, ring: () => void, stop: AbortSignal): Promise<unknown> {
  const boxes = mailboxes(context)
  return Promise.all([
    watchInboxFolder(context, ring, stop).catch(() => undefined),
    // a hint only: a mailbox that cannot be watched is looked at in every round all the same
    ...boxes.map(({ mail }) => mail.watch(ring, stop).catch(() => undefined)),
  ])
}
