// From raw bytes to what one may know of a mail. Runs in a thread of its own (mail-worker.ts), for the bytes are hostile;
// reads nothing but its arguments.

import { authenticatedAuthor } from './authentication-results.ts'
import { classify, type MailKind } from './classify.ts'
import { readTextReport } from './bounce-text.ts'
import { type Bounce, readDeliveryStatus, type Report } from './delivery-status.ts'
import { addressesOf, type MailToken, onlyAuthor, tokensOf, valuesOf } from '../mail-read/mail-addresses.ts'
import { type MailMaxima, textLimits } from '../mail-limits.ts'
import {
  cleanLine,
  decoded,
  type MailAttachment,
  type MailHeader,
  type MailParts,
  takeApart,
} from '../mail-read/mail-parts.ts'
import { signsOf } from './mail-signs.ts'
import { returnedLetter } from './returned-letter.ts'

export interface ReadMail {
  readonly kind: MailKind
  /** The sign that decided the kind, in fixed words. */
  readonly why: string
  /** Every address of every From header, lower case. Claims, no more. */
  readonly from: readonly string[]
  /** The one author, lower case, as the mail claims; null unless there is one From header with one plain address. */
  readonly author: string | null
  /** The author, lower case, where a trusted server says that it is proven; null else. */
  readonly authenticated: string | null
  /** Of the addresses of ours that the mail was sent to, and for reports of the letter that they return. */
  readonly tokens: readonly MailToken[]
  /** Of a bounce; null for all else, and where the report names none. */
  readonly bounce: Bounce | null
  /**
   * The mail read as a report about a letter; null where it cannot be one. It is one where the kind is `bounce`. Else it
   * is one if the address that it came to is the bounce address of a letter, which the database knows, and names no letter.
   */
  readonly report: MailReport | null
  /** Of the answer, as its mail program says: like "en-gb", lower case. */
  readonly language: string | null
  readonly subject: string
  /** The sender's text, lines ended by LF, quotes as `> `. Not cleaned otherwise. */
  readonly text: string
  readonly attachments: readonly MailAttachment[]
  /** Without angle brackets. */
  readonly messageId: string | null
  /** Without angle brackets. A hint, never identity. */
  readonly inReplyTo: string | null
  /** The date by the sender's clock; null where it is no date. Order goes by receipt, never by this. */
  readonly date: Date | null
}

export interface MailReport extends Report {
  /** Ids of letters of ours whose Message-ID stands in it, like "packet-7QK2-M9XA-3F0T": nobody else knows them. */
  readonly letters: readonly string[]
}

export interface JudgeOptions {
  /** Our address as plainAddress writes it; plus-addresses of it are ours. */
  readonly ours: string
  /** Names (authserv-id) of our own mail servers. */
  readonly trustedServers: readonly string[]
  readonly maxima: MailMaxima
}

/** The first header of a name. */
const first = (headers: readonly MailHeader[], key: string) => valuesOf(headers, key)[0]

function identifierOf(value: string | undefined): string | null {
  const id = /<([^<>\s]+)>/.exec((value ?? '').slice(0, 4 * textLimits.identifier))?.[1]
  return id === undefined ? null : cleanLine(id, textLimits.identifier)
}

function languageOf(headers: readonly MailHeader[]): string | null {
  const value = first(headers, 'content-language') ?? first(headers, 'accept-language') ?? ''
  return /^\s*([a-z]{2,3}(-[a-z0-9]{1,8}){0,3})\s*([,;].*)?$/i.exec(value.slice(0, 200))?.[1]?.toLowerCase() ?? null
}

function dateOf(headers: readonly MailHeader[]): Date | null {
  const date = new Date((first(headers, 'date') ?? '').slice(0, 100))
  return Number.isNaN(date.getTime()) ? null : date
}

/** @throws Problem mail/not-readable, mail/too-large. */
export async function judgeMail(raw: Uint8Array, options: JudgeOptions): Promise<ReadMail> {
  const parts = await takeApart(raw, options.maxima)
  const { headers } = parts
  const sentTo = tokensOf(headers, options.ours, 'reply')
  const unsubscribe = sentTo.some(({ purpose }) => purpose === 'unsubscribe')
  const bounce = sentTo.some(({ purpose }) => purpose === 'bounce')
  const { kind, why } = classify(parts, options.ours, { unsubscribe, bounce })
  const mayReport = classify(parts, options.ours, { unsubscribe, bounce: true }).kind === 'bounce'
  const report = mayReport ? readReport(parts, options.ours) : null
  const returned = returnedLetter(parts, options.ours)
  return {
    kind,
    why,
    from: addressesOf(headers, 'from'),
    author: onlyAuthor(headers),
    authenticated: authenticatedAuthor(headers, options.trustedServers),
    tokens: kind === 'bounce' || kind === 'complaint' ? returned.tokens : sentTo,
    bounce: kind === 'bounce' && report !== null ? { status: report.status, recipient: report.recipient } : null,
    report: report === null ? null : { ...report, letters: kind === 'bounce' ? returned.letters : [] },
    language: languageOf(headers),
    subject: cleanLine(decoded(first(headers, 'subject') ?? ''), textLimits.subject),
    text: parts.text,
    attachments: parts.attachments,
    messageId: identifierOf(first(headers, 'message-id')),
    inReplyTo: identifierOf(first(headers, 'in-reply-to')),
    date: dateOf(headers),
  }
}

const readReport = (parts: MailParts, ours: string) =>
  readDeliveryStatus(parts) ?? readTextReport(signsOf(parts, ours, { unsubscribe: false, bounce: true }))
