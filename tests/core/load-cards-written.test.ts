// Cards that a writer of somebody else's made, out of any values: they come back as they were given. And ours, read by one of
// somebody else's.

import { readPeople } from '@satchel/core/files/read-people'
import { cardText } from '@satchel/core/files/vcard/vcard-write'
import { assert, constantFrom, integer, property, record, string, tuple } from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'

const clean = (text: string) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
/** Letters of many alphabets, and every sign that a card treats in its own way. */
const sign = constantFrom(...'aZé山Ünß;,:\\"=\'^n %(.-😀', '\\n', '=3D', '=\n', 'a\u0301')
const words = (max: number) =>
  tuple(constantFrom('A', 'Zoë', '山', 'Ж'), string({ unit: sign, maxLength: max })).map(([first, rest]) =>
    clean(first + rest.replaceAll('\n', ' ')),
  )
const lines = tuple(words(60), words(90), words(200)).map(all => all.join('\n'))
const person = record({
  given: words(30),
  family: words(30),
  prefix: words(20),
  note: lines,
  line1: words(60),
  line2: words(60),
  city: words(30),
  postcode: integer({ min: 1000, max: 99_999 }).map(String),
  phone: integer({ min: 100, max: 999_999 }).map(number => `+255 700 ${number}`),
  email: constantFrom("o'brien@example.org", 'a+b@example.org'),
  born: integer({ min: -900_000_000_000, max: 1_700_000_000_000 }).map(time =>
    new Date(time).toISOString().slice(0, 10),
  ),
})
type Person = Parameters<Parameters<typeof person.map>[0]>[0]

/** What the reader makes of a file of one card. */
function readBack(text: string | Buffer) {
  const { rows, faults, told } = readPeople(Buffer.from(text), { maps: [] })
  const [row] = rows
  return {
    given: row?.given,
    family: row?.family,
    prefix: row?.prefix,
    note: row?.note,
    born: row?.born,
    line1: row?.address?.line1,
    line2: row?.address?.line2,
    city: row?.address?.city,
    postcode: row?.address?.postcode,
    phone: row?.contacts.find(({ kind }) => kind === 'phone')?.value,
    email: row?.contacts.find(({ kind }) => kind === 'email')?.value,
    trouble: [...faults, ...(row?.faults ?? []), ...told.filter(({ what }) => !what.startsWith('N has one part'))],
  }
}
const right = (given: Person) => ({ ...given, trouble: [] })

test.each(['3.0', '4.0'])('version %s, by ical.js', version => {
  assert(
    property(person, given => {
      const one = (name: string, value: unknown, type = 'text') => [name, {}, type, value]
      const card = [
        one('version', version),
        one('fn', `${given.given} ${given.family}`),
        one('n', [given.family, given.given, '', given.prefix, '']),
        one('bday', given.born, 'date'),
        one('tel', given.phone),
        one('email', given.email),
        one('adr', ['', '', `${given.line1}\n${given.line2}`, given.city, '', given.postcode, '']),
        one('note', given.note),
      ]
      expect(readBack(ICAL.stringify(['vcard', card, []] as never))).toEqual(right(given))
    }),
  )
})

test.each(['UTF-8', 'UTF-16'])('version 2.1, in quoted-printable of %s', charset => {
  assert(
    property(person, integer({ min: 20, max: 76 }), (given, width) => {
      const bytes = (text: string) =>
        charset === 'UTF-8' ? Buffer.from(text) : Buffer.from(`\uFEFF${text}`, 'utf16le')
      const coded = (text: string) =>
        [...bytes(text.replaceAll('\n', '\r\n'))]
          .map(byte => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
          .join('')
      const line = (name: string, ...values: readonly string[]) => {
        const head = `${name};CHARSET=${charset};ENCODING=QUOTED-PRINTABLE:`
        const value = values.map(part => (part === '' ? '' : coded(part))).join(';')
        let out = head
        let length = head.length
        // a code of three signs is not cut
        for (const code of value.match(/=..|;/g) ?? []) {
          if (length + code.length >= width) {
            out += '=\r\n'
            length = 0
          }
          out += code
          length += code.length
        }
        return out
      }
      const card = [
        'BEGIN:VCARD',
        'VERSION:2.1',
        line('N', given.family, given.given, '', given.prefix),
        `TEL;CELL:${given.phone}`,
        `EMAIL;INTERNET:${given.email}`,
        line('ADR;HOME', '', '', `${given.line1}\n${given.line2}`, given.city, '', given.postcode),
        line('NOTE', given.note),
        `BDAY:${given.born.replaceAll('-', '')}`,
        'END:VCARD',
        '',
      ].join('\r\n')
      expect(readBack(card)).toEqual(right(given))
    }),
  )
})

test('an exported card, by ical.js: the same values in version 3.0, and no line over 75 bytes', () => {
  assert(
    property(person, said => {
      // its reader takes a backslash before a separator for one that belongs to it
      const entries = Object.entries(said).map(([name, value]) => [name, value.replaceAll('\\', '/')])
      const given = Object.fromEntries(entries) as Person
      const { given: first, family, line1, line2, ...rest } = given
      const text = cardText({ ...rest, 'given-name': first, 'family-name': family, line1, line2 })
      expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
      const [, properties] = ICAL.parse(text) as unknown as [string, [string, unknown, string, unknown][]]
      const found = Object.fromEntries(properties.map(([name, , , value]) => [name, value]))
      expect(found).toMatchObject({
        version: '3.0',
        n: [family, first, '', given.prefix, ''],
        bday: given.born,
        tel: given.phone,
        email: given.email,
        adr: ['', line2, line1, given.city, '', given.postcode, ''],
        // its reader of 3.0 leaves this backslash
        note: given.note.replaceAll(';', String.raw`\;`),
      })
      expect(readBack(text)).toEqual(right(given))
    }),
  )
})
