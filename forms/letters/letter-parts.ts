// Shared by all letters: how they name a packet, a slot and the organisation. Never a person's value.
import type { FormDefinition, FormField } from '../definition/definition.ts'
import type { Organization } from '../html/html-form.ts'
import { displayValue, validateValue } from '../definition/field-value.ts'
import { oneLine, wrap } from '../clean-text/plain-text.ts'
import { inLanguage, labelled, say, type Words } from '../words/form-words.ts'

interface LetterAttachment {
  readonly name: string
  readonly type: string
  readonly content: string
}

export interface LetterText {
  readonly subject: string
  /** LF line ends, no control characters but tab and LF. */
  readonly text: string
  /** The same for mail programs that show HTML; absent where a letter has text alone. */
  readonly html?: string
  readonly attachments: readonly LetterAttachment[]
}

/** Not text/plain: a mail server may change the line ends of text, and the signature covers exact bytes. */
export const packetType = 'application/x-satchel'

/** Words that came beside a form, or instead of one. A person reads them. */
export type Beside = 'words' | 'files' | 'call'

export const besideLines = (words: Words, beside: readonly Beside[]): readonly string[] =>
  beside.map(each => say(words, `beside-${each}`))

/** A slot as letters name it: its place, its name in the form, and for a row the row's id and its place in the form. */
export interface SlotName {
  readonly kind: 'field' | 'row' | 'report' | 'report-field'
  readonly name: string
  readonly row?: string
  /** Which of the entries that the form showed, counted from one. */
  readonly entry?: number
  /** What a yes or no is about, in the words of its form. */
  readonly purpose?: string
  /** The values of an entry that it is named by; only where the letter may tell them. */
  readonly values?: Readonly<Record<string, string>>
  /** So much of a number or address that its owner knows it. */
  readonly hint?: Hint
}

export interface Hint {
  readonly kind: 'phone' | 'email'
  readonly part: string
}

/**
 * The label of a slot in the language of the words; an entry of a list by its place in the form, for nobody knows its id.
 * A name that the form does not have is the sender's own word, so it is safe to say it back.
 */
export function slotLabel(def: FormDefinition, slot: SlotName, words: Words): string {
  if (slot.kind === 'report') return say(words, 'slot-report')
  const all = { field: def.fields, row: def.collections, 'report-field': def.report }[slot.kind]
  const asked = [...all].find(({ name }) => name === slot.name)
  const line = asked ? undefined : /^unread-line-([0-9]+)$/.exec(slot.name)?.[1]
  if (line !== undefined) return say(words, 'slot-line', { line })
  const label = asked ? inLanguage(asked.label, words.language) : slot.name
  if (slot.row === undefined) return label
  if (slot.purpose !== undefined) return `${labelled(words, label)} ${oneLine(slot.purpose)}`
  if (slot.hint !== undefined) return capital(say(words, `hint-${slot.hint.kind}`, { part: slot.hint.part }))
  const named = slot.values === undefined ? '' : entryName(def, slot, slot.values, words)
  if (named !== '') return named
  if (slot.entry !== undefined) return say(words, 'slot-entry', { list: label, number: String(slot.entry) })
  const added = /^new-(.+)$/.exec(slot.row)?.[1]
  return added === undefined ? `${label} ${slot.row}` : say(words, 'slot-new', { list: label, number: added })
}

/** An entry by what it is: "Phone +256 700 000 001", "Farm, Gulu". Empty where its values name nothing, or do not fit. */
function entryName(def: FormDefinition, slot: SlotName, values: Readonly<Record<string, string>>, words: Words) {
  const fields = slotFields(def, slot)
  const kind = fields.find(({ name }) => name === 'kind')
  const what = kind === undefined || !values.kind ? '' : capital(displayValue(kind, values.kind, words.language))
  const contact = fields.find(({ type }) => type === 'contact')
  const value = values[contact?.name ?? ''] ?? ''
  if (contact !== undefined)
    return value === '' || validateValue(contact, value, values.kind) !== null ? '' : oneLine(`${what} ${value}`).trim()
  const said = fields.filter(each => each !== kind && values[each.name]).slice(0, 2)
  const shown = said.map(each => displayValue(each, values[each.name] ?? '', words.language))
  const whole = oneLine([what, shown.join(', ')].filter(part => part !== '').join(', '))
  return whole.length > 80 ? `${whole.slice(0, 79)}…` : whole
}

const capital = (text: string): string => text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())

/** A change that waits for a yes: what it becomes, and so much of the number or address that its owner knows it. */
export interface AskedChange {
  readonly slot: SlotName
  readonly becomes: 'new' | 'changed' | 'removed'
  readonly hint?: Hint
}

/** A change that waits for a yes, named without being shown. */
export function askedLine(def: FormDefinition, { slot, becomes, hint }: AskedChange, words: Words): string {
  if (slot.purpose !== undefined) return say(words, 'asked-yes', { what: oneLine(slot.purpose) })
  const what = hint === undefined ? slotLabel(def, slot, words) : say(words, `hint-${hint.kind}`, { part: hint.part })
  return say(words, `asked-${becomes}`, { what })
}

/** The fields that a slot holds. */
export function slotFields(def: FormDefinition, slot: SlotName): readonly FormField[] {
  if (slot.kind === 'report') return def.report
  if (slot.kind === 'report-field') return def.report.filter(({ name }) => name === slot.name)
  if (slot.kind === 'field') return def.fields.filter(({ name }) => name === slot.name)
  return def.collections.find(({ name }) => name === slot.name)?.fields ?? []
}

/** The first group of a packet id: enough to tell letters apart, too little to guess the rest. */
export function shortId(packet: string): string {
  return packet.split('-')[0]?.replaceAll(/[^0-9A-Za-z]/g, '') ?? ''
}

/** Brackets would let a name pass for a label of the text form. */
export function orgName(org: Organization): string {
  return oneLine(org.name).replaceAll('[', '(').replaceAll(']', ')')
}

export const listed = (lines: readonly string[]): string => lines.map(line => wrap(line, '- ', '  ')).join('')
