// vCards (3.0 and 4.0, as phones and mail programs write them) to the records that a sheet gives: one card is one row, and the
// same checks judge it. ical.js reads the cards; what is not about a person's fields is told and left out.

import ICAL from 'ical.js'
import type { FaultyLine, FileRecord } from './record.ts'
import type { LoadField } from './fields.ts'

interface Cards {
  readonly columns: readonly { readonly heading: string; readonly field: LoadField }[]
  /** Properties that hold nothing about a person's fields. */
  readonly leftOut: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine)[]
}

type Values = readonly (string | readonly string[])[]
/** ical.js's form of a property: name, parameters, type, values. */
type Property = readonly [string, Readonly<Record<string, unknown>>, string, ...unknown[]]

const fields = [
  'hid',
  'name',
  'given-name',
  'family-name',
  'prefix',
  'title',
  'born',
  'language',
  'prefers',
  'phone',
  'email',
  'web',
  'line1',
  'line2',
  'postcode',
  'city',
  'region',
  'country',
  'note',
  'owner',
] as const satisfies readonly LoadField[]

/** Where single values stand; names and addresses have parts. X-SATCHEL ones are what an export adds, so that it loads back. */
const plain: Readonly<Record<string, LoadField>> = {
  'x-satchel-id': 'hid',
  'x-satchel-title': 'title',
  'x-satchel-prefers': 'prefers',
  'x-satchel-owner': 'owner',
  bday: 'born',
  lang: 'language',
  note: 'note',
}
const many: Readonly<Record<string, LoadField>> = { tel: 'phone', email: 'email', url: 'web' }
/** Nothing is lost with these: they are about the card, or say again what N says. */
const quiet = new Set(['version', 'fn', 'n', 'adr', 'uid', 'rev', 'prodid', 'kind', 'x-ablabel', 'source'])

export const isVcard = (text: string) => /^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 1000))

export function readVcards(text: string): Cards {
  const others = new Set<string>()
  const records = [...cardsOf(text)].map(({ line, card }) => {
    try {
      const parsed: unknown = ICAL.parse(card)
      if (!Array.isArray(parsed) || parsed[0] !== 'vcard') return { line, fault: 'is no card' }
      const [, properties] = parsed as [string, readonly Property[]]
      const version = properties.find(([name]) => name === 'version')?.[3]
      if (version !== '3.0' && version !== '4.0')
        return { line, fault: 'is a card of another version than 3.0 and 4.0' }
      const values = valuesOf(properties, version, others)
      return { line, cells: fields.map(field => values.get(field)?.join(field === 'web' ? '\n' : '; ') ?? '') }
    } catch {
      return { line, fault: 'cannot be read as a card' }
    }
  })
  return { columns: fields.map(field => ({ heading: field, field })), leftOut: [...others].toSorted(), records }
}

/** The cards of a file with the line where each begins. */
function* cardsOf(text: string): Generator<{ readonly line: number; readonly card: string }> {
  let begun = 0
  let lines: string[] = []
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      if (lines.length > 0) yield { line: begun, card: lines.join('\r\n') }
      begun = index + 1
      lines = []
    }
    if (line.trim() === '' && lines.length === 0) continue
    if (lines.length === 0) begun = index + 1
    lines.push(line)
    if (/^END:VCARD\s*$/i.test(line)) {
      yield { line: begun, card: lines.join('\r\n') }
      lines = []
    }
  }
  if (lines.length > 0) yield { line: begun, card: lines.join('\r\n') }
}

function valuesOf(
  properties: readonly Property[],
  version: unknown,
  others: Set<string>,
): ReadonlyMap<LoadField, string[]> {
  const values = new Map<LoadField, string[]>()
  // 3.0 escapes more than its reader takes back
  const plainText = (value: unknown) =>
    version === '3.0' ? String(value).replaceAll(/\\([;,:])/g, '$1') : String(value)
  const add = (field: LoadField, value: unknown) => {
    const found = plainText(value).trim()
    if (found !== '') values.set(field, [...(values.get(field) ?? []), found])
  }
  const part = (parts: Values, index: number) => [parts[index] ?? ''].flat().join(' ')
  let hasAddress = false
  for (const [name, , , ...given] of properties) {
    const [first] = given
    const single = plain[name]
    const several = many[name]
    if (single !== undefined) {
      if (values.has(single)) others.add(`a second ${name.toUpperCase()}`)
      else add(single, first)
    } else if (several !== undefined) add(several, plainText(first).replace(/^(tel|mailto):/i, ''))
    else if (name === 'n') {
      const parts = first as Values
      add('family-name', part(parts, 0))
      add('given-name', [part(parts, 1), part(parts, 2)].filter(word => word !== '').join(' '))
      add('prefix', part(parts, 3))
    } else if (name === 'adr') {
      if (hasAddress) others.add('a second ADR')
      else
        for (const [index, field] of (
          ['line2', 'line2', 'line1', 'city', 'region', 'postcode', 'country'] as const
        ).entries())
          add(field, part(first as Values, index))
      hasAddress = true
    } else if (!quiet.has(name)) others.add(name.toUpperCase())
  }
  if (!values.has('given-name') && !values.has('family-name'))
    add('name', properties.find(([name]) => name === 'fn')?.[3] ?? '')
  return values
}
