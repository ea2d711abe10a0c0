// The letter that carries a packet: its text, the same as HTML, and its files. No MIME.
// Subjects and file names say only the packet's id, never a person's name.
import { type Packet, printPacket } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { type HtmlTemplate, type Organization, printHtmlForm } from '../html/html-form.ts'
import { printOwnForm } from '../html/own-form.ts'
import type { LetterBlock } from './letter-blocks.ts'
import { printText } from './letter-blocks.ts'
import { printHtml } from './letter-html.ts'
import { letterDay } from './letter-dates.ts'
import { nextDay } from './case-blocks.ts'
import { type LetterText, packetType, shortId } from './letter-parts.ts'
import { ownBlocks } from './own-letter.ts'
import { workBlocks } from './work-letter.ts'
import { withoutControls } from '../clean-text/plain-text.ts'
import { printTextForm } from '../text/text-form-print.ts'
import { say, type Words } from '../words/form-words.ts'
import { calendarFile } from './calendar.ts'

export type { LetterText } from './letter-parts.ts'
export { outcomeLetter, type ReplyAbout, type ToldOutcome } from './outcome-letter.ts'

interface PacketLetterParts {
  /** How the files are called before their endings; else by the packet's short number. */
  readonly base?: string
  /** The page's template: of a work packet the one of a form, else that of a person's own details. */
  readonly htmlForm: HtmlTemplate
  /** The attached page, printed already. */
  readonly page?: string
  /** How the letter travels; the reply address carries the token where it is plain. */
  readonly protection?: 'plain' | 'pgp'
  /** Only the attached page answers, sealed: no form in the clear and no link goes along. */
  readonly isSealed?: boolean
  /** Links that open a draft with the answer in it; where nothing is said, plain letters have them. */
  readonly answerLinks?: boolean
  /** Where the answers of work links go; it lets them in, as their drafts have no token. The packet's own address where it is absent. */
  readonly linkAddress?: string
  /** The packet as data, for recipients whose programs read it: with an armored detached signature over its bytes, or without. */
  readonly packetFile?: { readonly signature?: string }
  /** The id of the day in the recipient's calendar: a later letter about the same record moves it. */
  readonly calendar?: string
  /** Where the reader can say that they want no more letters: an address, and a page where there is one. */
  readonly unsubscribe?: { readonly mail: string; readonly url?: string }
}

/**
 * The letter that carries a packet. Attached: the page, the long text form, the next step for a calendar where it
 * has a day, and the packet file where somebody asked for it; of a form that is answered sealed, the page alone.
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
  const { base = `packet-${shortId(packet.id)}` } = parts
  const files = { text: `${base}.txt`, page: `${base}.html` }
  const form = withoutControls(printTextForm(def, packet, words))
  const letter = { def, packet, words, org, files, linkAddress: parts.linkAddress ?? packet.replyTo.mail }
  const blocks =
    packet.kind === 'work'
      ? workBlocks({ ...letter, links: linksOf(parts), isSealed: parts.protection === 'pgp' })
      : ownBlocks({ ...letter, form, ...parts, isSealed: parts.isSealed === true, hasLinks: linksOf(parts) !== 'none' })
  const subject = subjectOf(packet, words)
  const page = {
    name: files.page,
    type: 'text/html; charset=utf-8',
    content: parts.page ?? pageOf(packet)(def, packet, words, org, parts.htmlForm, files.text),
  }
  if (parts.isSealed === true) return { subject, ...letterParts(blocks, words, org, subject), attachments: [page] }
  const calendar = packet.kind === 'work' ? calendarFile(packet, words, org, parts.calendar) : null
  return {
    subject,
    ...letterParts(blocks, words, org, subject),
    attachments: [
      page,
      { name: files.text, type: 'text/plain; charset=utf-8', content: form },
      ...(calendar === null ? [] : [{ name: `${base}.ics`, type: 'text/calendar; charset=utf-8', content: calendar }]),
      ...(parts.packetFile === undefined ? [] : packetFiles(base, packet, parts.packetFile)),
    ],
  }
}

/** What prints the page of a packet; its template is the one that the parts hold. */
const pageOf = ({ kind }: Packet) => (kind === 'work' ? printHtmlForm : printOwnForm)

/** An answer by link travels in the clear, so a sealed letter has links only where somebody asked for them. */
function linksOf({ protection = 'plain', isSealed = false, answerLinks = protection === 'plain' }: PacketLetterParts) {
  if (!answerLinks || isSealed) return 'none'
  return protection === 'plain' ? 'plain' : 'open'
}

/** Text and HTML of the same blocks. @param subject neutral: it stands in the HTML, too. */
export function letterParts(blocks: readonly LetterBlock[], words: Words, org: Organization, subject: string) {
  return { text: withoutControls(printText(blocks)), html: printHtml(blocks, words, org, subject) }
}

/** Shown on a locked screen: what it is, and by when; never about whom. */
function subjectOf({ id, kind, issued, case: about }: Packet, words: Words): string {
  const packet = shortId(id)
  if (kind !== 'work') return say(words, 'letter-subject-self', { packet })
  const day = about === undefined ? null : nextDay(about, issued)
  if (day === null) return say(words, 'letter-subject-work', { packet })
  return say(words, 'letter-subject-work-by', { packet, date: letterDay(day, issued, words.language) })
}

function packetFiles(base: string, packet: Packet, { signature }: { readonly signature?: string }) {
  const file = { name: `${base}.sexp`, type: packetType, content: printPacket(packet) }
  return signature === undefined
    ? [file]
    : [file, { name: `${base}.sexp.asc`, type: 'application/pgp-signature', content: signature }]
}
