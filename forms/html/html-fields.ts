// The names that the HTML form gives its inputs, and a posted form's way back from names to statements.
// Unknown names are passed on where they can be names of slots; the core judges. Never looks at values.
import type { FormCollection, FormDefinition, FormField } from '../definition/definition.ts'
import { problem } from '../problems.ts'
import type { Statements } from '../text/text-form-parse.ts'
import { readTyped } from '../definition/field-value.ts'

export const fieldName = (field: FormField): string => `set.${field.name}`
export const rowFieldName = (collection: FormCollection, row: string, field: FormField): string =>
  `row.${collection.name}.${row}.${field.name}`
export const dropName = (collection: FormCollection, row: string): string => `drop.${collection.name}.${row}`
export const reportName = (field: FormField): string => `report.${field.name}`
/** The button that says that nothing has changed. */
export const nothingName = 'nothing'

/** Hidden inputs: form and version, packet id, token, language, and the names of all inputs shown. */
export interface HtmlReplyHeader {
  readonly form: { readonly name: string; readonly version: number }
  readonly packet: string
  readonly token: string
  readonly language: string
}

type PostedFields = readonly (readonly [string, string])[]

/**
 * Reads the hidden inputs of a posted form.
 * @throws Problem html-form/mangled when one of them is missing or not in its shape.
 */
export function readHtmlHeader(fields: PostedFields): HtmlReplyHeader {
  const posted = collectFields(fields)
  const form = /^([a-z][a-z0-9-]{0,63}) ([1-9][0-9]{0,8})$/.exec(posted.get('form') ?? '')
  const [packet, token] = [posted.get('packet'), posted.get('token')]
  if (!form || !packet || !token) throw mangled('The posted form lacks its form, packet or token.')
  const [, name = '', version = ''] = form
  return { form: { name, version: Number(version) }, packet, token, language: posted.get('language') || 'en' }
}

/**
 * Turns the fields of a plain HTML post into statements. A shown field that came back empty is cleared (null); of the
 * report and of new rows only what was filled in counts; a shown checkbox that is absent is false.
 * @param fields names and values as posted, in any order; `x_` before a name (added by a mail program) is taken off.
 * @throws Problem html-form/mangled when a shown text field is absent or a name comes twice with different values.
 */
export function replyFromHtmlFields(fields: PostedFields, def: FormDefinition): Statements {
  const posted = collectFields(fields)
  // a button alone in its form: it shows nothing, so it states nothing
  if (posted.get(nothingName) === 'yes') return { set: new Map(), rows: [], drops: [], confirms: true }
  const shown = posted
    .get('shown')
    ?.split(/\s+/u)
    .filter(name => name !== '')
  if (!shown) throw mangled('The posted form lacks the list of the fields it showed.')
  const absent = shown.filter(name => !posted.has(name) && !name.startsWith('drop.'))
  const unticked = absent.filter(name => fieldOf(readName(name), def)?.type === 'boolean')
  if (absent.length > unticked.length)
    throw mangled(`The posted form arrived without ${absent.length - unticked.length} of the fields it showed.`)
  return collect([...posted, ...unticked.map(name => [name, 'false'] as const)], def, posted.get('language') || 'en')
}

type SlotName =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'report'; readonly name: string }
  | { readonly kind: 'row'; readonly collection: string; readonly row: string; readonly name: string }
  | { readonly kind: 'drop'; readonly collection: string; readonly row: string }

/** Null for names that are not a slot's: honeypots, buttons, what an extension added. */
function readName(posted: string): SlotName | null {
  if (!/^[a-z]+(?:\.[a-z0-9][a-z0-9-]{0,63}){1,3}$/.test(posted)) return null
  const [kind, first = '', second = '', third = ''] = posted.split('.')
  if (kind === 'set' && second === '') return { kind: 'field', name: first }
  if (kind === 'report' && second === '') return { kind: 'report', name: first }
  if (kind === 'drop' && second !== '' && third === '') return { kind: 'drop', collection: first, row: second }
  if (kind === 'row' && third !== '') return { kind: 'row', collection: first, row: second, name: third }
  return null
}

function fieldOf(slot: SlotName | null, def: FormDefinition): FormField | undefined {
  if (!slot || slot.kind === 'drop') return undefined
  if (slot.kind === 'field') return find(def.fields, slot.name)
  if (slot.kind === 'report') return find(def.report, slot.name)
  return find(find(def.collections, slot.collection)?.fields ?? [], slot.name)
}

function collect(posted: PostedFields, def: FormDefinition, language: string): Statements {
  const set = new Map<string, string | null>()
  const report = new Map<string, string>()
  const rows = new Map<string, { collection: string; row: string; fields: Map<string, string | null> }>()
  const drops = new Map<string, { collection: string; row: string }>()
  const doubts = new Map<string, string>()
  for (const [posting, value] of posted) {
    const slot = readName(posting)
    if (!slot) continue
    if (slot.kind === 'drop')
      drops.set(`${slot.collection} ${slot.row}`, { collection: slot.collection, row: slot.row })
    else {
      const { stated, doubt } = readPosted(fieldOf(slot, def), value, language)
      if (doubt !== undefined)
        doubts.set(slot.kind === 'row' ? `row/${slot.collection}/${slot.row}` : `${slot.kind}/${slot.name}`, doubt)
      if (slot.kind === 'field') set.set(slot.name, stated)
      else if (slot.kind === 'report') {
        if (stated !== null) report.set(slot.name, stated)
      } else if (stated !== null || !slot.row.startsWith('new-')) {
        const { collection, row } = slot
        const found = rows.get(`${collection} ${row}`) ?? { collection, row, fields: new Map() }
        found.fields.set(slot.name, stated)
        rows.set(`${collection} ${row}`, found)
      }
    }
  }
  return {
    set,
    rows: [...rows].filter(([key]) => !drops.has(key)).map(([, row]) => row),
    drops: [...drops.values()],
    ...(report.size > 0 ? { report } : {}),
    ...(doubts.size > 0 ? { doubts } : {}),
  }
}

function find<Named extends { readonly name: string }>(all: readonly Named[], name: string): Named | undefined {
  return all.find(one => one.name === name)
}

/** Text areas post CRLF; what is only white space is empty. */
function readPosted(field: FormField | undefined, value: string, language: string) {
  const text = value.replace(/\r\n?/g, '\n')
  const read = field ? readTyped(field, text, language) : { text: text.trim() }
  return { stated: read.text === '' ? null : read.text, doubt: 'doubt' in read ? read.doubt : undefined }
}

function collectFields(fields: PostedFields): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [posted, value] of fields) {
    const name = posted.replace(/^x_/, '')
    if (found.has(name) && found.get(name) !== value) throw mangled('The posted form has one field twice.')
    found.set(name, value)
  }
  return found
}

function mangled(message: string) {
  return problem('html-form/mangled', message, {
    hint: 'save the page, open it in a browser and send it from there, or answer with the text form',
  })
}
