// The letter around a locked page. Anybody on its way can read it: the packet's number, its form and its last day, and nothing of the record.

import type { Packet } from '@satchel/protocol/messages/packet'
import { oneLine } from '../clean-text/plain-text.ts'
import type { FormDefinition } from '../definition/definition.ts'
import type { Organization } from '../html/page-frame.ts'
import { letterDay } from '../letters/letter-dates.ts'
import { letterParts, type LetterText } from '../letters/packet-letter.ts'
import { orgName, shortId } from '../letters/letter-parts.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'

/** @param page the locked page; the only file. */
export function lockedLetter(
  def: FormDefinition,
  { id, issued, expires }: Packet,
  words: Words,
  org: Organization,
  page: string,
): LetterText {
  const packet = shortId(id)
  const file = `packet-${packet}.html`
  const subject = say(words, 'letter-subject-work', { packet })
  const form = inLanguage(def.title, words.language)
  const lines = [
    say(words, 'letter-greeting'),
    say(words, 'locked-letter', { org: orgName(org), packet, form, file }),
    org.phone === undefined ? say(words, 'locked-lost') : say(words, 'locked-lost-call', { phone: oneLine(org.phone) }),
    say(words, 'letter-expires', { date: letterDay(expires, issued, words.language) }),
  ]
  const blocks = lines.map(text => ({ is: 'line', line: [text] }) as const)
  return {
    subject,
    ...letterParts(blocks, words, org, subject),
    attachments: [{ name: file, type: 'text/html; charset=utf-8', content: page }],
  }
}
