// vCards, JSON and s-expressions come to the same rows as a sheet, whatever wrote them; what is no good is said, and hurts nothing.

import { csvRows } from '@satchel/core/queries/format-rows'
import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const read = (text: string, maps: readonly string[] = []) => readPeople(Buffer.from(text), { maps })
const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

describe('vCards', () => {
  test('as phones write them (3.0): types, groups, folds, escapes', () => {
    const file = read(
      card(
        'VERSION:3.0',
        'N;CHARSET=UTF-8:Okello;Jimmy;Paul;Mr;',
        'FN:Mr Jimmy Paul Okello',
        'TEL;TYPE=CELL,VOICE:+255 700 000 001',
        'TEL;type=WORK;type=pref:0700 000 002',
        'EMAIL;TYPE=INTERNET:jimmy@example.org',
        'item1.URL:http\\://example.org/a',
        'ADR;TYPE=HOME:;;Plot 7;Moshi;Kilimanjaro;2510;Tanzania',
        'NOTE:Grows maize\\, and\\nbeans\\; al',
        ' so coffee',
        'BDAY:1980-05-01',
        'PHOTO;ENCODING=b;TYPE=JPEG:aGVs',
        ' bG8=',
        'ORG:Kilimo',
      ),
    )
    expect(file).toMatchObject({ format: 'vcard', leftOut: ['ORG', 'PHOTO'], faults: [] })
    expect(file.rows).toMatchObject([
      {
        line: 1,
        given: 'Jimmy Paul',
        family: 'Okello',
        prefix: 'Mr',
        born: '1980-05-01',
        note: 'Grows maize, and\nbeans; also coffee',
        contacts: [
          { kind: 'phone', value: '+255 700 000 001' },
          { kind: 'phone', value: '0700 000 002' },
          { kind: 'email', value: 'jimmy@example.org' },
          { kind: 'web', value: 'http://example.org/a' },
        ],
        address: { line1: 'Plot 7', city: 'Moshi', region: 'Kilimanjaro', postcode: '2510', country: 'TZ' },
        faults: [],
      },
    ])
  })

  test('as the newer standard has them (4.0)', () => {
    const file = read(
      card(
        'VERSION:4.0',
        'FN:Amina Said',
        'TEL;VALUE=uri;TYPE="voice,home":tel:+255-700-000-003',
        'BDAY:19800501',
        'LANG;PREF=1:sw',
      ),
    )
    expect(file.rows).toMatchObject([
      { given: 'Amina', family: 'Said', born: '1980-05-01', language: 'sw', contacts: [{ value: '+255-700-000-003' }] },
    ])
  })

  test('each fault has the line where its card begins, and the others are read', () => {
    const file = read(
      [
        card('VERSION:5.0', 'FN:New'),
        card('VERSION:4.0', 'nonsense'),
        card('VERSION:4.0', 'FN:Whole Person', 'BDAY:--0501'),
        card('VERSION:4.0', 'FN:Right Person'),
        'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cut off',
      ].join(''),
    )
    expect(file.faults.map(({ line, fault }) => `${line} ${fault}`)).toEqual([
      '1 is a card of another version than 2.1, 3.0 and 4.0',
      '18 is a card without END:VCARD: it was cut off',
    ])
    expect(file.rows.map(({ line, given, faults }) => [line, given, faults.length])).toEqual([
      [5, undefined, 1],
      [9, 'Whole', 0],
      [14, 'Right', 0],
    ])
    expect(file.told.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '5 1 lines of the card are no properties and were left out',
      '9 left out: the birthday has no year',
    ])
  })
})

describe('data', () => {
  test('JSON: a list of objects, several contacts in a list', () => {
    const file = read(
      JSON.stringify([
        {
          'given-name': 'Amina',
          phone: ['0700 000 001', '0700 000 002'],
          web: ['https://a.example', 'https://b.example'],
          note: null,
        },
      ]),
    )
    expect(file).toMatchObject({ format: 'json', faults: [] })
    expect(file.rows[0]?.contacts.map(({ value }) => value)).toEqual([
      '0700 000 001',
      '0700 000 002',
      'https://a.example',
      'https://b.example',
    ])
  })

  test('s-expressions: a list each, with a parenthesis and a new line in a text', () => {
    const file = read(
      '(row (given-name "Amina")\n  (note "a\n(row \\"x\\")"))\n(row (given-name "Juma") (phone "0700 000 001" "0700 000 002"))\n',
    )
    expect(file.format).toBe('sx1')
    expect(file.rows).toMatchObject([
      { line: 1, given: 'Amina', note: 'a\n(row "x")' },
      { line: 4, given: 'Juma', contacts: [{}, {}] },
    ])
  })

  test.each([
    ['[{"given-name": "x"', 'is none: line 1, column 20'],
    ['(row (given-name "x")', 'no end'],
    ['(row (given-name "x")))', 'never began'],
    ['[{"shoe": "43"}]', 'shoe'],
  ])('%j is refused', (text, words) => {
    expect(() => read(text)).toThrow(new RegExp(words))
  })

  test.each([['[1]'], ['[{"given-name": {"a": 1}}]'], ['(row "x")'], ['(row (given-name "x") 5)']])(
    '%s has an entry that is none',
    text => {
      expect(() => read(text)).toThrow(/no column|name|heading/i)
    },
  )
})

test('a sheet that was exported: no formula, and the same values', () => {
  const values = ['=1+1', "'=1", '+255 700 000 001', '-note', '@x', "O'Connor"]
  const file = read(
    csvRows(
      values.map(note => ({ name: 'A B', note })),
      ['name', 'note'],
    ),
  )
  expect(file.rows.map(({ note }) => note)).toEqual(values)
})
