// Reports of people who pressed "spam": RFC 5965, and what providers wrote before it and still do. They return our letter, so
// none may be taken for its answer.

import { addressesOf } from '../mail-read/mail-addresses.ts'
import { readHeaders } from './delivery-status.ts'
import type { Signs } from './mail-signs.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 16 * 1024))

const isReturned = /^(message\/(rfc822|global)|(text|message)\/(rfc822|global)-headers)$/

export const isFeedbackReport = (signs: Signs) =>
  signs.parts.type.startsWith('multipart/') &&
  (signs.parts.parameters['report-type']?.toLowerCase() === 'feedback-report' ||
    signs.parts.attachments.some(part => part.type.endsWith('/feedback-report')))

/** The fields of a report, where a gateway made plain text of its part. */
const hasReportFields = (signs: Signs) =>
  [
    signs.parts.text,
    ...signs.parts.attachments.filter(part => part.type === 'text/plain').map(part => textOf(part.bytes)),
  ].some(
    text =>
      /^feedback-type:[ \t]*[\w-]+[ \t]*$/im.test(text) &&
      /^(user-agent|version|source-ip|original-mail-from|original-rcpt-to|arrival-date|received-date):/im.test(text),
  )

const marks = ['x-hmxmroriginalrecipient', 'x-xarf', 'x-arf', 'x-spamcop-sourceip', 'feedback-type'] as const

const senders =
  /^(scomp@aol\.(com|net)|staff@hotmail\.com|feedback@arf\.mail\.yahoo\.com|(fbl|fbl-no-reply|feedback-?loop)@)/

const subjects =
  /^((fwd?: ?)?(e-?mail feedback report for ip|complaint about message from|client tos notification|spam report|abuse report|\[?junk( mail)? report))/i

/** Hotmail, AOL and others: by a header, or by a sender or subject with a returned letter. */
export function isOldComplaint(signs: Signs): boolean {
  if (marks.some(key => signs.has(key)) || hasReportFields(signs)) return true
  const returned = signs.parts.attachments.filter(part => isReturned.test(part.type))
  if (returned.some(part => readHeaders(textOf(part.bytes)).some(({ key }) => key === 'x-hmxmroriginalrecipient')))
    return true
  const isKnown =
    addressesOf(signs.parts.headers, 'from').some(address => senders.test(address)) || subjects.test(signs.subject)
  return isKnown && returned.length > 0
}
