// Raw first: every mail becomes a durable item of the core's spool before anybody looks into it, then leaves the mailbox.

import type { MailIn, PassedOver } from '@satchel/dispatcher/transport'
import { itemName } from '@satchel/protocol/spool/item-name'
import { type Spool, writeItem } from '@satchel/protocol/spool/spool'
import type { Context } from '../context/context.ts'

/**
 * Receives what waits in a mailbox into the spool. The file's time is the mail's receipt, and so the order of import. A mail that
 * is received twice has the same bytes and so the same name.
 * @returns how many, and what was passed over.
 */
export async function receiveMail(
  context: Context,
  spool: Spool,
  mailbox: MailIn,
  stop: AbortSignal,
): Promise<{ readonly taken: number; readonly passedOver: readonly PassedOver[] }> {
  return mailbox.take(async (raw, { received }) => {
    await writeItem(spool, 'reply', 'raw', raw, context.failpoint, received)
    context.failpoint('mail/spooled')
  }, stop)
}

/** Receives the mails of Done once more, those that the database does not know. @returns how many. */
export async function receiveMailAgain(
  context: Context,
  spool: Spool,
  mailbox: MailIn,
  knows: (names: readonly string[]) => Promise<ReadonlySet<string>>,
  stop: AbortSignal,
): Promise<number> {
  let fresh = 0
  await mailbox.again(async (raw, { received }) => {
    const name = itemName(raw)
    if ((await knows([name])).has(name)) return
    await writeItem(spool, 'reply', 'raw', raw, context.failpoint, received)
    fresh++
  }, stop)
  return fresh
}
