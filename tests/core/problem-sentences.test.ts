// The sentences of problems in each language of the console: complete, with the same values, and those that the program raises.

import { coreProblems } from '@satchel/core/problems/problems'
import { isCommand, keyOf, sentenceTexts, toldIn } from '@satchel/core/problems/sentences'
import { expect, test } from 'vitest'
import { raisedIn, sourcesOfConsole } from '../helpers/raised-sentences.ts'
import { filesBelow, read } from '../workspace/sources.ts'

const texts = sentenceTexts()
const english = texts.get('en') ?? new Map<string, string>()
const others = [...texts].filter(([language]) => language !== 'en')
const shape = (text: string) =>
  text
    .replaceAll(/\{[a-z]+\}/g, '{}')
    .replace(/\.$/, '')
    .toLowerCase()
const known = new Set([
  ...[...english.values()].map(shape),
  ...Object.values(coreProblems).map(({ about }) => shape(about)),
])

test('every language has every sentence, with the same values', () => {
  const placesOf = (text = '') => [...new Set(text.match(/\{[a-z]+\}/g))].sort().join(' ')
  expect(others.map(([language]) => language).sort()).toEqual(['de', 'fr', 'sw'])
  for (const [language, own] of others) {
    const keys = new Set([...english.keys(), ...own.keys()])
    const differing = [...keys].filter(key => {
      if (key.startsWith('code-') || key === 'english-detail') return !own.has(key)
      return !english.has(key) || !own.has(key) || placesOf(own.get(key)) !== placesOf(english.get(key))
    })
    expect([language, differing]).toEqual([language, []])
    const same = [...english].filter(([key, text]) => own.get(key) === text && /[a-z]{3} [a-z]{3}/.test(text))
    expect([language, same]).toEqual([language, []])
  }
})

test('no English sentence is there twice, since another language is found by it', () => {
  const seen = new Map<string, string>()
  const twice = [...english].flatMap(([key, text]) => {
    const before = seen.get(shape(text))
    seen.set(shape(text), key)
    return before === undefined ? [] : [`${before} ${key}`]
  })
  expect(twice).toEqual([])
})

test('every code has a general sentence in every language', () => {
  for (const [language, own] of others)
    expect([language, Object.keys(coreProblems).filter(code => !own.has(keyOf(code)))]).toEqual([language, []])
})

/** Sources whose problems are for the one who runs the program: they come before a console listens, or by commands alone. */
const forOperators =
  /^core\/(console\/(certificates|server|console-link|entrance|listener)|db\/(?!sqlstate)|home\/|keys\/|cli\/|carriers\/(out-folder|paper)|forms\/check-form|context\/)|^core\/packets\/preview-form/

test('every sentence that a page can meet has words in every language', () => {
  const raised = sourcesOfConsole()
    .filter(file => file.startsWith('core/') && !forOperators.test(file))
    .flatMap(raisedIn)
  expect(raised.length).toBeGreaterThan(250)
  const lacking = raised.filter(({ text, kind }) => {
    if (kind === 'hint' && (isCommand(text) || text.startsWith('{}') || /FIELD|VALUE|-o FILE/.test(text))) return false
    return !known.has(shape(text))
  })
  expect(lacking.map(({ file, text, kind }) => `${file}: ${kind}: ${text}`)).toEqual([])
})

/** Functions that no page calls, or whose refusal is a fault of the program. */
const internal = /^sql\/functions\/(access|installation|import|packets|audit|batch|files\/conflicts|staff\/logins)/

test('every refusal of the database that a page can meet has words in every language', () => {
  const refusals = filesBelow('sql/functions')
    .filter(file => !internal.test(file))
    .flatMap(file =>
      [...read(file).matchAll(/raise exception '((?:[^']|'')*)'/g)].map(([, text = '']) => ({
        file,
        text: text.replaceAll("''", "'").replaceAll('%', '{}'),
      })),
    )
    .filter(({ text }) => text !== '{}')
  expect(refusals.length).toBeGreaterThan(80)
  expect(refusals.filter(({ text }) => !known.has(shape(text))).map(({ file, text }) => `${file}: ${text}`)).toEqual([])
})

test('a sentence is found with its values, alone and inside another; an unknown one follows the general one', () => {
  const german = (code: string, message: string, ...hints: string[]) => toldIn('de', { code, message, hints })
  expect(german('record/bad-value', 'The field born of a person is a day.', 'write it as 2026-11-30')).toEqual({
    sentence: 'Das Feld born (eine Person) ist ein Tag.',
    hints: ['Schreiben Sie ihn wie 2026-11-30.'],
  })
  expect(german('record/refused', 'O-3: an amount needs its currency.').sentence).toBe(
    'O-3: ein Betrag braucht seine Währung.',
  )
  expect(german('database/no-right', 'P-1: This record may be seen, and not changed.').sentence).toBe(
    'P-1: Diesen Datensatz dürfen Sie sehen, aber nicht ändern.',
  )
  // a value that reads like a sentence stays a value
  expect(german('search/wrong', 'There is no field "a day".', 'did you mean "due"?', 'satchel fields person')).toEqual({
    sentence: 'Das gibt es nicht: Feld „a day“.',
    hints: ['Meinten Sie „due“?'],
  })
  expect(german('query/wrong', 'The moon is full.').sentence).toBe(
    'Eine Angabe der Abfrage fehlt oder ist falsch. Auf Englisch: The moon is full.',
  )
  // what holds an unknown sentence is not said half in one language and half in another
  expect(german('record/refused', 'The database refuses this: the moon is full.').sentence).toBe(
    'Die Regeln der Datenbank erlauben das nicht. Auf Englisch: The database refuses this: the moon is full.',
  )
  expect(toldIn('en', { code: 'query/wrong', message: 'The moon is full.', hints: ['satchel query'] })).toEqual({
    sentence: 'The moon is full.',
    hints: ['satchel query'],
  })
})
