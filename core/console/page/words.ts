// The words of the pages, by language: core/console/words/LANGUAGE/*.sexp, one file for each kind of page. English is complete.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differingKeys, parseWords, say as sayWords, type Words } from '@satchel/forms/words/form-words'
import { languagesWith } from '@satchel/protocol/languages'
import { shipped } from '../../db/shipped.ts'
import { readableIn, type Stated, type Told, toldIn } from '../../problems/sentences.ts'

/** Languages that the console speaks. */
export const languages = languagesWith('console')

export interface Say {
  (key: string, values?: Readonly<Record<string, string>>): string
  readonly language: string
  /** Whether there is a text of this key. */
  has(key: string): boolean
  /** A number as the language writes it. */
  number(value: number): string
  /** A day with its weekday, of an ISO date or a moment in the zone of the organisation: Monday 30 November 2026. */
  day(value: string | Date): string
  /** The same, short: 30 Nov, with the year where it is another one. */
  short(value: string | Date): string
  /** Day and time. */
  moment(value: Date): string
  /** What a problem says, and what to do. */
  told(problem: Stated): Told
  /** A sentence that the program or the database says in English. */
  sentence(english: string): string
  /** How long ago: "3 days", "5 h". */
  age(value: Date, now: Date): string
}

let read: ReadonlyMap<string, Words> | undefined

/** @throws Problem words/not-valid of forms. */
export function consoleWords(): ReadonlyMap<string, Words> {
  read ??= new Map(languages.map(language => [language, wordsOf(language)]))
  return read
}

function wordsOf(language: string): Words {
  const folder = join(shipped('core'), 'console', 'words', language)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.sexp')) continue
    for (const [key, text] of parseWords(readFileSync(join(folder, file), 'utf8')).texts) {
      if (texts.has(key)) throw new Error(`console/words/${language} has ${key} twice`)
      texts.set(key, text)
    }
  }
  return { language, direction: 'ltr', texts }
}

/** Keys that a language lacks, or has with other places to fill in. For the test of completeness. */
export function missingWords(): readonly string[] {
  const english = wordsOf('en')
  return languages.flatMap(language => differingKeys(wordsOf(language), english).map(key => `${language}: ${key}`))
}

/** @param language of the colleague; English where the console does not speak it. */
export function speak(language: string, zone: string): Say {
  const main = language.split('-')[0] ?? ''
  const words = consoleWords().get(main) ?? wordsOf('en')
  // English of no country: days before months
  const locale = words.language === 'en' ? 'en-GB' : words.language
  const date = (style: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...style })
  const at = (value: string | Date): Date =>
    typeof value === 'string' ? new Date(`${value.slice(0, 10)}T12:00:00Z`) : value
  // an ISO day is the same everywhere
  const plain = (value: string | Date, style: Intl.DateTimeFormatOptions) =>
    typeof value === 'string' ? date({ ...style, timeZone: 'UTC' }) : date(style)
  const numbers = new Intl.NumberFormat(locale)
  const say = (key: string, values: Readonly<Record<string, string>> = {}) => sayWords(words, key, values)
  return Object.assign(say, {
    language: words.language,
    has: (key: string) => words.texts.has(key),
    number: (value: number) => numbers.format(value),
    day: (value: string | Date) =>
      plain(value, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at(value)),
    short(value: string | Date) {
      const year = at(value).getUTCFullYear() === new Date().getUTCFullYear() ? {} : ({ year: 'numeric' } as const)
      return plain(value, { day: 'numeric', month: 'short', ...year }).format(at(value))
    },
    moment: (value: Date) =>
      date({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(value),
    told: (problem: Stated) => toldIn(words.language, problem),
    sentence: (english: string) => readableIn(words.language, english),
    age(value: Date, now: Date) {
      const minutes = Math.max(0, Math.floor((now.getTime() - value.getTime()) / 60_000))
      if (minutes < 60) return say('age-minutes', { count: numbers.format(minutes) })
      if (minutes < 2880) return say('age-hours', { count: numbers.format(Math.floor(minutes / 60)) })
      return say('age-days', { count: numbers.format(Math.floor(minutes / 1440)) })
    },
  })
}
