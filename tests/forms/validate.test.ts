import type { FormField } from '@satchel/forms/definition/definition'
import { displayValue, normalizeValue, validateValue } from '@satchel/forms/definition/field-value'
import { describe, expect, test } from 'vitest'
import { callReport, texts } from './samples.ts'

const base = callReport().fields[0]
const field = (type: FormField['type'], more: Partial<FormField> = {}): FormField => {
  if (!base) throw new Error('the call report has no fields')
  return { ...base, type, max: 254, ...more }
}

describe('a value', () => {
  const cases: readonly (readonly [FormField['type'], readonly string[], readonly string[]])[] = [
    [
      'date',
      ['2024-02-29', '0001-01-01'],
      ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '0000-01-01', '2026-01-01T00'],
    ],
    ['integer', ['0', '-5', '9007199254740991'], ['', '-0', '01', '1.5', '9007199254740992', '1e3', '१']],
    [
      'phone',
      ['+256 700 000 001', '(0)41 555-1234', '112', '0700 000001 ext. 12'],
      ['12', 'phone', '+', '1'.repeat(21), '555-CALL'],
    ],
    [
      'email',
      ['a@b.example', 'jimmy+x@mail.example.org', 'ä@ö.example'],
      [
        'a',
        '@b.example',
        'a@b',
        'a@b..c',
        'a b@c.example',
        'a@-b.example',
        'a@b.example, c@d.example',
        `${'a'.repeat(65)}@b.example`,
      ],
    ],
    ['boolean', ['true', 'false'], ['yes', '1']],
    [
      'place',
      ['-3.3673, 37.3423', '90, -180', '0, 0 (12 m)', '-3.367312, 37.3'],
      ['91, 0', '0, 181', '-3.3673,37.3423', '-3.3673', '1.1234567, 2', 'Moshi', '0, 0 (12)', '0, 0 (1234567 m)'],
    ],
  ]
  for (const [type, right, wrong] of cases)
    test(`of type ${type} fits or does not`, () => {
      for (const value of right) expect([value, validateValue(field(type), value)]).toEqual([value, null])
      for (const value of wrong) expect([value, validateValue(field(type), value) === null]).toEqual([value, false])
    })

  test.each([
    ['-3.36730 37.34230', '-3.3673, 37.3423'],
    ['(-3.3673; 37.3423)', '-3.3673, 37.3423'],
    ['3.3673° S, 37.3423° E', '-3.3673, 37.3423'],
    ['\u22123.36730001, 37.34230 ±12.4 m', '-3.3673, 37.3423 (12 m)'],
    ['-3.3673, 37.3423, 8', '-3.3673, 37.3423 (8 m)'],
    ['-0.0000001, 0', '0, 0'],
    ['91, 0', '91, 0'],
    ['by the church', 'by the church'],
  ])('of type place is read as %s', (written, read) => {
    expect(normalizeValue(field('place'), written)).toBe(read)
  })

  test('of a contact point is judged by the kind of its row', () => {
    expect(validateValue(field('contact'), 'a@b.example', 'email')).toBeNull()
    expect(validateValue(field('contact'), 'a@b.example', 'phone')).toBe('not-a-phone')
    expect(validateValue(field('contact'), '112', 'email')).toBe('not-an-email')
    expect(validateValue(field('contact'), 'nowhere', 'web')).toBe('not-a-web-address')
    expect(validateValue(field('contact'), 'the red house', 'other')).toBeNull()
  })

  test('may have as many characters as its field says, counted as people count', () => {
    const short = field('text', { max: 3 })
    expect(validateValue(short, '👩👩👩')).toBeNull()
    expect(validateValue(short, '👩👩👩👩')).toBe('too-long')
    expect(validateValue(short, 'abcd')).toBe('too-long')
  })

  test('has several lines only where the field is long', () => {
    expect(validateValue(field('text'), 'a\nb')).toBe('several-lines')
    expect(validateValue(field('long-text'), 'a\nb')).toBeNull()
    expect(validateValue(field('long-text'), 'a\u0000b')).toBe('control-characters')
  })

  const choice = field('choice', {
    choices: [
      { value: 'phone', label: texts({ en: 'Phone', sw: 'simu' }) },
      { value: 'email', label: texts({ en: 'E-mail' }) },
    ],
  })

  test('of a choice is typed in any language and shown in one', () => {
    expect(['SIMU', ' phone ', 'e–mail', 'fax'].map(typed => normalizeValue(choice, typed))).toEqual([
      'phone',
      'phone',
      'email',
      'fax',
    ])
    expect(['sw', 'fr'].map(language => displayValue(choice, 'phone', language))).toEqual(['simu', 'Phone'])
    expect(displayValue(choice, 'fax', 'en')).toBe('fax')
    expect(validateValue(choice, 'fax')).toBe('not-a-choice')
    expect(validateValue(choice, 'constructor')).toBe('not-a-choice')
  })

  test('that people type is put right only where it has one meaning', () => {
    expect(
      ['2026/1/2', '2026.01.02', '2026–01–02', '1/2/2026'].map(typed => normalizeValue(field('date'), typed)),
    ).toEqual(['2026-01-02', '2026-01-02', '2026-01-02', '1/2/2026'])
    expect(normalizeValue(field('text'), ' Mary \n Ann ')).toBe('Mary Ann')
    expect(normalizeValue(field('integer'), '\u22125')).toBe('-5')
    expect(
      ['a@b.example <mailto:a@b.example>', '<a@b.example>', '[a@b.example](mailto:a@b.example)'].map(typed =>
        normalizeValue(field('email'), typed),
      ),
    ).toEqual(['a@b.example', 'a@b.example', 'a@b.example'])
  })
})
