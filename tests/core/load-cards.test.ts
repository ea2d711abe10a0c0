// Cards as phones, mail programs and address books write them: right, or left out with a word; never a guess without one.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const vectors = join(import.meta.dirname, '../vectors/cards')
const sample = (name: string, maps: readonly string[] = []) => readPeople(readFileSync(join(vectors, name)), { maps })
const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')
const read = (text: string | Buffer, maps: readonly string[] = []) => readPeople(Buffer.from(text), { maps })
const one = (lines: readonly string[], maps: readonly string[] = []) => {
  const file = read(card('VERSION:3.0', 'N:Said;Amina;;;', ...lines), maps)
  expect(file.faults).toEqual([])
  expect(file.rows).toHaveLength(1)
  const { contacts, faults, ...row } = file.rows[0] ?? { contacts: [], faults: [] }
  expect(faults).toEqual([])
  return {
    row,
    told: file.told.map(({ column, what }) => `${column}: ${what}`),
    contacts: contacts.map(({ value }) => value),
  }
}
const shown = ({ rows }: ReturnType<typeof read>) =>
  rows.map(({ contacts, ...row }) => ({ ...row, contacts: contacts.map(({ value }) => value) }))
const told = (file: ReturnType<typeof read>) => file.told.map(({ line, what }) => `${line} ${what}`)

describe('files that programs write', () => {
  test('Android (2.1): letters in code, a street of two lines, a fax', () => {
    const file = sample('android-2.1.vcf')
    expect(shown(file)).toMatchObject([
      {
        line: 1,
        given: 'Jörg',
        family: 'Müller',
        born: '1980-05-31',
        note: 'Zeile 1\nZeile 2; mit ü',
        contacts: ['+49-151-23456789', '030 901820', '+49 30 901821', 'joerg@example.org'],
        address: { line1: 'Hauptstraße 12', line2: 'Hinterhaus', city: 'Köln', postcode: '50667', country: 'DE' },
        faults: [],
      },
      { given: 'Mama', contacts: ['+49 151 12345678'], faults: [] },
    ])
    expect(file.leftOut).toEqual(['ORG', 'PHOTO', 'X-ANDROID-CUSTOM'])
    expect(told(file)).toEqual(['1 a FAX number was left out (--map "FAX=phone" takes it)'])
  })

  test('Outlook (2.1): bytes of a charset that each property names', () => {
    const file = sample('outlook-2.1.vcf')
    expect(shown(file)).toMatchObject([
      {
        given: 'Zoë',
        family: 'Größe',
        prefix: 'Frau',
        born: '1975-11-03',
        note: 'Erste Zeile\nzweite Zeile',
        contacts: ['+49 (221) 4710100', '+49 172 1234567', 'zoe@example.org', 'http://www.example.org'],
        address: { line1: 'Straße 5', city: 'Köln', region: 'NRW', postcode: '50667', country: 'DE' },
      },
    ])
    expect(file.leftOut).toEqual([
      'LABEL',
      'ORG',
      'TITLE',
      'X-MS-CARDPICTURE',
      'X-MS-OL-DEFAULT-POSTAL-ADDRESS',
      'X-MS-OL-DESIGN',
    ])
  })

  test('Apple (3.0): groups, labels, a birthday without a year; a company and a group of people are no persons', () => {
    const file = sample('apple-3.0.vcf')
    expect(shown(file)).toMatchObject([
      {
        uid: '8f7c6a2e-1111-4222-8333-abcdef012345',
        given: 'Johnny Q.',
        family: 'Appleseed',
        prefix: 'Dr.',
        note: 'Likes apples; pears, and\nplums. The note goes on and on so that it is folded, as long lines are.',
        contacts: ['+1 (202) 555-0100', '+1 202 555 0101', 'johnny@example.com', 'http://example.com/a,b'],
        address: { line1: '1 Infinite Loop', line2: 'Building 2', city: 'Cupertino', region: 'CA', country: 'US' },
      },
    ])
    expect(file.rows[0]).not.toHaveProperty('born')
    expect(told(file)).toEqual([
      '1 the suffix of the name was left out (--map "SUFFIX=title" takes it)',
      '1 a FAX number was left out (--map "FAX=phone" takes it)',
      '1 left out: the birthday has no year',
      '26 is the card of a company, no person: left out',
      '36 is the card of a group, no person: left out',
    ])
    expect(file.leftOut).toEqual(['NICKNAME', 'ORG', 'PHOTO', 'X-SOCIALPROFILE'])
  })

  test('Google (3.0): a street of three lines, an address as the name', () => {
    const file = sample('google-3.0.vcf')
    expect(shown(file)).toMatchObject([
      {
        uid: 'http://www.google.com/m8/feeds/contacts/an%40example.org/base/1a2b',
        given: 'An Văn',
        family: 'Nguyễn',
        note: 'Dòng 1\nDòng 2',
        contacts: ['+84 91 234 56 78', 'an@example.org', 'an.work@example.org', 'https://example.org'],
        address: { line1: '12 Phố Huế', line2: 'Tầng 3, Căn 5', city: 'Hà Nội', postcode: '100000', country: 'VN' },
      },
      { faults: [{ fault: 'has no name' }] },
    ])
    expect(told(file)).toEqual([
      '1 a FAX number was left out (--map "FAX=phone" takes it)',
      '1 the street has more than two lines: they were joined',
      '1 left out: the birthday has no year',
    ])
  })

  test('Nextcloud (4.0): numbers as addresses, preferred ones, a time of birth', () => {
    const file = sample('nextcloud-4.0.vcf')
    expect(shown(file)).toMatchObject([
      {
        uid: '4fbe8971-0bc3-424c-9c26-36c3e1eff6b1',
        given: 'Simone',
        family: 'Perreault',
        born: '1980-05-31',
        language: 'fr',
        contacts: ['+1-418-656-9254;ext=102', '+1-418-262-6501', 'simone@example.com'],
        address: {
          line1: '2875 Laurier',
          line2: 'PO Box 9, Suite D2-630',
          city: 'Quebec',
          postcode: 'G1V 2M2',
          country: 'CA',
        },
      },
    ])
    expect(told(file)).toEqual([
      '1 a further N was left out',
      '1 the suffix of the name was left out (--map "SUFFIX=title" takes it)',
      '1 has a time in the zone UTC: its day was taken as it is written',
      '1 a further LANG was left out',
      '1 of 2 addresses one was taken',
      '19 is the card of a group, no person: left out',
      '26 is the card of an organisation, no person: left out',
    ])
  })

  test('older phones (2.1): charsets of their own, a card within a card', () => {
    const file = sample('nokia-2.1.vcf')
    expect(shown(file)).toMatchObject([
      { line: 1, given: '太郎', family: '山田', contacts: ['+81 90 1234 5678'] },
      { line: 13, given: 'Jimmy', family: 'Ok', contacts: ['0700000003'] },
    ])
    expect(file.leftOut).toEqual(['AGENT', 'X-CLASS'])
  })

  test('others: Proton, Thunderbird, Fastmail, Samsung, Evolution', () => {
    const file = sample('others.vcf')
    expect(shown(file)).toMatchObject([
      { given: 'Pia', family: 'Proton', contacts: ['+41 22 884 00 01', 'pia@proton.example', 'pia@work.example'] },
      { given: 'Tom', family: 'Thunder', born: '1980-05-31', contacts: ['+49 151 1', 'tom@example.org'], note: 'a\nb' },
      {
        given: 'Fay',
        family: 'Fast',
        uid: '0a1b2c3d-0000-4000-8000-00000000000a',
        address: { line1: '1 Bay St', country: 'AU' },
      },
      { given: 'Sam Sung', contacts: ['0700000004'] },
      { given: 'Eve', family: 'Lution', contacts: ['+255 700 000 005'] },
    ])
    expect(told(file)).toEqual([
      '34 N has one part of the name alone, of several words (--map "N=-" parts FN instead)',
      '41 a FAX number was left out (--map "FAX=phone" takes it)',
      '49 is the card of a group, no person: left out',
    ])
  })

  test('two lines, no year, extensions, keys', () => {
    expect(shown(sample('adr-two-lines.vcf'))).toMatchObject([
      { address: { line1: '12 Main Street', line2: 'Apt 4', city: 'Dublin', country: 'IE' }, faults: [] },
    ])
    const yearless = sample('yearless.vcf')
    expect(shown(yearless)).toMatchObject([{ given: 'Ann', faults: [] }])
    expect(yearless.rows[0]).not.toHaveProperty('born')
    expect(told(yearless)).toEqual(['1 left out: the birthday has no year'])
    const extensions = sample('extensions.vcf')
    expect(shown(extensions)).toMatchObject([
      { given: 'Ann', family: 'Ext', contacts: ['+44 7911 123470;ext=1234'] },
      { given: 'Bob', family: 'Ext', contacts: ['+44 7911 123471;ext=5678'] },
    ])
    expect(told(extensions).map(text => text.replace(/ \(.*/, ''))).toEqual([
      '1 the suffix of the name was left out',
      '7 the suffix of the name was left out',
      '13 is the card of a group, no person: left out',
      '19 is the card of a company, no person: left out',
    ])
    expect([sample('uid-1.vcf'), sample('uid-2.vcf')].map(file => file.rows[0]?.uid)).toEqual(['11', '11'])
  })
})

describe('values', () => {
  test.each([
    ['BDAY:19800531', '1980-05-31'],
    ['BDAY;VALUE=date:1980-05-31', '1980-05-31'],
    ['BDAY:1980-05-31T00:00:00Z', '1980-05-31'],
    ['BDAY:1980-05-31T06:30:00+02:00', '1980-05-31'],
    ['BDAY;VALUE=DATE-TIME:19800531T220000', '1980-05-31'],
    ['BDAY:31.05.1980', '1980-05-31'],
  ])('%s is the day %s', (line, born) => {
    expect(one([line])).toMatchObject({ row: { born }, told: [] })
  })

  test.each([
    ['BDAY:--0531', 'no year'],
    ['BDAY:--05-31', 'no year'],
    ['BDAY:---31', 'no year'],
    ['BDAY;X-APPLE-OMIT-YEAR=1900:1900-05-31', 'no year'],
    ['BDAY:1980', 'no day'],
    ['BDAY:1980-05', 'no day'],
    ['BDAY;VALUE=text:circa 1800', 'a text'],
    ['BDAY:1980-05-30T22:00:00Z', 'the day after'],
    ['BDAY;CALSCALE=chinese:19800531', 'another calendar'],
    ['BDAY:1980-02-30', 'no date'],
    ['BDAY:soon', 'no date'],
  ])('%s is left out: %s', (line, word) => {
    const { row, told: said } = one([line, 'TEL:0700 000 001'])
    expect(row).not.toHaveProperty('born')
    expect(said).toEqual([expect.stringMatching(new RegExp(`^born: left out: .*${word}`))])
  })

  test('a bad value leaves out itself, and nothing else of the card', () => {
    const {
      row,
      told: said,
      contacts,
    } = one([
      'ADR:;;Plot 7;Moshi\\nTown;Kilimanjaro;123456789012345678901;Atlantis',
      'LANG:Elvish',
      `EMAIL:${'a'.repeat(250)}@example.org`,
      'EMAIL:amina@example.org',
      `NOTE:${'x'.repeat(4001)}`,
    ])
    expect(row).toMatchObject({
      given: 'Amina',
      address: { line1: 'Plot 7', city: 'Moshi, Town', region: 'Kilimanjaro' },
    })
    expect(contacts).toEqual(['amina@example.org'])
    expect(said.map(text => text.split(':')[0])).toEqual(['language', 'email', 'postcode', 'country', 'note'])
  })

  test('addresses: a post box, one part alone, only a label', () => {
    expect(one(['ADR:PO Box 9;;Plot 7;Moshi'])).toMatchObject({
      row: { address: { line1: 'Plot 7', line2: 'PO Box 9', city: 'Moshi' } },
      told: [],
    })
    expect(one(['ADR:Plot 7\\, Moshi'])).toMatchObject({
      row: { address: { line1: 'Plot 7, Moshi' } },
      told: ['line1: the address has one part alone, which was taken as the street'],
    })
    expect(one(['ADR;LABEL="Plot 7\\nMoshi":;;;;;;']).told).toEqual([
      'line1: an address that is only a label was left out',
    ])
  })

  test('names: N is taken, and it is told where FN says another one', () => {
    const named = (...lines: readonly string[]) => {
      const file = read(card('VERSION:3.0', ...lines))
      return [file.rows[0]?.given, file.rows[0]?.family, ...told(file)]
    }
    expect(named('N:Okello;Jimmy;;;', 'FN:Jim Okello')).toEqual([
      'Jimmy',
      'Okello',
      expect.stringContaining('different names'),
    ])
    expect(named('N:Okello;Jimmy;Paul;Mr;', 'FN:Okello\\, Jimmy P')).toEqual(['Jimmy Paul', 'Okello'])
    expect(named('N:山田;太郎;;;', 'FN:山田太郎')).toEqual(['太郎', '山田'])
    expect(named('N:Okello;;;;', 'FN:Jimmy Okello')).toEqual([undefined, 'Okello', expect.stringContaining('N=-')])
    expect(named('N:Jimmy Okello;;;;')).toEqual([undefined, 'Jimmy Okello', expect.stringContaining('N=-')])
    expect(named('N:;Jimmy Okello;;;')).toEqual(['Jimmy Okello', undefined, expect.stringContaining('N=-')])
    expect(named('FN:Jimmy Okello')).toEqual(['Jimmy', 'Okello'])
    expect(named('N:;;;;', 'FN:Cher', 'ORG:Blue Ltd')).toEqual(['Cher', undefined, expect.stringContaining('one word')])
    expect(named('N:Blue;Ann;;;', 'FN:Ann Blue', 'ORG:Ann Blue')).toEqual(['Ann', 'Blue'])
    expect(read(card('VERSION:3.0', 'N:Blue Ltd;;;;', 'FN:Blue Ltd', 'ORG:Blue Ltd')).rows).toEqual([])
  })

  test('--map is obeyed: properties, fields, suffixes and fax numbers; one that fits nothing is refused', () => {
    const lines = ['BDAY:1980-05-31', 'NICKNAME:Mina', 'X-FOO:Dr', 'TEL;TYPE=FAX:0700 000 009', 'NOTE:Bees']
    expect(one(lines, ['BDAY=-', 'NICKNAME=note', 'X-FOO=title', 'FAX=phone'])).toMatchObject({
      row: { title: 'Dr', note: 'Mina\nBees' },
      contacts: ['0700 000 009'],
      told: [],
    })
    expect(one(lines, ['born=-', 'FAX=-']).row).not.toHaveProperty('born')
    expect(one(lines, ['born=note', '*=-', 'FAX=-']).row).toMatchObject({ note: '1980-05-31\nBees' })
    const suffix = card('VERSION:3.0', 'N:Said;Amina;;;PhD', 'FN:Mina Saidi')
    expect(read(suffix, ['SUFFIX=title']).rows).toMatchObject([{ given: 'Amina', title: 'PhD' }])
    expect(read(suffix, ['N=-']).rows).toMatchObject([{ given: 'Mina', family: 'Saidi' }])
    for (const map of ['X-BAR=note', 'web=-', 'BDAY', 'BDAY=shoe'])
      expect(() => one(lines, [map])).toThrow(expect.objectContaining({ code: 'usage/wrong' }))
  })
})
