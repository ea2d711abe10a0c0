// From a letter to its MIME bytes. Pure: the same letter gives the same bytes, so a letter is built once and sent as it is.

import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { problem } from './problems.ts'

export interface Letter {
  /** Unique and stable; the MIME boundary comes from it. */
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
  /** There is none: what should be read as HTML is an attachment, so that no mail program changes it. */
  readonly html?: never
  readonly attachments: readonly {
    /** A plain file name with an ending, or with two where it is a signature (.sexp.asc), without anything about a person. */
    readonly name: string
    /** Like text/html; charset=utf-8. */
    readonly type: string
    readonly content: string | Uint8Array
  }[]
  readonly autoSubmitted: 'auto-generated' | 'auto-replied'
}

/** A CR LF, a comma or a quoted part in an address was seen to route a letter to somebody else. */
const plainAddress = /^[^\s@<>"',;:()[\]\\\p{C}]{1,64}@[^\s@<>"',;:()[\]\\\p{C}]{1,255}$/u

/** @throws Problem address/not-valid. The address itself is not in the message. */
export function checkAddress(address: string): string {
  if (!plainAddress.test(address) || asciiDomain(address).endsWith('@')) {
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

/** Headers are ASCII: an international domain in its xn-- form; nothing behind the @ for what no domain can be. */
function asciiDomain(address: string): string {
  const [local = '', domain = ''] = address.split('@')
  return `${local}@${domainToASCII(domain)}`
}

/** Line breaks, as mail has them, and tabs stay; other control characters are none of a letter. */
function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll('\n', '\r\n')
}

/** What our own code chose; a mistake in it is a bug, not a problem of anybody. */
function checkOwnNames(letter: Letter): void {
  if (!/^[A-Za-z0-9._+-]+@[^\s@<>\p{C}]+$/u.test(letter.messageId)) throw new TypeError('not a message id')
  for (const { name, type } of letter.attachments) {
    // two endings that are not a signature's are what viruses come as
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]{1,10}(\.asc)?$/.test(name) || name.endsWith('.js')) {
      throw new TypeError('not a name for an attachment')
    }
    if (!/^[a-z]+\/[a-z0-9.+-]+(; charset=[a-z0-9-]+)?$/.test(type)) throw new TypeError('not a type for an attachment')
  }
}

/** @throws Problem address/not-valid. @throws TypeError a message id, file name or type that is not well-formed. */
export async function compose(letter: Letter): Promise<Uint8Array> {
  checkOwnNames(letter)
  const boundary = createHash('sha256').update(letter.id).digest('hex').slice(0, 24)
  const mail = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    // objects, so that nothing in an address is read as a second one
    from: { name: '', address: checkAddress(letter.from) },
    to: { name: '', address: checkAddress(letter.to) },
    ...(letter.replyTo === undefined ? {} : { replyTo: { name: '', address: checkAddress(letter.replyTo) } }),
    subject: cleanSubject(letter.subject),
    date: letter.date,
    messageId: `<${asciiDomain(letter.messageId)}>`,
    text: cleanText(letter.text),
    textEncoding: 'quoted-printable',
    baseBoundary: boundary,
    headers: {
      'Auto-Submitted': letter.autoSubmitted,
      'X-Auto-Response-Suppress': 'All',
      ...(letter.envelopeFrom === undefined
        ? {}
        : { 'Return-Path': `<${asciiDomain(checkAddress(letter.envelopeFrom))}>` }),
    },
    attachments: letter.attachments.map(attachmentOf),
  })
  return new Uint8Array(await mail.compile().build())
}

function attachmentOf(attachment: Letter['attachments'][number]) {
  return {
    filename: attachment.name,
    contentType: attachment.type,
    contentDisposition: 'attachment' as const,
    content: typeof attachment.content === 'string' ? attachment.content : Buffer.from(attachment.content),
    // base64 carries exact bytes: a signature covers them
    contentTransferEncoding: 'base64' as const,
  }
}
