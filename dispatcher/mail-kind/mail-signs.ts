// Signs in the headers of a mail that show who wrote it: a person, a mail server, a program that answers. No sign decides alone.

import { addressesOf, valuesOf } from '../mail-read/mail-addresses.ts'
import { decoded, type MailParts } from '../mail-read/mail-parts.ts'

/** The facts that the rules ask for, worked out once. */
export interface Signs {
  readonly parts: MailParts
  readonly ours: string
  readonly first: (key: string) => string
  readonly has: (key: string) => boolean
  /** Decoded, NFC, without spaces around it. */
  readonly subject: string
  readonly isSentToUnsubscribe: boolean
  readonly isSentToBounce: boolean
}

export function signsOf(
  parts: MailParts,
  ours: string,
  sentTo: { readonly unsubscribe: boolean; readonly bounce: boolean },
): Signs {
  const first = (key: string) => valuesOf(parts.headers, key)[0] ?? ''
  return {
    parts,
    ours,
    first,
    has: key => valuesOf(parts.headers, key).length > 0,
    subject: decoded(first('subject')).normalize('NFC').trim(),
    isSentToUnsubscribe: sentTo.unsubscribe,
    isSentToBounce: sentTo.bounce,
  }
}

/** First word of a header's value, lower case. */
export const word = (value: string) => /^[^\s;(]*/.exec(value.trim().toLowerCase())?.[0] ?? ''

/** Nobody to answer: `<>`, what pipe(8) of Postfix makes of it, and what servers write that leave it blank. */
export const isNullSender = (signs: Signs) =>
  signs.has('return-path') && /^<?\s*(mailer-daemon(@[^\s<>]*)?)?\s*>?$/i.test(signs.first('return-path').trim())

const fromAny = (signs: Signs, pattern: RegExp) =>
  addressesOf(signs.parts.headers, 'from').some(address => pattern.test(address))

/** No person has such an address. */
export const isDaemon = (signs: Signs) =>
  fromAny(signs, /^(mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|microsoftexchange[0-9a-f]{20,})@/) ||
  /\bmailer-daemon\b/i.test(signs.first('from'))

/** In a small house a person may have this one. */
export const isPostmaster = (signs: Signs) => fromAny(signs, /^postmaster@/)

export const isAutomatic = (signs: Signs) => signs.has('auto-submitted') && word(signs.first('auto-submitted')) !== 'no'
