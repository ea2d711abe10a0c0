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

/** The outcomes that need no more than a tap, each with its mark. */
const outcomes = [
  ['reached', '\u2713'],
  ['not-reached', '\u2717'],
  ['call-back', '\u21a9'],
  ['wrong-number', '?'],
] as const

/** Fields that the draft leaves room for; an empty day is the day of receipt, and words above the form are the note. */
const inDraft = ['outcome', 'note', 'next-step', 'next-date']

/** None where the form asks for no outcome. */
export function answerLinks(def: FormDefinition, packet: Packet, words: Words): readonly AnswerLink[] {
  const field = askedReport(def, packet).find(({ name }) => name === 'outcome')
  const known = outcomes.filter(([value]) => field?.choices.some(choice => choice.value === value) === true)
  if (field === undefined) return []
  return known.map(([value, mark]) => {
    const shown = displayValue(field, value, words.language)
    const form = printShortForm(def, packet, words.language, {
      values: { outcome: value },
      fields: inDraft,
      isLink: true,
    })
    return { text: `${mark} ${capital(shown)}`, href: draft(packet, words, form) }
  })
}

/** For the person concerned: that all is right as it is, or that somebody is to call. The labels are the same in every language. */
export function ownLinks(def: FormDefinition, packet: Packet, words: Words): readonly AnswerLink[] {
  const [nothing, call] = ownAnswers
  return [
    { text: `\u2713 ${say(words, 'link-nothing')}`, href: draft(packet, words, printOneLine(def, packet, nothing)) },
    { text: `\u260e ${say(words, 'link-call-me')}`, href: draft(packet, words, printOneLine(def, packet, call)) },
  ]
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Room for words stands first, where most programs put the cursor. */
function draft({ id, kind, replyTo }: Packet, words: Words, form: string): string {
  const subject = `Re: ${say(words, kind === 'work' ? 'letter-subject-work' : 'letter-subject-self', { packet: shortId(id) })}`
  const body = `\n\n${form}`.replaceAll('\n', '\r\n')
  return `mailto:${linkedAddress(replyTo.mail)}?subject=${encoded(subject)}&body=${encoded(body)}`
}

/** Also what encodeURIComponent leaves: an apostrophe or a bracket ends a link in some programs. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
