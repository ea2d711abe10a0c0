// People as strangers' lists hold them: names in many scripts, leading zeros and signs, quotes, emoji, line breaks, days of many years.

import type { readPeople } from '@satchel/core/files/read-people'
import { cleanValue } from '@satchel/protocol/sexp/clean'
import fc from 'fast-check'
import { expect } from 'vitest'

interface Listed {
  readonly given: string
  readonly family: string
  readonly born: string
  readonly postcode: string
  readonly note: string
}

const names = fc.constantFrom(
  'Zoë',
  'Jörg',
  "O'Brien",
  'Nguyễn',
  'Владимир',
  'Ἀθηνᾶ',
  '山田',
  'محمد',
  'עברית',
  'สมชาย',
  'हिन्दी',
  '한국어',
  'Ægir',
  'Þór',
  '😀 Smile',
  '👩‍👩‍👧',
  '𝒜lice',
  'A"B"',
  '<b>& "',
  "'Tis",
  '=1+1',
  '+44',
  '-7',
  '@home',
  'TRUE',
  '1E5',
  '0x1F',
  '_x',
  '1/2',
  '5-3',
)
const word = fc.oneof(names, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }))
const postcodes = fc.oneof(
  fc.stringMatching(/^0{0,3}[0-9]{1,9}$/),
  fc.stringMatching(/^[0-9]{16,20}$/),
  fc.constantFrom('N1 1AA', '00501', '+1', '=1', "'01"),
)

/** Without what no text keeps: characters that are none, white space at the ends; and nothing that looks like an escape of XML. */
const plain = (text: string) =>
  cleanValue(text)
    .text.replaceAll('\u00A0', ' ')
    .replace(/_x/g, '_ x')
    .replace(/[\uFFFD-\uFFFF]/g, '')
    .trim()
    .normalize('NFC')
const filled = (arbitrary: fc.Arbitrary<string>) => arbitrary.map(plain).filter(text => text !== '')
const oneLine = (arbitrary: fc.Arbitrary<string>) =>
  filled(
    // a ? behind a letter is told of, which has a test of its own
    arbitrary.map(text => text.replace(/[\s\u200B\u2028\u2029]+/gu, ' ').replace(/(\p{L})\?/gu, '$1.')),
  )

export const people = ({
  from,
  to = '2026-11-29',
}: {
  readonly from: string
  readonly to?: string
}): fc.Arbitrary<readonly Listed[]> =>
  fc.array(
    fc.record({
      given: oneLine(word),
      family: oneLine(word),
      born: fc
        .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
        .map(date => date.toISOString().slice(0, 10)),
      postcode: oneLine(postcodes),
      note: filled(fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join('\n'))),
    }),
    { minLength: 1, maxLength: 12 },
  )

export function expectBack({ rows, faults, told }: ReturnType<typeof readPeople>, list: readonly Listed[]): void {
  // of somebody very old, the day is told whatever the file is
  expect([faults, told.filter(({ what }) => !what.includes('years ago'))]).toEqual([[], []])
  expect(
    rows.map(({ given, family, born, note, address, faults: wrong }) => ({
      given,
      family,
      born,
      postcode: address?.postcode,
      note,
      wrong,
    })),
  ).toEqual(list.map(one => ({ ...one, wrong: [] })))
}
