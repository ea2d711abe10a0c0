// The part of a round that each mailbox is: its mails are made durable in the spool.

import type { Database } from '../db/database.ts'
import { openSpools } from '../home/item-spools.ts'
import { receiveMail, receiveMailAgain } from '../import/receive-mail.ts'
import { known } from '../intake/pull-source.ts'
import { type Mailbox, mailboxes } from '../letters/mail-accounts.ts'
import type { RoundUnderWay } from './round-under-way.ts'

const settingsPart = 'mail settings'

/** The mailboxes of the settings; a password that cannot be read for a moment is no reason to leave the other parts undone. */
async function readMailboxes({ context, parts }: RoundUnderWay): Promise<readonly Mailbox[]> {
  let found: readonly Mailbox[] = []
  const read = () => {
    found = mailboxes(context)
    return Promise.resolve()
  }
  try {
    await read()
    if (parts.earlier[settingsPart] !== undefined) await parts.attempt(settingsPart, read)
  } catch {
    await parts.attempt(settingsPart, read)
  }
  return found
}

export async function receiveAllMail(round: RoundUnderWay): Promise<void> {
  const { context, events, parts, counts } = round
  round.isMailReceived = true
  const spools = await openSpools(context.home)
  for (const { name, mail } of await readMailboxes(round)) {
    await parts.attempt(name, async () => {
      const { taken, passedOver } = await receiveMail(context, spools.mail, mail, context.stop)
      counts.mails += taken
      for (const { which, reason } of passedOver) events.passedOver(`${which}: ${reason}`)
    })
  }
}

/** After a restore: the mails that were received since the backup, too. */
export async function receiveAllMailAgain(round: RoundUnderWay, database: Database): Promise<void> {
  const { context, parts, counts } = round
  if (!counts.isRestoring) return
  const spools = await openSpools(context.home)
  for (const { name, mail } of await readMailboxes(round)) {
    await parts.attempt(name, async () => {
      counts.mails += await receiveMailAgain(context, spools.mail, mail, names => known(database, names), context.stop)
    })
  }
}
