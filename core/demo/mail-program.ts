// Stands in for people's mail programs and answering machines in the demo: delivers into the organisation's mailbox on disk as a
// mail server does.

import { deliver } from '@satchel/dispatcher/mail-out/maildir-out'
import { newToken } from '@satchel/protocol/messages/token'
import type { ReceivedLetter } from './mailbox.ts'

interface Mail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly headers?: readonly string[]
}

/** Sends a mail to the organisation. */
export async function sendMail(mailRoot: string, core: string, mail: Mail): Promise<void> {
  const id = newToken().toLowerCase()
  const raw = [
    `From: ${mail.from}`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    `Message-ID: <${id}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...(mail.headers ?? []),
    '',
    mail.text,
  ].join('\n')
  await deliver(mailRoot, core, `mail-${id}`, Buffer.from(raw.replace(/\r?\n/g, '\r\n')))
}

/** A reply to a letter: to its Reply-To, with the letter's text quoted below what was written. */
export function replyTo(letter: ReceivedLetter, from: string, text: string): Mail {
  return { from, to: letter.replyTo, subject: `Re: ${letter.subject}`, text }
}
