// The kind of a mail, judged by its headers and parts alone. Only a reply is ever imported or answered, so in doubt a
// machine's mail is a machine's: but nothing in a body alone makes one, or a quoted header would.

import { hasAutomaticPrecedence, hasResponderMark, isAbsenceByName, isSuppressed } from './auto-reply-signs.ts'
import { saysFailure } from './bounce-text.ts'
import { isFeedbackReport, isOldComplaint } from './complaint-signs.ts'
import { isStatusPart } from './delivery-status.ts'
import { addressesOf, domainOf } from '../mail-read/mail-addresses.ts'
import type { MailParts } from '../mail-read/mail-parts.ts'
import { isAutomatic, isDaemon, isNullSender, isPostmaster, type Signs, signsOf, word } from './mail-signs.ts'

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
  /** The deciding sign, in fixed words. */
  readonly why: string
}

const ownId = /^<?(packet|outcome|notice)-[a-z0-9-]{1,64}@([^<>@\s]+)>?$/i

/** By its type, or by what it holds: some gateways change the type. */
const isReceipt = ({ parts }: Signs) =>
  parts.type === 'multipart/report' &&
  (parts.parameters['report-type']?.toLowerCase() === 'disposition-notification' ||
    parts.attachments.some(part => /^message\/(global-)?disposition-notification$/.test(part.type)))

/** No person sends a report, whatever it lost on its way. */
const isDeliveryReport = ({ parts }: Signs) =>
  parts.type === 'multipart/report' || (parts.type.startsWith('multipart/') && parts.attachments.some(isStatusPart))

/** Some mail programs answer to the address that bounces are for: then the mail says what it answers, or has the form. */
const answersLetter = (signs: Signs) =>
  (signs.has('in-reply-to') || /\[form\]/i.test(signs.parts.text)) && !isNullSender(signs) && !saysFailure(signs)

/** In this order: the first that holds decides. */
const rules: readonly (Verdict & { readonly holds: (signs: Signs) => boolean })[] = [
  {
    kind: 'own-letter',
    why: 'our message id',
    holds: signs => ownId.exec(signs.first('message-id').trim())?.[2]?.toLowerCase() === domainOf(signs.ours),
  },
  { kind: 'complaint', why: 'feedback report', holds: isFeedbackReport },
  { kind: 'complaint', why: 'old report of a complaint', holds: isOldComplaint },
  { kind: 'read-receipt', why: 'disposition notification', holds: isReceipt },
  { kind: 'bounce', why: 'delivery status', holds: isDeliveryReport },
  { kind: 'bounce', why: 'failed recipients', holds: signs => signs.has('x-failed-recipients') },
  { kind: 'bounce', why: 'mailer daemon', holds: isDaemon },
  {
    kind: 'bounce',
    why: 'postmaster',
    holds: signs => isPostmaster(signs) && (isNullSender(signs) || isAutomatic(signs)),
  },
  {
    kind: 'bounce',
    why: 'failure notice',
    holds: signs => (isPostmaster(signs) || isNullSender(signs) || isAutomatic(signs)) && saysFailure(signs),
  },
  {
    kind: 'own-letter',
    why: 'our address, sent by a program',
    holds: signs => isAutomatic(signs) && addressesOf(signs.parts.headers, 'from').includes(signs.ours),
  },
  // mail programs send it by themselves, some through a list or with Auto-Submitted: it always counts
  { kind: 'unsubscribe', why: 'unsubscribe address', holds: signs => signs.isSentToUnsubscribe },
  { kind: 'auto-reply', why: 'auto-submitted', holds: isAutomatic },
  { kind: 'auto-reply', why: 'responder header', holds: hasResponderMark },
  { kind: 'auto-reply', why: 'no answers wanted', holds: isSuppressed },
  { kind: 'auto-reply', why: 'subject of an absence', holds: isAbsenceByName },
  // nobody writes to that address; programs that answer by themselves do, and were told apart above
  { kind: 'bounce', why: 'bounce address', holds: signs => signs.isSentToBounce && !answersLetter(signs) },
  {
    kind: 'list',
    why: 'list header',
    holds: signs => signs.has('list-id') || signs.has('list-post') || signs.has('mailing-list'),
  },
  { kind: 'list', why: 'precedence', holds: signs => word(signs.first('precedence')) === 'list' },
  { kind: 'auto-reply', why: 'precedence', holds: hasAutomaticPrecedence },
  { kind: 'auto-reply', why: 'no sender to answer', holds: isNullSender },
]

/** Addresses of ours that a mail was sent to, beside the ones for answers. */
export interface SentTo {
  readonly unsubscribe: boolean
  readonly bounce: boolean
}

/**
 * RFC 3834 (answers of programs), 6522 with 3464, 8098 and 5965 (reports), 2919 (lists), 8058 (unsubscribing).
 * @param ours our address as plainAddress writes it.
 */
export function classify(parts: MailParts, ours: string, sentTo: SentTo): Verdict {
  const signs = signsOf(parts, ours, sentTo)
  const rule = rules.find(each => each.holds(signs))
  return rule === undefined ? { kind: 'reply', why: 'no sign of a program' } : { kind: rule.kind, why: rule.why }
}
