// The note of an answer by link: the sender's own words, without what letters begin and end with, and what programs write around them.

import { saidInWords } from '@satchel/core/import/mail-words/sender-words'
import { ourWords } from '@satchel/core/import/mail-words/own-letter-lines'
import { loadForms } from '@satchel/forms/loader'
import { describe, expect, test } from 'vitest'

const catalog = { forms: loadForms(), find: () => null }
const said = (text: string) => saidInWords(text, ourWords(catalog, 'Kilimo', text), 'anna@kilimo.example')
const words = (text: string) => said(text).words

describe.each(['en', 'de', 'fr', 'sw'])('the lines of a draft in %s', language => {
  const texts = catalog.forms.words.get(language)?.texts
  const above = texts?.get('letter-note-above') ?? '?'
  const draft = `${above}\n${texts?.get('letter-dates')?.replace('{date}', '2026-11-30')}`

  test('are no note, and what stands above, between or below them is one', () => {
    expect(said(`\n\n${draft}\n\n`).note).toBeNull()
    expect(said(`He wants seed.\n\n${draft}\n`).note).toBe('He wants seed.')
    expect(said(`- ten bags\n- by May\n${draft}\n\n- two more\n`).note).toBe('- ten bags\n- by May\n\n- two more')
    expect(said(`${above}\n- ten bags\n`).note).toBe('- ten bags')
  })
})

describe('the note of a report is what was said, without what letters begin and end with', () => {
  const note = (text: string) => said(text).note
  test.each([
    ['He wants ten bags.', 'He wants ten bags.'],
    ['Hello,\n\nHe wants ten bags.\n\nKind regards\nAnna Auma\nSales, Kilimo\n+255 700 000 001', 'He wants ten bags.'],
    ['Dear Grace,\nHe wants ten bags.\nAnna', 'He wants ten bags.'],
    ['Hi Anna, he wants ten bags.', 'Hi Anna, he wants ten bags.'],
    ['He wants ten bags.\n\nRegards, Anna\n\nHis brother wants two.', 'He wants ten bags.\n\nHis brother wants two.'],
    ['He wants\n\nbest\n\nten bags', 'He wants\n\nten bags'],
    ['Kind regards from her brother too.', 'Kind regards from her brother too.'],
    ['He wants ten bags.\n\nSent from my iPhone', 'He wants ten bags.'],
    ['stop', 'stop'],
    ['10', '10'],
    ['Anna\nAgnes', 'Anna\nAgnes'],
    ['Hello', null],
    ['Sent from my iPhone', null],
  ])('%j', (text, expected) => {
    expect(note(text)).toBe(expected)
  })
})

test.each([
  'Am 28.11.2026 um 09:00 schrieb Kilimo:',
  'Op 28-11-2026 om 09:00 schreef Kilimo:',
  'Zitat von Kilimo <core@kilimo.example>:',
  '---- On Sat, 28 Nov 2026 09:00:00 +0300 Kilimo Co-operative <core@kilimo.example> wrote ----',
  'Get [Outlook for Android](https://aka.ms/AAb9ysg)',
  'Yahoo Mail: Search, Organize, Conquer',
  'Von meinem/meiner Galaxy gesendet',
  'أُرسلت من الـ iPhone',
  '发自我的iPhone',
  'Please excuse typos, sent from my phone',
  'Anna Auma\nSales | Kilimo Co-operative',
  'Anna Auma\nField Officer\nT +255 700 000 001',
])('%j is nobody’s words', line => {
  const quote = '> Agnes Mollel\n> Please get in touch.'
  expect(words(`${line}\n\n${quote}`)).toBeNull()
  expect(words(`Her phone is lost.\n\n${line}\n${quote}`)).toContain('Her phone is lost.')
})

test.each([
  'Anna\nAgnes Mollel',
  'Anna Auma\nAgnes moved to Arusha | new number +255 700 000 009',
  'Am 3. Mai um 10:00 schrieb sie mir, dass sie kommt.',
  'Von Agnes soll ich sagen: sie hat es gesendet und wartet',
  'Get the outlook from Agnes first',
  'Excuse the delay, she was ill.',
])('%j is somebody’s words, though it looks like them', text => {
  expect(words(text)).toBe(text)
})
