// The letter around a locked page. Anybody on its way can read it: the packet's number, its form and its last day, and nothing of the record.

import type { Packet } from '@satchel/protocol/messages/packet'
import { oneLine } from '../clean-text/plain-text.ts'
import type { FormDefinition } from '../definition/definition.ts'
import type { Organization } from '../html/page-frame.ts'
import { letterDay } from '../letters/letter-dates.ts'
import { letterParts, type LetterText } from '../letters/packet-letter.ts'
import { orgName, shortId } from '../letters/letter-parts.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'

interface LockedPacket {
  readonly def: FormDefinition
  readonly packet: Packet
  /** The locked page, and how it is called. */
  readonly page: string
  readonly file: string
}

/** @param page the locked page; the only file. */
export function lockedLetter(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  page: string,
): LetterText {
  const file = `packet-${shortId(packet.id)}.html`
  const subject = say(words, 'letter-subject-work', { packet: shortId(packet.id) })
  return aroundPages([{ def, packet, page, file }], subject, words, org)
}

/** The letter around several locked pages. */
export const lockedTogether = (parts: readonly LockedPacket[], words: Words, org: Organization): LetterText =>
  aroundPages(parts, say(words, 'letter-subject-together', { count: String(parts.length) }), words, org)

function aroundPages(parts: readonly LockedPacket[], subject: string, words: Words, org: Organization): LetterText {
  const each = parts.map(({ def, packet, file }) => {
    const form = inLanguage(def.title, words.language)
    return say(words, 'locked-letter', { org: orgName(org), packet: shortId(packet.id), form, file })
  })
  const [first] = parts
  const lines = [
    say(words, 'letter-greeting'),
    ...each,
    org.phone === undefined ? say(words, 'locked-lost') : say(words, 'locked-lost-call', { phone: oneLine(org.phone) }),
    ...(first === undefined
      ? []
      : [say(words, 'letter-expires', { date: letterDay(first.packet.expires, first.packet.issued, words.language) })]),
  ]
  const blocks = lines.map(text => ({ is: 'line', line: [text] }) as const)
  return {
    subject,
    ...letterParts(blocks, words, org, subject),
    attachments: parts.map(({ file, page }) => ({ name: file, type: 'text/html; charset=utf-8', content: page })),
  }
}
