// Which ways of mail this installation has, from its settings. The only file that reads the passwords of mail accounts.

import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { imapIn } from '@satchel/dispatcher/imap'
import { deliver, mailboxFolder } from '@satchel/dispatcher/maildir'
import { maildirIn } from '@satchel/dispatcher/maildir-in'
import { smtpOut } from '@satchel/dispatcher/smtp'
import type { MailIn, MailOut } from '@satchel/dispatcher/transport'
import { limits } from '@satchel/protocol/limits'
import { problem } from './problems.ts'
import type { Session } from './session.ts'

const inHome = (session: Session, path: string) => (isAbsolute(path) ? path : join(session.home.folder, path))

function passwordOf(session: Session, file: string | undefined, setting: string): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(inHome(session, file), 'utf8').trim()
  } catch (cause) {
    throw problem('config/wrong', `The file that ${setting} names cannot be read.`, {
      hint: 'it holds the password alone, on one line, readable by this user only',
      cause,
    })
  }
}

/** Where letters go. The caller closes it. */
export function mailOut(session: Session): MailOut {
  const { settings, home } = session
  if (settings.smtpUrl === undefined) {
    return {
      send: async letter => {
        await deliver(home.mail, letter.to, letter.id, letter.bytes, session.reach)
        return 'sent'
      },
      close: () => Promise.resolve(),
    }
  }
  const password = passwordOf(session, settings.smtpPasswordFile, 'smtpPasswordFile')
  return smtpOut({
    url: settings.smtpUrl,
    ...(password === undefined ? {} : { password }),
    perHour: settings.smtpPerHour,
    now: session.now,
  })
}

export interface Mailbox {
  /** For status and logs: nothing secret. */
  readonly name: string
  readonly mail: MailIn
}

/** Where mail comes from: IMAP and a Maildir where they are named, else our own mailbox on disk. */
export function mailboxes(session: Session): readonly Mailbox[] {
  const { settings, home } = session
  const found: Mailbox[] = []
  if (settings.imapUrl !== undefined) {
    const password = passwordOf(session, settings.imapPasswordFile, 'imapPasswordFile')
    const url = new URL(settings.imapUrl)
    found.push({
      name: `mail from ${url.host}`,
      mail: imapIn({
        url: settings.imapUrl,
        ...(password === undefined ? {} : { password }),
        maxBytes: limits.spoolFileBytes,
        reach: session.reach,
      }),
    })
  }
  if (settings.mailIn !== undefined || settings.imapUrl === undefined) {
    const folder =
      settings.mailIn === undefined ? mailboxFolder(home.mail, settings.mail) : inHome(session, settings.mailIn)
    found.push({
      name: 'mail from a folder',
      mail: maildirIn({ folder, maxBytes: limits.spoolFileBytes, reach: session.reach }),
    })
  }
  return found
}
