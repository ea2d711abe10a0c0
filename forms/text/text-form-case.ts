// The case of a packet in the guide of a text form: why it comes, where the record stands, what happened and what was promised.
// Other people's words: no line of them is ever taken for a label.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { CaseContact, CaseStage, PacketCase } from '@satchel/protocol/messages/packet-case'
import { wrap } from '../clean-text/plain-text.ts'
import { needsEscape } from '../clean-text/text-form-clean.ts'
import { displayValue } from '../definition/field-value.ts'
import type { FormDefinition } from '../definition/definition.ts'
import { labelled, say, type Words } from '../words/form-words.ts'

export interface CaseSection {
  readonly title: string
  /** One line for each entry, without a mark. */
  readonly lines: readonly string[]
}

/** The sections of the case that have something in them, in the order of reading; none for a packet of version 1. */
export function caseSections(def: FormDefinition, packet: Packet, words: Words): readonly CaseSection[] {
  const of = packet.case
  if (of === undefined || packet.kind === 'self-update') return []
  const due = (day: string | undefined) => (day === undefined ? undefined : say(words, 'case-due', { date: day }))
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['case-glance', personLines(of, words)],
    ['case-promised', of.promises.map(each => joined(', ', each.text, due(each.due)))],
    ['case-tasks', of.tasks.map(each => joined(', ', each.text, due(each.due)))],
    ['case-stages', of.processes.map(({ name, stages }) => `${labelled(words, name)} ${stageLine(stages, words)}`)],
    ['guide-background', [...packet.background.map(backgroundLine), ...of.contacts.map(contactLine(def, words))]],
    [
      'case-relations',
      of.relations.map(each => `${labelled(words, each.kind)} ${joined(', ', each.name, each.phone)}`),
    ],
    [
      'case-deals',
      of.deals.map(each => `${each.id} ${joined(', ', each.name, each.stage, each.amount, due(each.expected))}`),
    ],
    [
      'case-tickets',
      of.tickets.map(each => `${each.id} ${joined(', ', each.name, each.priority, each.stage, each.opened)}`),
    ],
    ['case-files', of.files.map(({ name, size }) => `${name} (${Math.ceil(size / 1024)} KB)`)],
  ]
  return sections.filter(([, lines]) => lines.length > 0).map(([key, lines]) => ({ title: say(words, key), lines }))
}

/** As they stand above the form. */
export function printCaseSection({ lines }: CaseSection): string {
  return lines.map(marked).join('')
}

/** An entry of a list. A line of it that could be taken for a label, or for a quoted one, has the mark of a new entry. */
export const marked = (entry: string): string =>
  wrap(entry, '- ', '  ').replace(/^ {2}(.*)$/gm, (line, text: string) => (needsEscape(text) ? `- ${text}` : line))

const joined = (between: string, ...parts: readonly (string | undefined)[]) =>
  parts.filter(part => part !== undefined && part !== '').join(between)

const backgroundLine = ({ date, kind, text }: Packet['background'][number]) => `${date} ${kind}: ${text}`

function personLines(of: PacketCase, words: Words): readonly string[] {
  return [
    joined(', ', of.name, of.place),
    ...(of.why === undefined ? [] : [`${labelled(words, say(words, 'case-why'))} ${of.why}`]),
    `${labelled(words, say(words, 'case-sender'))} ${joined(', ', of.sender, of['sender-phone'])}`,
  ]
}

/** The stage that it is in, since when, and the one that comes next. */
function stageLine(stages: readonly CaseStage[], words: Words): string {
  const now = stages.find(({ state }) => state === 'now')
  const next = stages.find(({ state }) => state === 'next')
  return joined(
    '; ',
    now === undefined ? undefined : joined(', ', now.name, daysOf(now, words)),
    next === undefined ? undefined : `${labelled(words, say(words, 'case-next'))} ${next.name}`,
  )
}

/** How long the record has been in a stage, against the days that are planned for it. */
export function daysOf({ days, planned }: CaseStage, words: Words): string | undefined {
  if (days === undefined) return undefined
  return planned === undefined
    ? say(words, 'case-day', { days: String(days) })
    : say(words, 'case-day-of', { days: String(days), planned: String(planned) })
}

function contactLine(def: FormDefinition, words: Words) {
  return (contact: CaseContact): string => {
    const by = contact.by === undefined ? '' : ` (${byWord(contact.by, words)})`
    const what = joined(', ', `${kindWord(contact.kind, words)}${by}`, outcomeWord(def, contact.outcome, words))
    return joined(': ', `${contact.date} ${what}`, contact.text)
  }
}

/** A kind of contact in the language; the list's own word for one that we do not know. */
export const kindWord = (kind: string, words: Words): string => words.texts.get(`contact-${kind}`) ?? kind

/** Who was in contact: you, a colleague, the office. */
export const byWord = (by: string, words: Words): string => words.texts.get(`by-${by}`) ?? by

/** An outcome as the form's own report says it. */
export function outcomeWord(def: FormDefinition, outcome: string | undefined, words: Words): string | undefined {
  const field = def.report.find(({ column }) => column === 'activity_outcome')
  return outcome === undefined || field === undefined ? outcome : displayValue(field, outcome, words.language)
}
