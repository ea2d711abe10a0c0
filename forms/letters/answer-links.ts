// Answers that are one tap away: each link opens a draft to the reply address with a short text form in it. The address carries
// the token, the form none: who passes such a draft on passes on no more than the address.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { displayValue } from '../definition/field-value.ts'
import { askedReport, ownAnswers } from '../text/text-form-print.ts'
import { printOneLine, printShortForm } from '../text/text-form-short.ts'
import { say, type Words } from '../words/form-words.ts'
import { linkedAddress } from './case-blocks.ts'
import { shortId } from './letter-parts.ts'

export interface AnswerLink {
  readonly text: string
  readonly href: string
}

/** The marks of outcomes, in the order in which letters offer them; an outcome that an organisation added comes behind them. */
const marks: Readonly<Record<string, string>> = {
  reached: '\u2713',
  'not-reached': '\u2717',
  busy: '\u260e',
  'call-back': '\u21a9',
  refused: '\u2205',
  'wrong-number': '?',
}
/** Three rows of buttons; the attached page has every outcome. */
const mostLinks = 6

/** Some mail programs open no longer link. */
export const longestLink = 1500

/** Fields that a draft leaves room for, as many as fit; an empty day is the day of receipt, and words above the form are the note.
 * The last one has the outcome alone, without a word on where to write. */
const roomFor = [['outcome', 'note', 'next-step', 'next-date'], ['outcome', 'note'], ['outcome'], []]

/** None where the form asks for no outcome. An outcome whose link is too long even without room has none. */
export function answerLinks(def: FormDefinition, packet: Packet, words: Words): readonly AnswerLink[] {
  const asked = askedReport(def, packet)
  const field = asked.find(({ name }) => name === 'outcome')
  if (field === undefined) return []
  const [known, own] = [Object.keys(marks), field.choices.map(({ value }) => value)]
  const offered = [...known.filter(value => own.includes(value)), ...own.filter(value => !known.includes(value))]
  return offered.slice(0, mostLinks).flatMap(value => {
    const shown = displayValue(field, value, words.language)
    const href = roomFor
      .map(fields => {
        // somebody else answered: whoever knows the right number has a line for it
        const adds = value === 'wrong-number' && fields.length > 1
        const form = printShortForm(def, packet, words.language, {
          values: { outcome: value },
          fields: ['outcome', ...fields],
          adds,
          isLink: true,
        })
        if (fields.length === 0) return draft(packet, words, `\n\n${form}`)
        const hasDate = asked.some(({ name, type }) => type === 'date' && fields.includes(name))
        const date = hasDate ? `${say(words, 'letter-dates', { date: packet.issued.slice(0, 10) })}\n` : ''
        return draft(packet, words, `\n\n${say(words, 'letter-note-above')}\n${date}\n${form}`)
      })
      .find(link => link.length < longestLink)
    return href === undefined ? [] : [{ text: `${marks[value] ?? '\u00b7'} ${capital(shown)}`, href }]
  })
}

/** For the person concerned: that all is right as it is, or that somebody is to call. The labels are the same in every language. */
export function ownLinks(def: FormDefinition, packet: Packet, words: Words): readonly AnswerLink[] {
  const [nothing, call] = ownAnswers
  return [
    {
      text: `\u2713 ${say(words, 'link-nothing')}`,
      href: draft(packet, words, `\n\n${printOneLine(def, packet, nothing)}`),
    },
    {
      text: `\u260e ${say(words, 'link-call-me')}`,
      href: draft(packet, words, `\n\n${printOneLine(def, packet, call)}`),
    },
  ]
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Room for words stands first, where most programs put the cursor. */
function draft({ id, kind, replyTo }: Packet, words: Words, form: string): string {
  const subject = `Re: ${say(words, kind === 'work' ? 'letter-subject-work' : 'letter-subject-self', { packet: shortId(id) })}`
  const body = form.replaceAll('\n', '\r\n')
  return `mailto:${linkedAddress(replyTo.mail)}?subject=${encoded(subject)}&body=${encoded(body)}`
}

/** Also what encodeURIComponent leaves: an apostrophe or a bracket ends a link in some programs. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
