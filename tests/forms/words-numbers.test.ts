// Sentences of letters with a number, in the form that the language has for it; and numbers between words from right to left.

import { withoutTurns } from '@satchel/forms/clean-text/plain-text'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { differingKeys, helpIn, parseWords, say } from '@satchel/forms/words/form-words'
import { expect, test } from 'vitest'
import { callReport, casePacket, forms, org, words } from './samples.ts'

const days = (language: string, ...counts: readonly number[]) =>
  counts.map(count =>
    withoutTurns(say(words(language), 'work-took-only', { days: String(count) })).replace(/[\u2066-\u2069]/g, ''),
  )

test('a number of days has the form of its language', () => {
  expect(days('en', 1, 2, 34)).toEqual(['1 day', '2 days', '34 days'])
  expect(days('ar', 1, 2, 3, 11, 100)).toEqual(['يوم واحد', 'يومان', '3 أيام', '11 يومًا', '100 يوم'])
  expect(days('pt', 1, 2)).toEqual(['1 dia', '2 dias'])
  expect(days('id', 1, 2)).toEqual(['1 hari', '2 hari'])
})

test('no letter says one of many', () => {
  for (const spoken of forms.words.values()) {
    const { plurals = new Map() } = spoken
    const categories = new Intl.PluralRules(spoken.language).resolvedOptions().pluralCategories
    expect([spoken.language, plurals.size > 0]).toEqual([spoken.language, categories.includes('one')])
  }
  expect(say(words('en'), 'letter-subject-together', { count: '1' })).toBe('1 work packet')
})

test('a language that lacks a form of a number is not complete', () => {
  const english = words('en')
  const head = '(satchel-words (language "ar") (direction "rtl") (text work-took-only "{days}")'
  const found = (more: string) => differingKeys(parseWords(`${head} ${more})`), english).includes('work-took-only')
  const all = ['one', 'two', 'few', 'many'].map(form => `(plural work-took-only days ${form} "{days}")`)
  expect([found(all.join(' ')), found(all.slice(1).join(' ')), found('')]).toEqual([false, true, true])
  expect(found(all.join(' ').replace('one "{days}"', 'one "{dogs}"'))).toBe(true)
  expect(() => parseWords(`${head} (plural work-took-only days one ""))`)).toThrow('1 faults')
  expect(() => parseWords(`${head} (plural other days one "x"))`)).toThrow('1 faults')
})

test('numbers, ids and files keep their order in a letter from right to left, and values turn nothing', () => {
  const { text, subject } = packetLetter(callReport(), casePacket({ language: 'ar' }), words('ar'), org, {
    htmlForm: forms.htmlForm,
  })
  expect(subject).toContain('\u20687QK2\u2069')
  for (const said of ['+256 700 000 001', 'packet-7QK2.txt', '2026-11-22', '.ics'])
    expect(text).toContain(`\u2068${said}\u2069`)
  // an address is left alone: programs make links of it
  expect(text).toMatch(/ jimmy@example\.org$/m)
  const help = callReport().report.find(({ name }) => name === 'place')?.help ?? new Map()
  expect(helpIn(help, 'ar')).toContain('\u2068-3.3673, 37.3423\u2069')
  expect(helpIn(help, 'en')).not.toMatch(/[\u2066-\u2069]/)
  expect(withoutTurns('a\u202eb\u2068c\u202ed\u2069e\u2069f\u2067g')).toBe('ab\u2068cd\u2069efg')
})
