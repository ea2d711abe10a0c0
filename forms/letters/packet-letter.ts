// The letters that the core sends: a packet, and what became of a reply. Plain text bodies and attachments, no MIME.
// Subjects and file names say only the packet's id, never a person's name.
import { type Packet, printPacket } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { type HtmlTemplate, type Organization, printHtmlForm } from '../html/html-form.ts'
import { type LetterText, orgName, packetType, shortId } from './letter-parts.ts'
import { withoutControls, wrap } from '../clean-text/plain-text.ts'
import { printTextForm } from '../text/text-form-print.ts'
import { say, type Words } from '../words/form-words.ts'

export type { LetterText } from './letter-parts.ts'
export { outcomeLetter, type ToldOutcome } from './outcome-letter.ts'

interface PacketLetterParts {
  readonly htmlForm: HtmlTemplate
  /** Armored detached signature over the bytes of {@link printPacket}. */
  readonly signature?: string
  /** Where the reader can say that they want no more letters: an address, and a page where there is one. */
  readonly unsubscribe?: { readonly mail: string; readonly url?: string }
}

/**
 * The letter that carries a packet: how to answer, then the text form; attached as text, page and packet file.
 * Same input, same bytes.
 * @throws Problem packet/other-form when the packet was made for another form.
 */
export function packetLetter(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  parts: PacketLetterParts,
): LetterText {
  const base = `packet-${shortId(packet.id)}`
  const form = withoutControls(printTextForm(def, packet, words))
  const kind = packet.kind === 'work' ? 'work' : 'self'
  const body = kind === 'work' ? workParagraphs(packet, words, base) : ownParagraphs(packet, words, base)
  const paragraphs = [
    say(words, 'letter-greeting'),
    say(words, `letter-${kind}`, { org: orgName(org) }),
    ...body,
    ...stopParagraphs(words, parts.unsubscribe),
  ]
  return {
    subject: say(words, `letter-subject-${kind}`, { packet: shortId(packet.id) }),
    text: `${paragraphs.map(paragraph => wrap(paragraph)).join('\n')}\n${form}`,
    attachments: [
      { name: `${base}.txt`, type: 'text/plain; charset=utf-8', content: form },
      {
        name: `${base}.html`,
        type: 'text/html; charset=utf-8',
        content: printHtmlForm(def, packet, words, org, parts.htmlForm, `${base}.txt`),
      },
      { name: `${base}.sexp`, type: packetType, content: printPacket(packet) },
      ...(parts.signature === undefined
        ? []
        : [{ name: `${base}.sexp.asc`, type: 'application/pgp-signature', content: parts.signature }]),
    ],
  }
}

/** For somebody who works on records: mail first, and the file for programs. */
function workParagraphs(packet: Packet, words: Words, base: string): readonly string[] {
  return [
    say(words, 'letter-how-text'),
    ...(packet.replyTo.web ? [say(words, 'letter-how-page', { file: `${base}.html` })] : []),
    say(words, 'letter-how-files', { file: `${base}.txt`, mail: packet.replyTo.mail }),
    untilWhen(packet, words),
  ]
}

/** For the person concerned: the page first, which needs no explanation of labels. */
function ownParagraphs(packet: Packet, words: Words, base: string): readonly string[] {
  return [
    ...(packet.replyTo.web ? [say(words, 'letter-self-page', { file: `${base}.html` })] : []),
    say(words, 'letter-self-text'),
    say(words, 'letter-self-files', { file: `${base}.txt`, mail: packet.replyTo.mail }),
    say(words, 'letter-self-after'),
    untilWhen(packet, words),
  ]
}

function untilWhen(packet: Packet, words: Words): string {
  return `${say(words, 'letter-expires', { date: packet.expires.slice(0, 10) })} ${say(words, 'letter-private')}`
}

function stopParagraphs(words: Words, unsubscribe: PacketLetterParts['unsubscribe']): readonly string[] {
  if (!unsubscribe) return []
  const { mail, url } = unsubscribe
  return [
    url === undefined ? say(words, 'letter-self-stop', { mail }) : say(words, 'letter-self-stop-web', { mail, url }),
  ]
}
