// Which ways of mail this installation has, from its settings. The only file that reads the passwords of mail accounts.

import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { imapIn } from '@satchel/dispatcher/mail-in/imap'
import { mailboxFolder, maildirOut } from '@satchel/dispatcher/mail-out/maildir-out'
import { readMailServer } from '@satchel/dispatcher/mail-server'
import { maildirIn } from '@satchel/dispatcher/mail-in/maildir-in'
import { smtpOut } from '@satchel/dispatcher/mail-out/smtp'
import type { MailIn, MailOut } from '@satchel/dispatcher/transport'
import { limits } from '@satchel/protocol/limits'
import { problem } from '../problems/problems.ts'
import type { Session } from '../context/session.ts'

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

/** Certificates of authorities that only this organisation knows. */
function authorities(session: Session): string | undefined {
  const { mailCaFile } = session.settings
  if (mailCaFile === undefined) return undefined
  try {
    return readFileSync(inHome(session, mailCaFile), 'utf8')
  } catch (cause) {
    throw problem('config/wrong', 'The file that mailCaFile names cannot be read.', {
      hint: 'it holds certificates in PEM',
      cause,
    })
  }
}

/**
 * Where letters go. The caller closes it.
 * @param sentBefore when letters went out in the last hour: the budget counts them.
 */
export function mailOut(session: Session, sentBefore: readonly Date[]): MailOut {
  const { settings, home } = session
  if (settings.smtpUrl === undefined) return maildirOut(home.mail, session.reach)
  const password = passwordOf(session, settings.smtpPasswordFile, 'smtpPasswordFile')
  const ca = authorities(session)
  return smtpOut({
    server: readMailServer(settings.smtpUrl, 'smtp'),
    ...(password === undefined ? {} : { password }),
    name: settings.mail.split('@')[1] ?? '',
    perHour: settings.smtpPerHour,
    sentBefore,
    now: session.now,
    ...(ca === undefined ? {} : { ca }),
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
    const server = readMailServer(settings.imapUrl, 'imap')
    const ca = authorities(session)
    found.push({
      name: `mail from ${server.host}`,
      mail: imapIn({
        server,
        password: password ?? '',
        maxBytes: limits.spoolFileBytes,
        now: session.now,
        reach: session.reach,
        ...(ca === undefined ? {} : { ca }),
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
