// The letter to somebody who works on a record: who and why now, how to answer, the shortest way first, and until when.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { displayValue } from '../definition/field-value.ts'
import type { Organization } from '../html/html-form.ts'
import { askedReport } from '../text/text-form-print.ts'
import { printShortForm } from '../text/text-form-short.ts'
import { inLanguage, labelled, say, type Words } from '../words/form-words.ts'
import { type AnswerLink, answerLinks } from './answer-links.ts'
import { caseBlocks, dialled, nextDay } from './case-blocks.ts'
import type { LetterBlock, Piece } from './letter-blocks.ts'
import { letterDay } from './letter-dates.ts'
import { orgName } from './letter-parts.ts'

interface WorkLetter {
  readonly def: FormDefinition
  readonly packet: Packet
  readonly words: Words
  readonly org: Organization
  /** Names of the attached files. The page is worth opening without an intake, too: it shows the record, and makes a mail of the answer. */
  readonly files: { readonly text: string; readonly page: string }
  /** Whether answers are one tap away; `open`: also where the letter itself travels sealed, with a warning. */
  readonly links: 'none' | 'plain' | 'open'
  /** Where their drafts go. */
  readonly linkAddress: string
  /** Whether the letter travels sealed, or with others: its address carries no token that lets an answer in, so its form does. */
  readonly isSealed: boolean
}

export function workBlocks(letter: WorkLetter): readonly LetterBlock[] {
  const { def, packet, words, org } = letter
  const about =
    packet.case === undefined
      ? [line(say(words, 'letter-greeting')), line(say(words, 'letter-work', { org: orgName(org) }))]
      : caseBlocks(def, packet, packet.case, words)
  const links =
    letter.links === 'none'
      ? []
      : answerLinks(def, { ...packet, replyTo: { ...packet.replyTo, mail: letter.linkAddress } }, words)
  return [...about, ...answerBlocks(letter, links), ...closingBlocks(letter), ...formBlocks(letter, links)]
}

const line = (text: string): LetterBlock => ({ is: 'line', line: [text] })
const small = (text: Piece, ...more: readonly Piece[]): LetterBlock => ({
  is: 'line',
  small: true,
  near: true,
  line: [text, ...more],
})

/** The shortest way first. */
function answerBlocks(letter: WorkLetter, choices: readonly AnswerLink[]): readonly LetterBlock[] {
  const { packet, words, files } = letter
  const page = line(say(words, 'letter-answer-page', { file: files.page }))
  const file = line(say(words, 'letter-answer-file', { file: files.text }))
  if (packet.report.length === 0) return [page, file]
  const title: LetterBlock = { is: 'heading', text: say(words, 'letter-answer-title') }
  const byMail = line(say(words, 'letter-answer-text'))
  if (choices.length === 0) return [title, byMail, page, file]
  return [title, ...linkBlocks(letter, choices), { ...byMail, only: 'text' }, page, file]
}

/** Plain text has no room for links of that length: there the form itself stands. */
function linkBlocks({ def, packet, words, links }: WorkLetter, choices: readonly AnswerLink[]): readonly LetterBlock[] {
  const warning = links === 'open' ? [{ ...line(say(words, 'letter-answer-open')), only: 'html' as const }] : []
  return [
    { ...line(say(words, 'letter-answer-links')), only: 'html' },
    ...warning,
    { is: 'choices', choices, only: 'html' },
    ...dateBlocks(def, packet, words).map(block => ({ ...block, only: 'html' as const })),
  ]
}

function closingBlocks({ packet, words, org }: WorkLetter): readonly LetterBlock[] {
  const { sender, 'sender-phone': phone = org.phone } = packet.case ?? {}
  const until = say(words, 'letter-expires', { date: letterDay(packet.expires, packet.issued, words.language) })
  const tel = phone === undefined ? [] : [{ text: phone, href: `tel:${dialled(phone)}` }, ', ']
  const from = sender === undefined ? [] : [`${sender}, `]
  return [
    { is: 'line', small: true, line: [until] },
    ...(packet.case !== undefined && nextDay(packet.case, packet.issued) !== null
      ? [small(say(words, 'letter-calendar'))]
      : []),
    small(say(words, 'letter-private')),
    small(`${labelled(words, say(words, 'case-questions'))} `, ...from, ...tel, orgName(org)),
  ]
}

/** How to write a date, where one is asked for. */
const dateBlocks = (def: FormDefinition, packet: Packet, words: Words) =>
  askedReport(def, packet).some(({ type }) => type === 'date')
    ? [{ is: 'line', line: [say(words, 'letter-dates', { date: packet.issued.slice(0, 10) })] } as const]
    : []

/** The form that an answer to the letter brings back, with the words to choose from above it. */
function formBlocks(
  { def, packet, words, isSealed }: WorkLetter,
  links: readonly AnswerLink[],
): readonly LetterBlock[] {
  const asked = askedReport(def, packet)
  if (asked.length === 0) return []
  const outcome = asked.find(({ choices }) => choices.length > 0)
  const hints =
    outcome === undefined
      ? []
      : [
          line(
            say(words, 'letter-choices', {
              label: inLanguage(outcome.label, words.language),
              choices: outcome.choices.map(({ value }) => displayValue(outcome, value, words.language)).join(', '),
            }),
          ),
        ]
  const dates = dateBlocks(def, packet, words).map(block => ({ ...block, near: true }))
  const form = printShortForm(def, packet, words.language, isSealed ? { token: packet.token } : {})
  const blocks: readonly LetterBlock[] = [...hints, ...dates, { is: 'form', text: form }]
  return links.length === 0 ? blocks : blocks.map(block => ({ ...block, only: 'text' as const }))
}
