// Mails as people and machines send them to the organisation's address, put into its mailbox on disk as a mail server does.

import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { TestHome } from './home.ts'
import type { ReceivedLetter } from './letters.ts'

export const core = 'core@kilimo.example'

export interface Mail {
  readonly from: string
  readonly to: string
  readonly subject?: string
  readonly text?: string
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly { readonly filename: string; readonly content: string | Uint8Array }[]
}

/** The bytes of a mail, as a mail program writes it. */
export async function mailOf(mail: Mail): Promise<Buffer> {
  return new MailComposer({
    subject: 'Re: Work packet',
    text: '',
    messageId: `<${randomBytes(8).toString('hex')}@mail.example.org>`,
    ...mail,
    attachments: (mail.attachments ?? []).map(({ filename, content }) => ({
      filename,
      content: typeof content === 'string' ? content : Buffer.from(content),
    })),
    headers: { ...mail.headers },
  })
    .compile()
    .build()
}

/** Where answers to a letter go, as its recipient's mail program reads it. */
export const replyAddressOf = (letter: ReceivedLetter) => letter.headers.get('reply-to') ?? core

interface MailLink {
  readonly href: string
  readonly to: string
  readonly subject: string
  readonly body: string
}

/** The links of an HTML letter that open a draft, decoded as a mail program does it. */
export function linksIn(html: string): readonly MailLink[] {
  return [...html.matchAll(/href="(mailto:[^"]*)"/g)].map(([, escaped = '']) => {
    const href = escaped.replaceAll('&amp;', '&')
    const { pathname, searchParams } = new URL(href)
    return {
      href,
      to: decodeURIComponent(pathname),
      subject: searchParams.get('subject') ?? '',
      body: searchParams.get('body') ?? '',
    }
  })
}

/** Quotes a text as mail programs do. */
export const quoted = (text: string) =>
  text
    .split('\n')
    .map(line => `> ${line}`)
    .join('\n')

/** A mail server delivers into the organisation's own mailbox. */
export function deliverTo(home: TestHome, raw: Uint8Array): void {
  const folder = mailboxFolder(home.home.mail, core)
  for (const part of ['tmp', 'new', 'cur']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
  const name = `${Date.now()}.${randomBytes(6).toString('hex')}.mx`
  writeFileSync(join(folder, 'tmp', name), raw, { mode: 0o600 })
  renameSync(join(folder, 'tmp', name), join(folder, 'new', name))
}
