// What kind of mail this is, from its headers and parts alone. Only a reply is ever imported or answered, so in doubt a
// machine's mail is a machine's: but nothing in a body makes one, or a quoted header would.

import { addressesOf, domainOf, valuesOf } from './mail-addresses.ts'
import type { MailParts } from './mail-parts.ts'

export type MailKind =
  | 'reply'
  | 'bounce'
  | 'complaint'
  | 'auto-reply'
  | 'read-receipt'
  | 'list'
  | 'own-letter'
  | 'unsubscribe'

export interface Verdict {
  readonly kind: MailKind
  /** What decided, in fixed words. */
  readonly why: string
}

/** What the rules ask, worked out once. */
interface Signs {
  readonly parts: MailParts
  readonly ours: string
  readonly first: (key: string) => string
  readonly has: (key: string) => boolean
  readonly isSentToUnsubscribe: boolean
}

/** First word of a header's value, lower case. */
const word = (value: string) => /^[^\s;(]*/.exec(value.trim().toLowerCase())?.[0] ?? ''

const ownId = /^<?(packet|outcome|notice)-[a-z0-9-]{1,64}@([^<>@\s]+)>?$/i

/** A report by its type, or by what it holds: some gateways change the type. */
const holds = (signs: Signs, type: RegExp) =>
  signs.parts.type === 'multipart/report' && signs.parts.attachments.some(part => type.test(part.type))

const isReport = (signs: Signs, report: string) =>
  signs.parts.type === 'multipart/report' && signs.parts.parameters['report-type']?.toLowerCase() === report

const isNullSender = (signs: Signs) => /^<\s*>$/.test(signs.first('return-path'))

const isDaemon = (signs: Signs) =>
  addressesOf(signs.parts.headers, 'from').some(address => /^(mailer-daemon|postmaster)@/.test(address)) ||
  /\bmailer-daemon\b/i.test(signs.first('from'))

const isAutomatic = (signs: Signs) => signs.has('auto-submitted') && word(signs.first('auto-submitted')) !== 'no'

const autoHeaders = [
  'x-autoreply',
  'x-auto-reply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-mail-autoreply',
  'x-vacation',
  'x-fc-machinegenerated',
] as const

/** How Exchange and Outlook begin the subject of an absence, where the header alone may be a company's rule for all mail. */
const absence =
  /^\s*(automatic reply|auto(matic)? ?response|out of (the )?office|automatische antwort|abwesenheits|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatisch antwoord|autosvar|automatisk svar|automaattinen vastaus|automatyczna odpowiedź|автоответ|otomatik yanıt|自动答复|自動回覆|自動応答|jibu la moja kwa moja)/iu

const isSuppressed = (signs: Signs) =>
  /\b(all|oof|autoreply)\b/i.test(signs.first('x-auto-response-suppress')) &&
  (signs.has('x-ms-exchange-inbox-rules-loop') || absence.test(signs.first('subject')))

const precedence = (signs: Signs) => word(signs.first('precedence'))

/** In this order: the first that holds decides. */
const rules: readonly (Verdict & { readonly holds: (signs: Signs) => boolean })[] = [
  {
    kind: 'own-letter',
    why: 'our message id',
    holds: signs => ownId.exec(signs.first('message-id').trim())?.[2]?.toLowerCase() === domainOf(signs.ours),
  },
  {
    kind: 'own-letter',
    why: 'our address, sent by a program',
    holds: signs =>
      isAutomatic(signs) && addressesOf(signs.parts.headers, 'from').includes(signs.ours) && !isDaemon(signs),
  },
  { kind: 'complaint', why: 'feedback report', holds: signs => isReport(signs, 'feedback-report') },
  { kind: 'complaint', why: 'feedback report', holds: signs => holds(signs, /^message\/feedback-report$/) },
  {
    kind: 'read-receipt',
    why: 'disposition notification',
    holds: signs => isReport(signs, 'disposition-notification'),
  },
  {
    kind: 'read-receipt',
    why: 'disposition notification',
    holds: signs => holds(signs, /^message\/(global-)?disposition-notification$/),
  },
  { kind: 'bounce', why: 'delivery status', holds: signs => isReport(signs, 'delivery-status') },
  { kind: 'bounce', why: 'delivery status', holds: signs => holds(signs, /^message\/(global-)?delivery-status$/) },
  {
    kind: 'bounce',
    why: 'failed recipients',
    holds: signs => signs.has('x-failed-recipients') && (isDaemon(signs) || isNullSender(signs)),
  },
  {
    kind: 'bounce',
    why: 'mailer daemon',
    holds: signs => isDaemon(signs) && (isNullSender(signs) || isAutomatic(signs)),
  },
  // mail programs send it by themselves, some through a list or with Auto-Submitted: it always counts
  { kind: 'unsubscribe', why: 'unsubscribe address', holds: signs => signs.isSentToUnsubscribe },
  { kind: 'auto-reply', why: 'auto-submitted', holds: isAutomatic },
  { kind: 'auto-reply', why: 'responder header', holds: signs => autoHeaders.some(key => signs.has(key)) },
  { kind: 'auto-reply', why: 'no answers wanted', holds: isSuppressed },
  {
    kind: 'list',
    why: 'list header',
    holds: signs => signs.has('list-id') || signs.has('list-post') || signs.has('mailing-list'),
  },
  { kind: 'list', why: 'precedence', holds: signs => precedence(signs) === 'list' },
  {
    kind: 'auto-reply',
    why: 'precedence',
    holds: signs => ['bulk', 'junk', 'auto_reply', 'auto-reply'].includes(precedence(signs)),
  },
  { kind: 'auto-reply', why: 'no sender to answer', holds: isNullSender },
]

/**
 * RFC 3834 (answers of programs), 6522 with 3464, 8098 and 5965 (reports), 2919 (lists), 8058 (unsubscribing).
 * @param ours our address as plainAddress writes it.
 * @param isSentToUnsubscribe a recipient of the mail is an unsubscribe address of ours.
 */
export function classify(parts: MailParts, ours: string, isSentToUnsubscribe: boolean): Verdict {
  const signs: Signs = {
    parts,
    ours,
    first: key => valuesOf(parts.headers, key)[0] ?? '',
    has: key => valuesOf(parts.headers, key).length > 0,
    isSentToUnsubscribe,
  }
  const rule = rules.find(each => each.holds(signs))
  return rule === undefined ? { kind: 'reply', why: 'no sign of a program' } : { kind: rule.kind, why: rule.why }
}
