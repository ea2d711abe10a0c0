// From a letter to its MIME bytes. Pure: the same letter gives the same bytes, so a letter is built once and sent as it is.

import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { problem } from './problems.ts'

export interface Letter {
  /** Unique and stable; the MIME boundaries come from it. */
  readonly id: string
  /** Without angle brackets. */
  readonly messageId: string
  readonly date: Date
  readonly from: string
  readonly to: string
  readonly replyTo?: string
  /** Where bounces go; becomes Return-Path for a mailbox on disk, the envelope sender elsewhere. */
  readonly envelopeFrom?: string
  readonly subject: string
  readonly text: string
  readonly attachments: readonly {
    readonly name: string
    readonly type: string
    readonly content: string | Uint8Array
  }[]
  readonly autoSubmitted: 'auto-generated' | 'auto-replied'
}

/** A CR LF, a comma or a quoted part in an address was seen to route a letter to somebody else. */
const plainAddress = /^[^\s@<>"',;:()[\]\\\p{C}]{1,64}@[^\s@<>"',;:()[\]\\\p{C}]{1,255}$/u

/** @throws Problem address/not-valid. The address itself is not in the message. */
export function checkAddress(address: string): string {
  if (!plainAddress.test(address)) {
    throw problem('address/not-valid', 'An e-mail address of the letter is not one plain address.', {
      hint: 'like anna@example.org: no name, no comment, no quotes',
    })
  }
  return address
}

const maxSubject = 150

/** One line without control characters. */
function cleanSubject(subject: string): string {
  return [...subject.replace(/\p{C}+/gu, ' ').trim()].slice(0, maxSubject).join('')
}

/** @throws Problem address/not-valid. */
export async function compose(letter: Letter): Promise<Uint8Array> {
  const boundary = createHash('sha256').update(letter.id).digest('hex').slice(0, 24)
  const mail = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    from: { name: '', address: checkAddress(letter.from) },
    to: { name: '', address: checkAddress(letter.to) },
    ...(letter.replyTo === undefined ? {} : { replyTo: { name: '', address: checkAddress(letter.replyTo) } }),
    subject: cleanSubject(letter.subject),
    date: letter.date,
    messageId: `<${letter.messageId}>`,
    text: letter.text,
    textEncoding: 'quoted-printable',
    baseBoundary: boundary,
    headers: {
      'Auto-Submitted': letter.autoSubmitted,
      'X-Auto-Response-Suppress': 'All',
      ...(letter.envelopeFrom === undefined ? {} : { 'Return-Path': `<${checkAddress(letter.envelopeFrom)}>` }),
    },
    attachments: letter.attachments.map(attachment => ({
      filename: attachment.name,
      contentType: attachment.type,
      contentDisposition: 'attachment' as const,
      content: typeof attachment.content === 'string' ? attachment.content : Buffer.from(attachment.content),
      // base64 carries exact bytes: a signature covers them
      contentTransferEncoding: 'base64' as const,
    })),
  })
  return new Uint8Array(await mail.compile().build())
}
