// From a letter to its MIME bytes. Pure: the same letter gives the same bytes, so a letter is built once and sent as it is.

import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { isPlainAddress } from '@satchel/protocol/mail-address'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { type Signer, signMail } from '../mail-read/pgp-mime.ts'
import { problem } from '../problems.ts'
import { ownMail } from './own-mail.ts'
import { writeMail } from './write-mail.ts'

export interface Letter {
  /** Unique and stable; the MIME boundary comes from it. */
  readonly id: string
  /** Without angle brackets. */
  readonly messageId: string
  readonly date: Date
  readonly from: string
  /** The name that mail programs show in place of the sender's address: the organisation's. */
  readonly fromName?: string
  readonly to: string
  readonly replyTo?: string
  /** Where bounces go; becomes Return-Path for a mailbox on disk, the envelope sender elsewhere. */
  readonly envelopeFrom?: string
  readonly subject: string
  readonly text: string
  /** The same once more for mail programs that show HTML. Nothing in it is fetched; a page with a form is an attachment. */
  readonly html?: string
  readonly attachments: readonly {
    /** A plain file name with an ending, or with two where it is a signature (.sexp.asc), without anything about a person. */
    readonly name: string
    /** Like text/html; charset=utf-8. */
    readonly type: string
    readonly content: string | Uint8Array
  }[]
  /** no: a person wrote it. */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied' | 'no'
  /** On what comes again and again, never on an acknowledgement. An https url also works with one click (RFC 8058). */
  readonly listUnsubscribe?: { readonly url?: string; readonly mailto?: string }
}

/** @throws Problem address/not-valid. The address itself is not in the message. */
export function checkAddress(address: string): string {
  if (!isPlainAddress(address) || asciiDomain(address).endsWith('@')) {
    throw problem('address/not-valid', 'An e-mail address of the letter is not one plain address.', {
      hint: 'like anna@example.org: no name, no comment, no quotes',
    })
  }
  return address
}

const maxSubject = 150
const maxName = 80

/** One line without control characters. */
function cleanLine(text: string, max: number): string {
  return [...text.replace(/\p{C}+/gu, ' ').trim()].slice(0, max).join('')
}

/** Nothing in it that a program could read as an address beside the real one. */
const cleanName = (name: string) => cleanLine(name.replace(/[<>@"\\]+/g, ' '), maxName)

/** Headers are ASCII: an international domain in its xn-- form; nothing behind the @ for what no domain can be. */
export function asciiDomain(address: string): string {
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

/** Checks values that our own code chose. A mistake in them is a bug and no user's problem. */
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

/** Checks a link of ours. A character that ends it early is a bug. */
function unsubscribeHeaders({ listUnsubscribe }: Letter): Readonly<Record<string, string>> {
  if (listUnsubscribe === undefined) return {}
  const { url, mailto } = listUnsubscribe
  if (url !== undefined && !/^https?:\/\/[!#-;=?-~]+$/.test(url)) throw new TypeError('not an address of the web')
  const ways = [
    ...(url === undefined ? [] : [`<${url}>`]),
    ...(mailto === undefined ? [] : [`<mailto:${asciiDomain(checkAddress(mailto))}>`]),
  ]
  if (ways.length === 0) return {}
  return {
    'List-Unsubscribe': ways.join(', '),
    // RFC 8058: without TLS a mail program must not offer it
    ...(url?.startsWith('https:') === true ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}

/**
 * @param sign where it is given, the letter is PGP/MIME: it is called with the exact bytes of the signed part.
 * @throws Problem address/not-valid.
 * @throws TypeError a message id, file name, type or link that is not well-formed.
 */
export async function compose(letter: Letter, sign?: Signer): Promise<Uint8Array> {
  if (sign !== undefined) return signMail(await writeMail(mailOf(letter, true)), sign)
  checkOwnNames(letter)
  const own =
    letter.envelopeFrom === undefined && letter.listUnsubscribe === undefined ? ownMail(cleaned(letter)) : null
  return own === null ? writeMail(mailOf(letter, false)) : new Uint8Array(Buffer.from(own))
}

const boundaryOf = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 24)

const cleaned = (letter: Letter) => ({
  ...letter,
  from: checkAddress(letter.from),
  to: checkAddress(letter.to),
  ...(letter.replyTo === undefined ? {} : { replyTo: checkAddress(letter.replyTo) }),
  boundary: boundaryOf(letter.id),
  fromName: cleanName(letter.fromName ?? ''),
  subject: cleanLine(letter.subject, maxSubject),
  text: cleanText(letter.text),
  ...(letter.html === undefined ? {} : { html: cleanText(letter.html) }),
})

/** The library's tree of a letter. @throws as `compose` does. */
export function mailOf(letter: Letter, isSigned: boolean): ReturnType<MailComposer['compile']> {
  checkOwnNames(letter)
  const mail = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    // objects, so that nothing in an address is read as a second one
    from: { name: cleanName(letter.fromName ?? ''), address: checkAddress(letter.from) },
    to: { name: '', address: checkAddress(letter.to) },
    ...(letter.replyTo === undefined ? {} : { replyTo: { name: '', address: checkAddress(letter.replyTo) } }),
    subject: cleanLine(letter.subject, maxSubject),
    date: letter.date,
    messageId: `<${asciiDomain(letter.messageId)}>`,
    // a signature covers spaces at line ends, which servers trim, and From at line beginnings, which they mark
    text: isSigned ? encodedText(cleanText(letter.text)) : cleanText(letter.text),
    ...(letter.html === undefined ? {} : { html: encodedText(cleanText(letter.html)) }),
    textEncoding: 'quoted-printable',
    baseBoundary: boundaryOf(letter.id),
    headers: {
      'Auto-Submitted': letter.autoSubmitted,
      'X-Auto-Response-Suppress': 'All',
      ...unsubscribeHeaders(letter),
      ...(letter.envelopeFrom === undefined
        ? {}
        : { 'Return-Path': `<${asciiDomain(checkAddress(letter.envelopeFrom))}>` }),
    },
    attachments: letter.attachments.map(attachmentOf),
  })
  return mail.compile()
}

/** Quoted-printable also where the library would choose 7bit. */
const encodedText = (content: string) => ({ content, contentTransferEncoding: 'quoted-printable' as const })

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
