// The report as the packet page asks it: how it went as whole fields to press, then what was said, the next step and its day, all
// other fields as plain boxes, a photo, the day of the contact.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition, FormField } from '../definition/definition.ts'
import { reportName } from '../html/html-fields.ts'
import { askedReport } from '../text/text-form-print.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'
import { capital, outcomeIcon } from './page-case.ts'
import { type PageControl, pageControl } from './page-controls.ts'

/** Null where the packet asks for no report. */
export function reportView(def: FormDefinition, packet: Packet, words: Words) {
  const asked = askedReport(def, packet)
  if (asked.length === 0) return null
  const at = (column: string) => asked.find(field => field.column === column)
  const outcome = at('activity_outcome')
  const chosen = outcome?.type === 'choice' ? outcome : undefined
  const special = [chosen, at('activity_start'), at('activity_body'), at('activity_next'), at('activity_due')]
  const one = (field: FormField | undefined) => (field === undefined ? [] : [boxOf(field, words)])
  const rest = asked.filter(field => !special.includes(field) && !isPhoto(field))
  // what the form asks of its own comes first; the place is found by a button at the end, beside the photos
  const own = rest.filter(({ type }) => type !== 'place').map(field => boxOf(field, words))
  const others = rest.filter(({ type }) => type === 'place').map(field => boxOf(field, words))
  return {
    outcomes: chosen === undefined ? [] : outcomesOf(chosen, words),
    outcomeLabel: chosen === undefined ? '' : capital(inLanguage(chosen.label, words.language)),
    outcomeLine: chosen === undefined ? '' : inLanguage(chosen.label, words.language),
    photos: asked.some(isPhoto),
    own,
    note: one(at('activity_body')),
    others,
    more: others.length > 0 || asked.some(isPhoto),
    step: one(at('activity_next')),
    due: one(at('activity_due')),
    day: one(at('activity_start')),
  }
}

/** Radios that nobody pressed are not posted, so they do not count among the inputs shown. */
function outcomesOf(field: FormField, words: Words) {
  return field.choices.map(({ value, label }) => ({
    name: reportName(field),
    value,
    label: capital(inLanguage(label, words.language)),
    icon: outcomeIcon(value),
  }))
}

function boxOf(field: FormField, words: Words): PageControl {
  return pageControl({ name: reportName(field), field }, words)
}

export type ReportView = NonNullable<ReturnType<typeof reportView>>

/** The boxes of a report, in the order in which the page shows them. */
export const reportBoxes = (report: ReportView | null): readonly PageControl[] =>
  report === null ? [] : [...report.own, ...report.note, ...report.step, ...report.due, ...report.others, ...report.day]

/** A photo is no box: the script takes it, and it travels as a file of its own. */
const isPhoto = (field: FormField): boolean => field.type === 'photo'

/** Chips for the usual next steps, in the reader's own language, and for what is none of them. */
export function stepChips(words: Words) {
  const usual = ['work-step-call', 'work-step-visit'].map(key => say(words, key))
  return [
    ...usual.map(label => ({ value: label, label })),
    { value: '-other', label: say(words, 'work-step-other') },
    { value: '-none', label: say(words, 'work-step-none') },
  ]
}

/** Days ahead; the script writes the date below each. */
export const dayChips = (words: Words) => [
  { value: '1', label: say(words, 'work-tomorrow') },
  { value: '7', label: say(words, 'work-next-week') },
  { value: '-pick', label: say(words, 'work-pick') },
]
