// The list of purposes that a core leaves with its intake: printed and parsed, its limits, and lists that are none.

import { parsePurposes, printPurposes, purposeLimits } from '@satchel/protocol/pull/purpose-list'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/)
const label = fc
  .string({ minLength: 1, maxLength: purposeLimits.labelLength, unit: 'grapheme' })
  .filter(text => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text) && text.length <= purposeLimits.labelLength)
const purpose = fc.record({
  name,
  labels: fc
    .tuple(label, fc.dictionary(fc.constantFrom('sw', 'pt-BR', 'ar', 'zh-Hant-TW'), label))
    .map(([en, more]) => new Map([['en', en], ...Object.entries(more)])),
})

test('what is printed is parsed as it was', () => {
  fc.assert(
    fc.property(fc.uniqueArray(purpose, { selector: one => one.name, maxLength: purposeLimits.purposes }), list => {
      const whole = { epoch: 3, run: 7, purposes: list }
      expect(parsePurposes(printPurposes(whole))).toEqual(whole)
    }),
  )
})

const en = (text: string) => new Map([['en', text]])
const named = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `p${at}`, labels: en('a') }))

const printed = (count: number) => printPurposes({ epoch: 1, run: 1, purposes: named(count) })

test('a list has up to 30 purposes, and a label up to 200 characters', () => {
  expect(parsePurposes(printed(30)).purposes).toHaveLength(30)
  expect(parsePurposes(printed(31)).purposes).toHaveLength(30)
  const text = (count: number, length: number) =>
    `(satchel-purposes (version 1) (epoch 1) (run 1) ${named(count)
      .map(each => `(purpose "${each.name}" (label "en" "${'a'.repeat(length)}"))`)
      .join(' ')})`
  expect(parsePurposes(text(30, 200)).purposes).toHaveLength(30)
  expect(() => parsePurposes(text(31, 1))).toThrow('more than 30')
  expect(() => parsePurposes(text(1, 201))).toThrow('1 to 200 characters')
})

test.each([
  ['no list', '(satchel-tokens (version 1))'],
  ['another version', '(satchel-purposes (version 2))'],
  ['a name that is none', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "Training" (label "en" "a")))'],
  ['no name', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose (label "en" "a")))'],
  [
    'one name twice',
    '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "en" "a")) (purpose "a" (label "en" "b")))',
  ],
  ['no English', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "sw" "a")))'],
  [
    'a language twice',
    '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "en" "a") (label "en" "b")))',
  ],
  ['a language that is none', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "english" "a")))'],
  ['an empty label', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "en" "")))'],
  ['two lines', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "en" "a\\nb")))'],
  ['something else', '(satchel-purposes (version 1) (epoch 1) (run 1) (purpose "a" (label "en" "a") (note "b")))'],
])('a list with %s is refused', (_, text) => {
  expect(() => parsePurposes(text)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^(record|sexp)\/not-valid|^sexp\//) }),
  )
})
