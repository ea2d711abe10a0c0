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
import type { Context } from '../context/context.ts'

const inHome = (context: Context, path: string) => (isAbsolute(path) ? path : join(context.home.folder, path))

function passwordOf(context: Context, file: string | undefined, setting: string): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(inHome(context, file), 'utf8').trim()
  } catch (cause) {
    throw problem('config/wrong', `The file that ${setting} names cannot be read.`, {
      hint: 'it holds the password alone, on one line, readable by this user only',
      cause,
    })
  }
}

/** Certificates of authorities that only this organisation knows. */
function authorities(context: Context): string | undefined {
  const { mailCaFile } = context.settings
  if (mailCaFile === undefined) return undefined
  try {
    return readFileSync(inHome(context, mailCaFile), 'utf8')
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
export function mailOut(context: Context, sentBefore: readonly Date[]): MailOut {
  const { settings, home } = context
  if (settings.smtpUrl === undefined) return maildirOut(home.mail, context.failpoint)
  const password = passwordOf(context, settings.smtpPasswordFile, 'smtpPasswordFile')
  const ca = authorities(context)
  return smtpOut({
    server: readMailServer(settings.smtpUrl, 'smtp'),
    ...(password === undefined ? {} : { password }),
    name: settings.mail.split('@')[1] ?? '',
    perHour: settings.smtpPerHour,
    sentBefore,
    now: context.now,
    ...(ca === undefined ? {} : { ca }),
  })
}

export interface Mailbox {
  /** For status and logs: nothing secret. */
  readonly name: string
  readonly mail: MailIn
}

/** The mailbox on this disk that mail is read from; null where an account on a server alone is. */
export function mailFolder(context: Context): string | null {
  const { settings, home } = context
  if (settings.mailIn !== undefined) return inHome(context, settings.mailIn)
  return settings.imapUrl === undefined ? mailboxFolder(home.mail, settings.mail) : null
}

/** Where mail comes from: IMAP and a Maildir where they are named, else our own mailbox on disk. */
export function mailboxes(context: Context): readonly Mailbox[] {
  const { settings } = context
  const found: Mailbox[] = []
  if (settings.imapUrl !== undefined) {
    const password = passwordOf(context, settings.imapPasswordFile, 'imapPasswordFile')
    const server = readMailServer(settings.imapUrl, 'imap')
    const ca = authorities(context)
    found.push({
      name: `mail from ${server.host}`,
      mail: imapIn({
        server,
        password: password ?? '',
        maxBytes: limits.spoolFileBytes,
        now: context.now,
        failpoint: context.failpoint,
        ...(ca === undefined ? {} : { ca }),
      }),
    })
  }
  const folder = mailFolder(context)
  if (folder !== null) {
    found.push({
      name: 'mail from a folder',
      mail: maildirIn({ folder, maxBytes: limits.spoolFileBytes, failpoint: context.failpoint }),
    })
  }
  return found
}
