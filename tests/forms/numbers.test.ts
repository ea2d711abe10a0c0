// Numbers with decimals, as people write them in one country and another.

import { expect, test } from 'vitest'
import { isDecimal, readDecimal } from '@satchel/forms/definition/written-numbers'

test.each([
  ['1250.5', 'en', '1250.5'],
  ['1,250.50', 'en', '1250.50'],
  ['1,250', 'en', '1250'],
  ['1.250', 'en', '1.250'],
  ['1,5', 'en', '1.5'],
  ['1250,5', 'de', '1250.5'],
  ['1.250,50', 'de', '1250.50'],
  ['1 250,50', 'fr', '1250.50'],
  ['1’250.50', 'de-CH', '1250.50'],
  ['1,250,000', 'de', '1250000'],
  ['1.250.000', 'fr', '1250000'],
  ['0,125', 'de', '0.125'],
  ['0.125', 'de', '0.125'],
  ['1250.125', 'de', '1250.125'],
  ['-3', 'sw', '-3'],
  ['+3', 'sw', '3'],
  ['007', 'en', '7'],
  // a mark before three digits is either in these countries
  ['1.250', 'de', null],
  ['1,250', 'fr', null],
  ['12,34,567', 'en', undefined],
  ['12,34,567.50', 'hi', '1234567.50'],
  ['-1,00,000', 'hi', '-100000'],
  ['1,250', 'am', '1250'],
  ['1.2.3', 'en', undefined],
  ['1,250.50.2', 'en', undefined],
  ['500 TZS', 'en', undefined],
  ['many', 'en', undefined],
  ['.', 'en', undefined],
  ['5.', 'en', undefined],
  ['1234567890123456', 'en', undefined],
])('%s in %s is %s', (typed, language, read) => {
  expect(readDecimal(typed, language)).toBe(read)
})

test('a number as a packet shows it has one reading in English, and is never another number elsewhere', () => {
  for (const shown of ['0', '1.5', '-2.25', '1250', '1000000', '0.125', '12.125', '1250.125']) {
    expect(isDecimal(shown)).toBe(true)
    expect(readDecimal(shown, 'en')).toBe(shown)
    for (const language of ['de', 'fr', 'es', 'sw']) expect([shown, null]).toContain(readDecimal(shown, language))
  }
})
