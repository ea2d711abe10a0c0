// A packet as a text form: what to know first, then the form itself from [form] to [end], then the rules in full.
// Lines of ours stay under 70 characters; nothing before [form] or below [end] is ever read back.
import type { Packet, PacketRow } from '@satchel/protocol/messages/packet'
import type { FormCollection, FormDefinition, FormField } from '../definition/definition.ts'
import { lineWidth, oneLine, wrap } from '../clean-text/plain-text.ts'
import { problem } from '../problems.ts'
import { caseSections, marked, printCaseSection } from './text-form-case.ts'
import { printValue } from './text-form-value.ts'
import { displayValue } from '../definition/field-value.ts'
import { helpIn, inLanguage, say, type Words } from '../words/form-words.ts'

const rowId = /^[a-z0-9][a-z0-9-]{0,31}$/

/**
 * Prints the whole text form. Same input, same bytes; LF line ends; the packet's token is inside.
 * @throws Problem packet/other-form when the packet was made for another form or version, or has a row id that
 * cannot stand in a label.
 */
export function printTextForm(def: FormDefinition, packet: Packet, words: Words): string {
  checkFits(def, packet)
  return [
    printOpening(def, packet, words),
    printForm(def, packet, words.language),
    printRules(def, packet, words),
  ].join('\n')
}

/** @throws Problem packet/other-form. */
export function checkFits(def: FormDefinition, packet: Packet): void {
  if (packet.form.name !== def.name || packet.form.version !== def.version)
    throw problem(
      'packet/other-form',
      `The packet is for ${packet.form.name} ${packet.form.version}, not for ${def.name} ${def.version}.`,
    )
  for (const rows of packet.record.rows.values())
    for (const { id } of rows)
      if (!rowId.test(id))
        throw problem('packet/other-form', 'A row id of the packet is not lower-case letters, digits and dashes.')
}

/** The fields of the report that this packet asks, in the definition's order. */
export function askedReport(def: FormDefinition, packet: Packet): readonly FormField[] {
  const asked = new Set(packet.report)
  return def.report.filter(({ name }) => asked.has(name))
}

/** What of it can be typed: a photo comes as a file. */
const typedReport = (def: FormDefinition, packet: Packet) =>
  askedReport(def, packet).filter(({ type }) => type !== 'photo')

function printForm(def: FormDefinition, packet: Packet, language: string): string {
  const blocks = [
    block('form', [`${def.name} ${def.version} ${packet.id} ${packet.language}`]),
    block('token', [packet.token]),
    ...(packet.kind === 'self-update' ? ownAnswers.map(label => block(label, [])) : []),
  ]
  const put = (label: string, field: FormField, value: string | undefined) =>
    blocks.push(block(label, value === undefined ? [] : printValue(field, value, language)))
  for (const field of def.fields)
    if (field.change) put(inLanguage(field.label, language), field, packet.record.fields.get(field.name))
  for (const collection of def.collections)
    for (const row of answerRows(collection, packet))
      for (const field of collection.fields)
        if (field.change || !row.onFile)
          put(rowLabel(collection, row.id, field, language), field, row.fields.get(field.name))
  for (const field of typedReport(def, packet)) put(inLanguage(field.label, language), field, undefined)
  return `${blocks.join('')}[end]\n`
}

/** What the person concerned may say instead of correcting anything: a word below it says so. The same in every language, as in links. */
export const ownAnswers = ['Nothing has changed', 'Please call me'] as const

interface AnswerRow extends PacketRow {
  readonly onFile: boolean
}

/** The rows that may be answered: those on file where they may change or go, and an empty one where one may be added. */
export function answerRows(collection: FormCollection, packet: Packet): readonly AnswerRow[] {
  const rows = packet.record.rows.get(collection.name) ?? []
  const shown = collection.change || collection.drop ? rows.map(row => ({ ...row, onFile: true })) : []
  return collection.add ? [...shown, { id: 'new-1', fields: new Map(), onFile: false }] : shown
}

/** The name of the row comes last: it says nothing to people. It stood behind the list's name once, and is still read there. */
export function rowLabel(collection: FormCollection, row: string, field: FormField, language: string): string {
  return `${listLabel(collection, field, language)} (${row})`
}

const listLabel = (collection: FormCollection, field: FormField, language: string) =>
  `${inLanguage(collection.label, language)}: ${inLanguage(field.label, language)}`

function block(label: string, lines: readonly string[]): string {
  return `[${label}]\n${[...lines, ''].join('\n')}\n`
}

/** A few lines, then what is known: nobody reads a page of rules before the first thing that they can do. */
function printOpening(def: FormDefinition, packet: Packet, words: Words): string {
  const { language } = words
  return paragraphs([
    `${heading(inLanguage(def.title, language))}${wrap(inLanguage(def.intro, language))}`,
    ['guide-edit', 'guide-below'].map(key => marked(say(words, key))).join(''),
    ...printCase(def, packet, words),
    printFixed(def, packet, words),
  ])
}

const printRules = (def: FormDefinition, packet: Packet, words: Words): string =>
  paragraphs([
    `${heading(say(words, 'guide-title'))}${guideLines(def, words).join('')}`,
    printChoices(def, packet, words),
  ])

const paragraphs = (texts: readonly string[]): string => texts.filter(text => text !== '').join('\n')

/** What a packet of version 2 tells as its case, one of version 1 as its history alone. */
function printCase(def: FormDefinition, packet: Packet, words: Words): readonly string[] {
  const lines = packet.background.map(({ date, kind, text }) => `${date} ${kind}: ${text}`)
  const history = lines.length === 0 ? [] : [{ title: say(words, 'guide-background'), lines }]
  const sections = packet.case === undefined ? history : caseSections(def, packet, words)
  return sections.map(section => heading(section.title) + printCaseSection(section))
}

function printFixed(def: FormDefinition, packet: Packet, words: Words): string {
  const lines = fixedValues(def, packet, words.language).map(({ label, value, row }) =>
    marked(`${label}: ${value}${row === undefined ? '' : ` (${row})`}`),
  )
  return lines.length === 0 ? '' : heading(say(words, 'guide-fixed')) + lines.join('')
}

/** Values that the packet shows and that cannot be answered, with their labels in the language. */
export function fixedValues(def: FormDefinition, packet: Packet, language: string) {
  const found: { readonly label: string; readonly value: string; readonly row?: string }[] = []
  const put = (label: string, field: FormField, value: string | undefined, row: { readonly row?: string } = {}) => {
    if (value !== undefined) found.push({ label, value: oneLine(displayValue(field, value, language)), ...row })
  }
  for (const field of def.fields)
    if (!field.change) put(inLanguage(field.label, language), field, packet.record.fields.get(field.name))
  for (const collection of def.collections) {
    const isShown = collection.change || collection.drop
    const fields = collection.fields.filter(({ change }) => !isShown || !change)
    for (const { id, fields: values } of packet.record.rows.get(collection.name) ?? [])
      for (const field of fields) {
        const label =
          fields.length === 1 ? inLanguage(collection.label, language) : listLabel(collection, field, language)
        // where the form asks about the row, too, its name tells which one it is
        put(label, field, values.get(field.name), isShown ? { row: id } : {})
      }
  }
  return found
}

function guideLines(def: FormDefinition, words: Words): readonly string[] {
  const drops = def.collections.flatMap(collection => {
    const key = collection.drop ? collection.fields.find(({ required }) => required) : undefined
    if (!key) return []
    const list = inLanguage(collection.label, words.language)
    return [say(words, 'guide-drop', { list, field: inLanguage(key.label, words.language) })]
  })
  const adds = def.collections.some(({ add }) => add) ? [say(words, 'guide-new')] : []
  const lines = [say(words, 'guide-delete'), ...drops, ...adds, say(words, 'guide-marks')]
  return lines.map(line => wrap(line, '- ', '  '))
}

/** The note at a required field; empty where the field is optional. */
export function requiredWord(field: FormField, words: Words): string {
  // the kind of a new entry is seen by its shape, and a contact without a date was on the day that its report came
  if (!field.required || field.name === 'kind') return ''
  return say(words, field.name === 'when' ? 'page-day' : 'page-required')
}

function printChoices(def: FormDefinition, packet: Packet, of: Words): string {
  const { language } = of
  const asked = [
    ...def.fields.filter(({ change }) => change).map(field => ({ label: inLanguage(field.label, language), field })),
    ...def.collections.flatMap(collection =>
      collection.fields.map(field => ({ label: listLabel(collection, field, language), field })),
    ),
    ...typedReport(def, packet).map(field => ({ label: inLanguage(field.label, language), field })),
  ]
  const photos = askedReport(def, packet).filter(({ type }) => type === 'photo')
  const photoLines = photos.map(({ label }) => wrap(photoLine(label, of), '- ', '  '))
  const lines = asked.flatMap(({ label, field }) => {
    const required = requiredWord(field, of)
    const words = field.choices.map(({ value }) => displayValue(field, value, language)).join(', ')
    const text = [required, words, helpIn(field.help, language)].filter(part => part !== '').join('. ')
    return text === '' ? [] : [wrap(`${label} - ${text}`, '- ', '  ')]
  })
  const all = [...lines, ...photoLines]
  return all.length === 0 ? '' : heading(say(of, 'guide-choices')) + all.join('')
}

/** How a photo comes with an answer by mail. */
export const photoLine = (label: FormField['label'], words: Words): string =>
  say(words, 'guide-photo', { label: inLanguage(label, words.language) })

function heading(text: string): string {
  const line = oneLine(text).slice(0, lineWidth)
  return `${line}\n${'-'.repeat(Array.from(line).length)}\n`
}
