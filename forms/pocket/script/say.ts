// The words of Pocket in the reader's language, and its days.

import { languageOf } from '@satchel/protocol/languages'
import { words } from '../words/all-words.ts'
import type { PocketWords } from '../words/word-keys.ts'
import { all } from '../../page/script/dom.ts'
import type { BecameOf } from './read/office-answer.ts'

export type WordKey = keyof PocketWords

let language = 'en'

/** The first of the wanted languages that has words. */
export const chosenOf = (wanted: readonly string[]): string =>
  wanted.map(each => each.toLowerCase().split('-')[0] ?? '').find(each => Object.hasOwn(words, each)) ?? 'en'

export const currentLanguage = (): string => language

/** Languages with words, each by its own name. */
export const offered = (): readonly (readonly [code: string, name: string])[] =>
  Object.keys(words).map(code => [code, languageOf(code).name])

export function say(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = words[language]?.[key] ?? words.en[key]
  return text.replace(/\{([a-z]+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

const became: Readonly<Record<BecameOf, WordKey>> = {
  applied: 'isApplied',
  same: 'isSame',
  held: 'isHeld',
  refused: 'isRefused',
  superseded: 'isSuperseded',
}

export const sayBecame = (is: BecameOf): string => say(became[is])

/** Fills every part of the page that has a fixed text. */
export function speak(chosen: string): void {
  language = chosen
  document.documentElement.lang = chosen
  document.documentElement.dir = languageOf(chosen).direction
  for (const part of all('[data-say]')) part.textContent = say(part.dataset.say as WordKey)
}

const inLocale = (at: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat([language === 'en' ? 'en-GB' : language, 'en-GB'], {
    calendar: 'gregory',
    ...options,
  }).format(at)

export const dayLong = (at: Date): string => inLocale(at, { day: 'numeric', month: 'long' })

/** @param day YYYY-MM-DD. */
export const dayShort = (day: string): string =>
  inLocale(new Date(`${day}T12:00:00`), { weekday: 'short', day: 'numeric', month: 'short' })
