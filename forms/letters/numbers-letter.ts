// A letter that may be read by anybody on its way: the number of a packet, and counts. No label, no value, no name of a form.

import type { Outcome } from '@satchel/protocol/messages/outcome'
import type { Organization } from '../html/html-form.ts'
import { type LetterText, listed, orgName, shortId } from './letter-parts.ts'
import { wrap } from '../clean-text/plain-text.ts'
import { say, type Words } from '../words/form-words.ts'

const counted = ['applied', 'held', 'refused'] as const

/** @param outcome of a reply; null for any other news about the packet. */
export function numbersLetter(words: Words, org: Organization, packet: string, outcome: Outcome | null): LetterText {
  const count = (kind: (typeof counted)[number]) =>
    String(
      outcome?.slots.filter(slot => slot.outcome === kind || (kind === 'applied' && slot.outcome === 'same')).length ??
        0,
    )
  const paragraphs = [
    wrap(say(words, 'letter-greeting')),
    wrap(say(words, outcome === null ? 'numbers-mail' : 'numbers-reply', { packet: shortId(packet) })),
    ...(outcome === null ? [] : [listed(counted.map(kind => say(words, `numbers-${kind}`, { count: count(kind) })))]),
    wrap(say(words, 'numbers-why')),
    wrap(orgName(org)),
  ]
  return {
    subject: say(words, 'numbers-subject', { packet: shortId(packet) }),
    text: paragraphs.join('\n'),
    attachments: [],
  }
}
