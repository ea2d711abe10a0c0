// The sentences of problems in the languages of the console: core/problems/words/LANGUAGE/*.sexp. English is what the program and the
// database say, with places for its values; another language is found by it. So a sentence that was stored, or raised by a function of
// the database, is read in the reader's language as well.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseWords } from '@satchel/forms/words/form-words'
import { languagesWith } from '@satchel/protocol/languages'
import { shipped } from '../db/shipped.ts'
import { coreProblems } from './problems.ts'

type Texts = ReadonlyMap<string, string>

interface Template {
  readonly key: string
  readonly pattern: RegExp
  readonly places: readonly string[]
}

interface Book {
  readonly texts: ReadonlyMap<string, Texts>
  /** Sentences without a place, by their English text. */
  readonly plain: ReadonlyMap<string, string>
  /** Those with places, the ones with the most words of their own first. */
  readonly templates: readonly Template[]
}

/** What a problem says to a reader. */
export interface Told {
  readonly sentence: string
  readonly hints: readonly string[]
}

export interface Stated {
  readonly code: string
  readonly message: string
  readonly hints?: readonly string[]
}

let read: Book | undefined

/** By language, the texts of all its files. @throws Error for a key that is there twice. */
export function sentenceTexts(): ReadonlyMap<string, Texts> {
  return book().texts
}

/** @returns the sentence in the language; null where it is none of those that are known. */
export function sentenceIn(language: string, english: string): string | null {
  const texts = book().texts.get(language)
  return texts === undefined || language === 'en' ? english : found(texts, english)
}

/** A sentence in the language, or as it is. */
export const readableIn = (language: string, english: string): string => sentenceIn(language, english) ?? english

/** What a problem says, in the language. A sentence that has no words there follows the general one of its code. */
export function toldIn(language: string, { code, message, hints = [] }: Stated): Told {
  const texts = book().texts.get(language)
  if (texts === undefined || language === 'en') return { sentence: message, hints }
  const about = texts.get(keyOf(code)) ?? ''
  const general = () => filled(texts.get('english-detail') ?? '', { about, message }).trim()
  return {
    sentence: found(texts, message) ?? general(),
    hints: hints.flatMap(hint => found(texts, hint) ?? (isCommand(hint) ? [] : [hint])),
  }
}

/** Whether a hint names a command, an option, or a page of the documentation: words for a terminal. */
export const isCommand = (hint: string): boolean => /satchel |--|\+=|-=|docs\//.test(hint)

function book(): Book {
  read ??= readBook()
  return read
}

function readBook(): Book {
  const texts = new Map(languagesWith('problems').map(language => [language, textsOf(language)]))
  const english = texts.get('en') ?? new Map<string, string>()
  const plain = new Map<string, string>()
  const templates: (Template & { readonly own: number })[] = []
  for (const [key, text] of english) {
    if (!placeOf.test(text)) plain.set(text, key)
    else
      templates.push({
        key,
        pattern: patternOf(text),
        places: [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name = '']) => name),
        own: text.replaceAll(/\{[a-z]+\}/g, '').length,
      })
  }
  for (const [code, { about }] of Object.entries(coreProblems)) if (!plain.has(about)) plain.set(about, keyOf(code))
  return { texts, plain, templates: templates.toSorted((one, other) => other.own - one.own) }
}

const placeOf = /\{[a-z]+\}/

function textsOf(language: string): Texts {
  const folder = join(shipped('core'), 'problems', 'words', language)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).sort()) {
    for (const [key, text] of parseWords(readFileSync(join(folder, file), 'utf8')).texts) {
      if (texts.has(key)) throw new Error(`problems/words/${language} has ${key} twice`)
      texts.set(key, text)
    }
  }
  return texts
}

/** What a place may hold, where that is no more than a word: else two places beside each other could not be told apart. */
const oneWord = new Set(['field', 'table', 'column', 'rule', 'list', 'row', 'rows', 'line', 'count'])

const held = (place: string) => (place === 'whattype' ? '([Aa]n? \\S+)' : oneWord.has(place) ? '([^\\s"]+)' : '(.+?)')

const patternOf = (text: string) =>
  new RegExp(
    `^${text
      .split(/(\{[a-z]+\})/)
      .map(part =>
        placeOf.test(part) ? held(part.slice(1, -1)) : part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`),
      )
      .join('')}$`,
    's',
  )

/** A sentence may stand alone or inside another: with and without its capital letter and its full stop. */
function found(texts: Texts, english: string): string | null {
  const exact = knownText(texts, english)
  if (exact !== null) return exact
  const isStopped = english.endsWith('.')
  const bare = isStopped ? english.slice(0, -1) : english
  const small = `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`
  const inner = knownText(texts, bare) ?? (small === bare ? null : knownText(texts, small))
  if (inner === null) return null
  const begun = small === bare ? inner : `${inner.charAt(0).toUpperCase()}${inner.slice(1)}`
  return isStopped && !/[.!?]$/.test(begun) ? `${begun}.` : begun
}

function knownText(texts: Texts, english: string): string | null {
  const { plain, templates } = book()
  const key = plain.get(english)
  if (key !== undefined) return texts.get(key) ?? null
  for (const template of templates) {
    const match = template.pattern.exec(english)
    if (match === null) continue
    const values = valuesOf(texts, template.places, match.slice(1))
    const text = texts.get(template.key)
    if (values !== null && text !== undefined) return filled(text, values)
  }
  return null
}

/** A place `why…` holds sentences that must be known, one of `what…` words that may be; any other holds a value and stays as it is. */
function valuesOf(texts: Texts, places: readonly string[], given: readonly string[]): Record<string, string> | null {
  const values: Record<string, string> = {}
  for (const [at, place] of places.entries()) {
    const value = given[at] ?? ''
    const said = /^(why|what)/.test(place) ? sentencesIn(texts, value) : value
    if (said === null && place.startsWith('why')) return null
    values[place] = said ?? value
  }
  return values
}

const sentencesIn = (texts: Texts, english: string): string | null => {
  const whole = found(texts, english)
  if (whole !== null || !english.includes('; ')) return whole
  const all = english.split('; ').map(each => found(texts, each))
  return all.includes(null) ? null : all.join('; ')
}

const filled = (text: string, values: Readonly<Record<string, string>>) =>
  text.replaceAll(/\{([a-z]+)\}/g, (_, name: string) => values[name] ?? '')

/** The key of the general sentence of a code. */
export const keyOf = (code: string): string => `code-${code.replace('/', '-')}`
