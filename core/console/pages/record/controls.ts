// One field as a control of a form, and as what is read: by its kind, as the catalog of fields has it.

import type { CatalogField } from '../../../records/read/catalog.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import type { Say } from '../../page/words.ts'
import type { Choice, HeldFile } from './read-folder.ts'

export interface Shown {
  readonly say: Say
  readonly zone: string
  readonly choices: readonly Choice[]
  readonly names: ReadonlyMap<string, string>
  /** Files that fields of the record hold, by the names of the fields, and the record's human id. */
  readonly files?: { readonly record: string; readonly held: ReadonlyMap<string, HeldFile> }
  readonly colleagues: readonly { readonly hid: string; readonly name: string; readonly active: boolean }[]
}

/** What the catalog calls a field, begun as a sentence. */
export const labelOf = ({ label }: CatalogField): string => `${label.charAt(0).toUpperCase()}${label.slice(1)}`

/** The label of a word of a list, in the language of the reader. */
export function wordOf({ say, choices }: Shown, source: string, field: string, word: string): string {
  const known = choices.find(each => each.source === source && each.field === field && each.word === word)
  return known?.labels[say.language] ?? known?.label ?? word
}

/** The words that a field takes, with their labels. */
function optionsOf(shown: Shown, field: CatalogField): readonly (readonly [string, string])[] {
  if (field.kind === 'boolean')
    return [
      ['true', shown.say('rec-yes')],
      ['false', shown.say('rec-no')],
    ]
  if (field.refers === 'staff')
    return shown.colleagues.filter(({ active }) => active).map(({ hid, name }) => [hid, name] as const)
  return (field.choices ?? []).map(word => [word, wordOf(shown, field.source, field.field, word)] as const)
}

/** A value as a person reads it, in words alone. */
export function readableText(shown: Shown, field: CatalogField, value: string): string {
  const { say } = shown
  if (field.refers === 'staff') return shown.colleagues.find(({ hid }) => hid === value)?.name ?? value
  if (field.kind === 'record') return shown.names.get(value) ?? value
  if (field.kind === 'choice') return wordOf(shown, field.source, field.field, value)
  if (field.kind === 'boolean') return say(value === 'true' ? 'rec-yes' : 'rec-no')
  if (field.kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return say.short(value)
  if (field.kind === 'time' && !Number.isNaN(Date.parse(value))) return say.moment(new Date(value))
  return value
}

/** The address from which a browser saves the file of a field; null of a field that holds none. */
export function savedAt({ files }: Shown, { kind, name }: CatalogField): string | null {
  const file = kind === 'file' ? files?.held.get(name) : undefined
  return file === undefined || files === undefined ? null : `/records/${part(files.record)}/files/${file.number}`
}

/** The value that the writer sees of a field, as the command takes it: of a file its digest. */
export const seenOf = ({ files }: Shown, { kind, name }: CatalogField, value: string): string =>
  kind === 'file' ? (files?.held.get(name)?.digest ?? '') : value

/** A form with a file in it is sent in parts. */
export const sentAs = (fields: readonly CatalogField[]): Html | null =>
  fields.some(({ kind }) => kind === 'file') ? html` enctype="multipart/form-data"` : null

/** The same; of a record with the way to it, of a file with the way to save it. */
export const readable = (shown: Shown, field: CatalogField, value: string): Html =>
  savedAt(shown, field) !== null
    ? html`<a href="${savedAt(shown, field) ?? ''}">${value}</a>`
    : field.kind === 'record' && field.refers !== 'staff'
      ? html`<a href="/records/${part(value)}">${readableText(shown, field, value)}</a> <span class="faint mono xs">${value}</span>`
      : html`${value === '' ? '' : readableText(shown, field, value)}`

/** A value as the control of its field takes it: times in the zone of the organisation. */
export const forControl = ({ zone }: Pick<Shown, 'zone'>, { kind }: CatalogField, value: string): string =>
  kind === 'time' ? localTime(zone, value) : value

/** A moment as its control shows it, in the zone of the organisation; other text as it is. */
export function localTime(zone: string, value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value) || Number.isNaN(Date.parse(value))) return value
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(value))
  return text.replace(' ', 'T')
}

export interface ControlOptions {
  readonly id: string
  readonly name: string
  readonly value: string
  /** Name of the file that was chosen before the form came back: no page can choose it again. */
  readonly chosen?: string
  /** The file was to be taken away before the form came back. */
  readonly isEmptied?: boolean
  /** Id of the sentence that says what is wrong with it. */
  readonly wrong?: string | undefined
  readonly isFirst?: boolean
  /** An empty control says nothing, so that a row that is not there yet needs nothing. */
  readonly isOptional?: boolean
}

/**
 * Kinds with an input of their own. A browser refuses nothing in one of type tel. Those of type email and url refuse or rewrite values that the
 * database takes (a name of a domain with accents, www. without https), so these kinds have a keyboard of their own and no more.
 */
const inputTypes: Readonly<Record<string, string>> = { date: 'date', time: 'datetime-local', phone: 'tel' }
const keyboards: Readonly<Record<string, string>> = {
  integer: 'decimal',
  number: 'decimal',
  money: 'decimal',
  email: 'email',
  phone: 'tel',
  web: 'url',
}

/** The value of a control, or what was typed in it before the form came back. */
export const typedAgain = (
  { kind }: CatalogField,
  name: string,
  value: string,
  typed: (control: string) => string | undefined,
): Pick<ControlOptions, 'value' | 'chosen' | 'isEmptied'> =>
  kind === 'file'
    ? { value, chosen: typed(name) ?? '', isEmptied: typed(emptyOf(name)) === '1' }
    : { value: typed(name) ?? value }

const emptyOf = (name: string) => name.replace(/^f\./, 'empty.')

function fileControl(
  { say }: Shown,
  common: Html,
  { id, name, value, chosen = '', isEmptied = false }: ControlOptions,
) {
  const again =
    chosen === '' ? null : html`<p class="err" id="again-${id}">${say('rec-file-again', { name: chosen })}</p>`
  const empty = html`<label class="check"><input type="checkbox" name="${emptyOf(name)}" value="1"${attribute('checked', isEmptied)}>${say('rec-file-empty')}</label>`
  return html`<input${common} type="file">${again}${value === '' ? null : empty}`
}

export function control(shown: Shown, field: CatalogField, options: ControlOptions): Html {
  const { id, name, value, wrong, isFirst = false, isOptional = false } = options
  const told = [wrong, ...((options.chosen ?? '') === '' ? [] : [`again-${id}`])].filter(each => each !== undefined)
  const common = html` class="in" id="${id}" name="${name}"${attribute('aria-invalid', wrong === undefined ? null : 'true')}${attribute('aria-describedby', told.length === 0 ? null : told.join(' '))}${attribute('required', field.required && !isOptional)}${attribute('autofocus', isFirst)}`
  if (field.kind === 'file') return fileControl(shown, common, options)
  const words = optionsOf(shown, field)
  if (field.kind === 'choice' || field.kind === 'boolean' || field.refers === 'staff') {
    const isKnown = value === '' || words.some(([word]) => word === value)
    const all = isKnown ? words : [...words, [value, value] as const]
    return html`<select${common}>${field.required && value !== '' ? null : html`<option value=""></option>`}${all.map(([word, label]) => html`<option value="${word}"${attribute('selected', word === value)}>${label}</option>`)}</select>`
  }
  // a value of several lines stays one in every kind of field
  if (field.kind === 'long-text' || field.name === 'note' || value.includes('\n'))
    return html`<textarea${common} dir="auto" rows="3">
${value}</textarea>`
  const type = inputTypes[field.kind] ?? 'text'
  // what no picker shows is typed
  const isPlain =
    (field.kind === 'date' && value !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) ||
    (field.kind === 'time' && value !== '' && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value))
  return html`<input${common} type="${isPlain ? 'text' : type}" value="${forControl(shown, field, value)}" autocomplete="off"${attribute('inputmode', keyboards[field.kind])}${attribute('dir', type === 'text' ? 'auto' : null)}${refersTo(field)}>`
}

/** What script suggests names for; a reference to any record has no type. */
const refersTo = ({ kind, refers }: CatalogField): Html | null =>
  kind === 'record' ? html` data-refers="${refers === 'entity' || refers === null ? '' : refers}"` : null

/** Text beside a control of a reference: whom it names now, or how it is named. */
export function helpOf(shown: Shown, field: CatalogField, value: string): string | null {
  if (field.kind !== 'record' || field.refers === 'staff') return null
  return shown.names.get(value) ?? shown.say('rec-by-name')
}
