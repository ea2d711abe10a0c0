// A person as a vCard. 3.0 is what every phone, mail program and address book reads; X-SATCHEL properties hold what no other does.

import type { LoadField } from '../fields.ts'

/** Our cards say exactly which part of a name is which. */
export const product = '-//Satchel//Satchel//EN'

/** @param person contacts of one kind stand in lines. */
export function cardText(person: Readonly<Partial<Record<LoadField, string>>>): string {
  const given = person['given-name'] ?? ''
  const family = person['family-name'] ?? ''
  const one = (name: string, value: string | undefined) => (value === undefined ? [] : [`${name}:${escaped(value)}`])
  const each = (name: string, value: string | undefined) => value?.split('\n').flatMap(line => one(name, line)) ?? []
  const parts = (name: string, ...values: readonly (string | undefined)[]) =>
    `${name}:${values.map(value => escaped(value ?? '')).join(';')}`
  const address = [person.line2, person.line1, person.city, person.region, person.postcode, person.country]
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `PRODID:${product}`,
    ...one('FN', [given, family].filter(part => part !== '').join(' ')),
    parts('N', family, given, '', person.prefix, ''),
    ...one('BDAY', person.born),
    ...each('TEL', person.phone),
    ...each('EMAIL;TYPE=INTERNET', person.email),
    ...each('URL', person.web),
    ...(address.every(part => part === undefined) ? [] : [parts('ADR', '', ...address)]),
    ...one('NOTE', person.note),
    ...one('X-SATCHEL-ID', person.hid),
    ...one('X-SATCHEL-TITLE', person.title),
    ...one('X-SATCHEL-LANGUAGE', person.language),
    ...one('X-SATCHEL-PREFERS', person.prefers),
    ...one('X-SATCHEL-OWNER', person.owner),
    'END:VCARD',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

const escaped = (value: string) => value.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)

/** At most 75 bytes in a line, and no letter cut in two. */
function folded(line: string): string {
  let text = ''
  let bytes = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (bytes + size > 75) {
      text += '\r\n '
      bytes = 1
    }
    text += letter
    bytes += size
  }
  return text
}
