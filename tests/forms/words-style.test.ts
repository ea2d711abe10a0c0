// The style of the fixed texts in every language: what a translator's eye does not see, or sees too late.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wrap } from '@satchel/forms/clean-text/plain-text'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { languages as pageLanguages, wordsOf } from '@satchel/intake-server/words/page-words'
import { describe, expect, test } from 'vitest'
import { callReport, casePacket, forms, org, words } from './samples.ts'

interface Text {
  readonly key: string
  readonly text: string
}

const ofLetters = (language: string): readonly Text[] =>
  [...words(language).texts].map(([key, text]) => ({ key, text }))
const ofPages = (language: string): readonly Text[] =>
  pageLanguages.includes(language)
    ? Object.entries(wordsOf(language)).map(([key, text]) => ({ key: `page of the intake, ${key}`, text }))
    : []

const noBreak = '\u00a0'
/** A no-break space stands before each of these in French, and behind the opening mark of a quotation. */
const spaced = /(?<!\u00a0)[:;!?»](?=[\s"»]|$)|«(?!\u00a0)/u

const found = (texts: readonly Text[], fault: RegExp) =>
  texts.filter(({ text }) => fault.test(text)).map(({ key, text }) => `${key}: ${text}`)

describe.each([...forms.words.keys()])('the texts of %s', language => {
  const texts = [...ofLetters(language), ...ofPages(language)]

  test('have no space at an end, and no two in a row', () => {
    expect(found(texts, /^\s|\s$|\s\s/u)).toEqual([])
  })

  test('have the apostrophe of print, and no character that nobody sees', () => {
    expect(found(texts, /'/u)).toEqual([])
    expect(found(texts, /[\p{Cc}\p{Cf}\u2000-\u200a\u202f\u3000]/u)).toEqual([])
    if (language !== 'fr') expect(found(texts, /\u00a0/u)).toEqual([])
  })

  test('have one kind of quotation mark', () => {
    const marks: Readonly<Record<string, RegExp>> = { fr: /["“”„]/u, de: /["«»”]/u }
    expect(found(texts, marks[language] ?? /[«»“”„]/u)).toEqual([])
  })

  test('name a thing first and never open with a riddle', () => {
    const riddles: Readonly<Record<string, RegExp>> = {
      en: /^(?:Who|Whoever|What is|Whatever)\b(?!.*\?$)/u,
      de: /^(?:Wer|Wen|Wem)\b(?!.*\?$)/u,
      fr: /^(?:Qui|Quiconque)\b(?!.*\?$)/u,
      sw: /^(?:Yeyote|Anayeambaye)\b/u,
    }
    expect(found(texts, riddles[language] ?? /^$/u)).toEqual([])
  })

  test('stand once each in their file, in the order of English', () => {
    const keys = (of: string) =>
      [
        ...readFileSync(join(import.meta.dirname, `../../forms/words/${of}.sexp`), 'utf8').matchAll(/\(text (\S+) /g),
      ].map(([, key = '']) => key)
    expect(keys(language)).toEqual(keys('en'))
  })
})

describe('French', () => {
  test('has a no-break space before : ; ! ? and inside quotation marks', () => {
    expect(found([...ofLetters('fr'), ...ofPages('fr')], spaced)).toEqual([])
    expect(spaced.test('Promis : rien')).toBe(true)
    expect(spaced.test(`Promis${noBreak}: rien`)).toBe(false)
  })

  test('keeps that space where a letter wraps its lines', () => {
    const texts = ofLetters('fr').filter(({ text }) => text.includes(noBreak))
    expect(texts.length).toBeGreaterThan(50)
    for (const { text } of texts)
      for (let before = 0; before < 66; before += 1) {
        const lines = wrap(`${'x'.repeat(before)} ${text}`.trim())
        expect(lines).not.toMatch(/^[:;!?»]/mu)
        expect(lines.split(noBreak)).toHaveLength(text.split(noBreak).length)
      }
  })

  test('has it before the colon behind a label of a letter, too', () => {
    const packet = casePacket({ language: 'fr' })
    const { text, html = '' } = packetLetter(callReport(), packet, words('fr'), org, { htmlForm: forms.htmlForm })
    const head = text.slice(0, text.indexOf('[form]'))
    expect(head).toContain(`Étape${noBreak}: Land report`)
    expect(head).toMatch(/^Dernier contact\u00a0: /mu)
    expect(head).not.toMatch(/\p{L}: /u)
    expect(html).toContain(`Promis${noBreak}:</span>`)
  })
})
