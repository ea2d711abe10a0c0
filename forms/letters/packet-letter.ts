// The letter that carries a packet, or several: its text, the same as HTML, and its files. No MIME.
// Subjects and file names say only the packet's id, never a person's name.
import { type Packet, printPacket } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { type HtmlTemplate, type Organization, printHtmlForm } from '../html/html-form.ts'
import { printOwnForm } from '../html/own-form.ts'
import type { LetterBlock, Piece } from './letter-blocks.ts'
import { printText } from './letter-blocks.ts'
import { printHtml } from './letter-html.ts'
import { letterDay } from './letter-dates.ts'
import { nextDay } from './case-blocks.ts'
import { type LetterText, orgName, packetType, shortId } from './letter-parts.ts'
import { ownBlocks } from './own-letter.ts'
import { workBlocks } from './work-letter.ts'
import { oneLine, withoutControls } from '../clean-text/plain-text.ts'
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
  /** It is part of a letter with others, whose address carries no token of its own: its form does. */
  readonly isTogether?: boolean
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

/** A letter, and what it is printed from. */
export interface PacketLetter extends LetterText {
  readonly blocks: readonly LetterBlock[]
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
): PacketLetter {
  const { base = `packet-${shortId(packet.id)}` } = parts
  const files = { text: `${base}.txt`, page: `${base}.html` }
  const form = withoutControls(printTextForm(def, packet, words))
  const letter = { def, packet, words, org, files, linkAddress: parts.linkAddress ?? packet.replyTo.mail }
  const blocks =
    packet.kind === 'work'
      ? workBlocks({
          ...letter,
          links: linksOf(parts),
          isSealed: parts.protection === 'pgp' || parts.isTogether === true,
        })
      : ownBlocks({ ...letter, form, ...parts, isSealed: parts.isSealed === true, hasLinks: linksOf(parts) !== 'none' })
  const subject = subjectOf(packet, words)
  const page = {
    name: files.page,
    type: 'text/html; charset=utf-8',
    content: parts.page ?? pageOf(packet)(def, packet, words, org, parts.htmlForm, files.text),
  }
  if (parts.isSealed === true)
    return { blocks, subject, ...letterParts(blocks, words, org, subject), attachments: [page] }
  const calendar = packet.kind === 'work' ? calendarFile(packet, words, org, parts.calendar) : null
  return {
    blocks,
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

interface PacketPart {
  readonly packet: Packet
  /** Its own letter. The files of no two may have one name. */
  readonly letter: PacketLetter
}

/** One letter with several packets for one recipient: a list of them, then each with its own part. Subject and file names name nobody, as those of a letter with one packet. */
export function togetherLetter(parts: readonly PacketPart[], words: Words, org: Organization): LetterText {
  const count = String(parts.length)
  const subject = say(words, 'letter-subject-together', { count })
  const blocks: readonly LetterBlock[] = [
    { is: 'line', line: [say(words, 'letter-greeting')] },
    { is: 'line', line: [say(words, 'letter-together', { org: orgName(org), count })] },
    { is: 'points', points: parts.map(part => pointOf(part, words)) },
    ...parts.flatMap(({ packet, letter }, at): readonly LetterBlock[] => [
      {
        is: 'heading',
        text: say(words, 'letter-together-part', { number: String(at + 1), count, packet: shortId(packet.id) }),
      },
      ...letter.blocks,
    ]),
  ]
  return {
    subject,
    ...letterParts(blocks, words, org, subject),
    attachments: parts.flatMap(({ letter }) => letter.attachments),
  }
}

/** The record, its packet, and by when. */
function pointOf({ packet: { id, issued, case: about } }: PacketPart, words: Words): readonly Piece[] {
  const day = about === undefined ? null : nextDay(about, issued)
  const name: readonly Piece[] =
    about === undefined ? [] : [{ text: oneLine(about.name), as: 'strong' as const }, ' – ']
  const packet = say(words, 'letter-together-packet', { packet: shortId(id) })
  const due: readonly Piece[] =
    day === null ? [] : [', ', { text: letterDay(day, issued, words.language), as: 'due' as const }]
  return [...name, packet, ...due]
}
