// Which letter of ours a report is about. Only secrets of that letter say so: its bounce address, the token in its Reply-To, its
// Message-ID. A report that has none of them is nobody's, whatever address it names.

import { beginningOf, isStatusPart, maxRead } from './delivery-status.ts'
import { domainOf, type MailToken, tokensOf } from '../mail-read/mail-addresses.ts'
import type { MailHeader, MailParts } from '../mail-read/mail-parts.ts'

const isReturned = /^(message\/(rfc822|global)|(text|message)\/(rfc822|global)-headers)$/
const named = /^[> \t]*(return-path|reply-to|(?:(?:x-)?original-)?message-id):[ \t]*(\S.*)$/gim

/** Headers of the letter: in a part of their own, or in the text below "this is a copy of the message". */
function returnedHeaders(parts: MailParts): readonly MailHeader[] {
  const texts = parts.attachments
    .filter(part => isReturned.test(part.type) || isStatusPart(part))
    .map(part => beginningOf(part).replace(/\r?\n[ \t]+/g, ' '))
  const files = parts.attachments.flatMap(({ type, text }) =>
    isReturned.test(type) || text === null ? [] : text.slice(0, maxRead),
  )
  return [...texts, parts.text.slice(0, maxRead), ...files].flatMap(text =>
    [
      ...text
        .replace(/\r\n?/g, '\n')
        .replace(/\n[ \t]+(?=<)/g, ' ')
        .matchAll(named),
    ].map(([, key = '', value = '']) => ({
      key: key.toLowerCase(),
      value,
    })),
  )
}

export interface Returned {
  readonly tokens: readonly MailToken[]
  /** Ids of letters of ours, like "packet-7QK2-M9XA-3F0T". */
  readonly letters: readonly string[]
}

/** A report comes to the bounce address; where it does not, the letter in it still names that, or where answers go. */
export function returnedLetter(parts: MailParts, ours: string): Returned {
  const returned = returnedHeaders(parts)
  const of = (key: string) => returned.filter(header => header.key === key)
  const found = [
    tokensOf(parts.headers, ours, 'bounce'),
    tokensOf(of('return-path'), ours, 'bounce'),
    tokensOf(
      of('reply-to').map(({ value }) => ({ key: 'to', value })),
      ours,
      'reply',
    ),
  ].find(tokens => tokens.length > 0)
  const answered = parts.headers.filter(({ key }) => key === 'in-reply-to' || key === 'references')
  const ids = [...returned.filter(({ key }) => key.endsWith('message-id')), ...answered]
  return { tokens: found ?? [], letters: [...new Set(ids.flatMap(({ value }) => letterIds(value, domainOf(ours))))] }
}

function letterIds(value: string, domain: string): readonly string[] {
  const ids = value.slice(0, 8192).matchAll(/(?:^|[<\s])(packet)-([a-z0-9-]{1,64})@([^<>@\s]+)/gi)
  return [...ids].flatMap(([, kind = '', id = '', at = '']) =>
    at.toLowerCase() === domain ? [`${kind.toLowerCase()}-${id.toUpperCase()}`] : [],
  )
}
