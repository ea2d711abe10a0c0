// A person's own details as one HTML file without script: one button where nothing has changed, and rows that open where
// something has. A row is named by what it is. Values reach the page only through the template, which escapes them.
import type { Packet, PacketRow } from '@satchel/protocol/messages/packet'
import type { FormCollection, FormDefinition, FormField } from '../definition/definition.ts'
import { type Control, control } from './control.ts'
import { dropName, fieldName, rowFieldName } from './html-fields.ts'
import { hiddenInputs, type HtmlTemplate, inputsMax, type Organization } from './html-form.ts'
import { longDay } from './long-day.ts'
import { pageFrame } from './page-frame.ts'
import { oneLine } from '../clean-text/plain-text.ts'
import { checkFits } from '../text/text-form-print.ts'
import { displayValue, validateValue } from '../definition/field-value.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'

interface Row {
  /** What it is: "Phone". Empty for a row that adds one. */
  readonly what: string
  /** What is on file; for a row that adds one, what it adds. */
  readonly is: string
  readonly isAdd: boolean
  /** Digits and addresses run from left to right in every language. */
  readonly isLtr: boolean
  readonly controls: readonly Control[]
  /** Name of the box that removes it; empty where it stays. */
  readonly drop: string
  readonly dropWord: string
}

/** What belongs to the ways to reach somebody, beside their numbers and addresses. */
const reachColumns = new Set(['person_prefers', 'person_language'])
/** Shown as one row. */
const nameColumns = new Set(['person_given', 'person_family'])

const autocompletes: Readonly<Record<string, string>> = {
  person_given: 'given-name',
  person_family: 'family-name',
  address_line1: 'address-line1',
  address_line2: 'address-line2',
  address_city: 'address-level2',
  address_region: 'address-level1',
  address_postcode: 'postal-code',
  address_country: 'country',
}

/**
 * Prints the page. With `packet.replyTo.web` it posts there; without it, or with more inputs than the intake takes, it shows what
 * is on file and says how to answer. Same input, same bytes.
 * @param textFile name of the text form's file, for the sentence about other ways to answer.
 * @throws Problem packet/other-form.
 */
export function printOwnForm(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  template: HtmlTemplate,
  textFile: string,
): string {
  const view = ownFormView(def, packet, words, textFile)
  const web = view.names.length <= inputsMax ? packet.replyTo.web : undefined
  return template.render({
    ...pageFrame(template, words, org, { title: windowTitle(packet, words), url: web?.url }),
    ...view,
    action: web?.url ?? '',
    sections: view.sections.map(each => ({ ...each, rows: each.rows.filter(row => web !== undefined || !row.isAdd) })),
    hidden: hiddenInputs(packet, view.names),
    confirms: hiddenInputs(packet, []).filter(({ name }) => name !== 'shown'),
  })
}

export const windowTitle = (packet: Packet, words: Words): string => say(words, 'page-packet', { packet: packet.id })

/** What the page shows, however its answer travels. @throws Problem packet/other-form. */
export function ownFormView(def: FormDefinition, packet: Packet, words: Words, textFile: string) {
  checkFits(def, packet)
  let last = 0
  const sections = sectionsOf(def, packet, words).map(each => ({
    ...each,
    rows: each.rows.map(row => ({ ...row, id: `r${++last}` })),
  }))
  return {
    names: sections.flatMap(({ rows }) => rows.flatMap(row => row.controls)).map(({ name }) => name),
    sections,
    asks: asksOf(def, packet, words),
    mayTitle: mayTitleOf(def, words),
    mayLine: say(words, 'own-may-line'),
    ...linesOf(def, packet, words, textFile),
  }
}

/** Asks by name whether it is still right. */
export function ownTitle(def: FormDefinition, packet: Packet, words: Words): string {
  const given = def.fields.find(({ column }) => column === 'person_given')
  const name = oneLine(packet.record.fields.get(given?.name ?? '') ?? '')
  return name === '' ? say(words, 'own-title-nameless') : say(words, 'own-title', { name })
}

function linesOf(def: FormDefinition, packet: Packet, words: Words, textFile: string) {
  return {
    title: ownTitle(def, packet, words),
    intro: say(words, 'own-intro', { date: longDay(packet.expires, words.language) }),
    nothingWord: say(words, 'own-nothing'),
    saveLine: say(words, 'own-save'),
    changedTitle: say(words, 'own-changed'),
    changedLine: say(words, 'own-changed-line'),
    onFileWord: say(words, 'own-on-file'),
    changeWord: say(words, 'own-change'),
    sendWord: say(words, 'own-send'),
    sentLine: say(words, 'page-sent'),
    privacyTitle: say(words, 'own-privacy-title'),
    privacyLines: ['own-privacy', 'own-privacy-ask', 'own-privacy-token'].map(key => say(words, key)),
    readOnlyLine: say(words, 'page-read-only', { file: textFile }),
  }
}

/** First how somebody is reached, then who they are and where they live. */
function sectionsOf(def: FormDefinition, packet: Packet, words: Words) {
  const fields = def.fields.filter(({ change }) => change)
  const collections = def.collections.filter(each => !isConsent(each))
  const reached = collections.filter(isContacts)
  const rowsIn = (collections: readonly FormCollection[]) =>
    collections.flatMap(each => [...rowsOnFile(each, packet, words), ...rowsToAdd(each, words)])
  const fieldRows = (some: readonly FormField[]) =>
    some.map(field => fieldRow(inLanguage(field.label, words.language), [field], packet, words))
  const named = fields.filter(({ column }) => nameColumns.has(column))
  const rest = fields.filter(({ column }) => !nameColumns.has(column) && !reachColumns.has(column))
  return [
    {
      id: 'reach',
      title: say(words, 'own-reach'),
      rows: [...rowsIn(reached), ...fieldRows(fields.filter(({ column }) => reachColumns.has(column)))],
    },
    {
      id: 'you',
      title: say(words, 'own-you'),
      rows: [
        ...(named.length > 0 ? [fieldRow(say(words, 'own-name'), named, packet, words)] : []),
        ...fieldRows(rest),
        ...rowsIn(collections.filter(each => !isContacts(each))),
      ],
    },
  ].filter(({ rows }) => rows.length > 0)
}

const contactField = ({ fields }: FormCollection): FormField | undefined =>
  fields.find(({ type }) => type === 'contact')
const isContacts = (collection: FormCollection): boolean => contactField(collection) !== undefined

/** Answers by purpose: yes and no, neither chosen where no answer is on file. An answer that nobody pressed is not sent, and states nothing. */
const isConsent = ({ table }: FormCollection): boolean => table === 'own_consent'

const mayTitleOf = ({ collections }: FormDefinition, { language }: Words): string =>
  inLanguage(collections.find(isConsent)?.label ?? new Map(), language)

function asksOf(def: FormDefinition, packet: Packet, words: Words) {
  return def.collections.filter(isConsent).flatMap(collection => {
    const answer = collection.fields.find(({ type }) => type === 'boolean')
    if (answer === undefined) return []
    return (packet.record.rows.get(collection.name) ?? []).map(({ id, fields }) => ({
      name: rowFieldName(collection, id, answer),
      purpose: oneLine(fields.get('purpose') ?? ''),
      choices: answer.choices.map(({ value }) => ({
        value,
        word: upperFirst(displayValue(answer, value, words.language), words),
        isChosen: fields.get(answer.name) === value,
      })),
    }))
  })
}

function fieldRow(label: string, fields: readonly FormField[], packet: Packet, words: Words): Row {
  const values = packet.record.fields
  return row(words, {
    what: upperFirst(label, words),
    // a choice alone is a word of ours; a name is written as its owner writes it
    is: fields.some(({ choices }) => choices.length === 0)
      ? shownValues(fields, values, ' ', words)
      : upperFirst(shownValues(fields, values, ' ', words), words),
    controls: fields.map(field => box(fieldName(field), field, values.get(field.name), words, true)),
  })
}

function rowsOnFile(collection: FormCollection, packet: Packet, words: Words): readonly Row[] {
  if (!collection.change && !collection.drop) return []
  return (packet.record.rows.get(collection.name) ?? []).map(each => rowOnFile(collection, each, words))
}

function rowOnFile(collection: FormCollection, { id, fields }: PacketRow, words: Words): Row {
  const [kindField, contact] = [collection.fields.find(({ name }) => name === 'kind'), contactField(collection)]
  const kind = fields.get('kind') ?? ''
  const label = kindField && kind !== '' ? oneLine(displayValue(kindField, kind, words.language)) : ''
  const what = upperFirst(label === '' ? inLanguage(collection.label, words.language) : label, words)
  const asked = collection.fields.filter(({ change, name }) => change && !(contact && name === 'kind'))
  const named = (field: FormField) =>
    box(rowFieldName(collection, id, field), field, fields.get(field.name), words, false)
  return row(words, {
    what,
    is: shownValues(
      collection.fields.filter(({ name }) => name !== 'kind'),
      fields,
      ', ',
      words,
    ),
    isLtr: kind === 'phone' || kind === 'email',
    controls: collection.change
      ? asked.map(field => (field === contact ? contactBox(named(field), field, kind, what) : named(field)))
      : [],
    drop: collection.drop ? dropName(collection, id) : '',
    dropWord: say(words, kind === 'phone' || kind === 'email' ? `own-remove-${kind}` : 'page-remove'),
  })
}

/** A number and an address are two rows to add, so that nobody has to say which of the two they wrote. */
function rowsToAdd(collection: FormCollection, words: Words): readonly Row[] {
  if (!collection.add) return []
  const contact = contactField(collection)
  if (contact)
    return (['phone', 'email'] as const).map((kind, index) => {
      const id = `new-${index + 1}`
      const made = box(rowFieldName(collection, id, contact), contact, undefined, words, false)
      const controls = [contactBox(made, contact, kind, say(words, `own-label-${kind}`))]
      return row(words, { is: say(words, `own-add-${kind}`), isAdd: true, controls })
    })
  const controls = collection.fields.map(field =>
    box(rowFieldName(collection, 'new-1', field), field, undefined, words, false),
  )
  const key = `own-add-${collection.table}`
  const is = words.texts.has(key)
    ? say(words, key)
    : say(words, 'own-add', { list: inLanguage(collection.label, words.language) })
  return [row(words, { is, isAdd: true, controls })]
}

function row(words: Words, given: Pick<Row, 'is' | 'controls'> & Partial<Row>): Row {
  const { is, ...rest } = given
  return { what: '', isAdd: false, isLtr: false, drop: '', dropWord: '', ...rest, is: is || say(words, 'page-nothing') }
}

function box(name: string, field: FormField, stored: string | undefined, words: Words, must: boolean): Control {
  const made = control(name, field, stored, words, must)
  return { ...made, autocomplete: autocompletes[field.column] ?? 'off' }
}

/** The box of a number or address, with its keyboard; one that is odd on file stays plain text. */
function contactBox(made: Control, field: FormField, kind: string, label: string): Control {
  const type = kind === 'phone' ? 'tel' : kind === 'email' ? 'email' : 'text'
  const fits = type !== 'email' || made.value === '' || validateValue(field, made.value, kind) === null
  return {
    ...made,
    label,
    type: fits ? type : 'text',
    autocomplete: type === 'text' ? 'off' : type,
    // the word about numbers helps nobody with an address
    help: type === 'tel' ? made.help : '',
    requiredWord: '',
  }
}

function shownValues(
  fields: readonly FormField[],
  values: ReadonlyMap<string, string>,
  between: string,
  { language }: Words,
): string {
  const shown = fields.map(field => {
    const value = values.get(field.name) ?? ''
    return field.column === 'address_country' ? countryName(value, language) : displayValue(field, value, language)
  })
  return oneLine(shown.filter(text => text !== '').join(between))
}

/** By language and code: to look one up takes as long as the rest of a line. */
const countryNames = new Map<string, string>()

/** `Uganda` for UG; what is no code of two letters is shown as it is. */
function countryName(value: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(value)) return value
  const known = countryNames.get(`${language} ${value}`)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(value) ?? value
  countryNames.set(`${language} ${value}`, name)
  return name
}

function upperFirst(text: string, { language }: Words): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(language) + rest.join('')
}
