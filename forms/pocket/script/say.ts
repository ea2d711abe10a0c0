// The words of Pocket in the reader's language, and its days.

import { words } from '../words/all-words.ts'
import type { PocketWords } from '../words/word-keys.ts'
import { all, first } from '../../page/script/dom.ts'
import type { BecameOf } from './read/office-answer.ts'

export type WordKey = keyof PocketWords

let language = 'en'

/** The first of the wanted languages that has words. */
export const chosenOf = (wanted: readonly string[]): string =>
  wanted.map(each => each.toLowerCase().split('-')[0] ?? '').find(each => Object.hasOwn(words, each)) ?? 'en'

export const currentLanguage = (): string => language

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
  // the list of the settings is printed from the registry of languages, with their directions
  document.documentElement.dir = first(`#language [value=${chosen}]`)?.dir ?? 'ltr'
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
