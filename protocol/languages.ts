// The languages of Satchel's own words, and which lists of words each of them has. A new language begins with a line here:
// tests/workspace/languages.test.ts then names every list that lacks it. Records may be in any other language, too.

/** Every list of words, and where it lies. */
export const wordLists = {
  letters: 'forms/words/',
  labels: 'forms/definitions/',
  pages: 'intake-server/words/',
  pocket: 'forms/pocket/words/',
  dates: 'forms/definition/written-dates.ts',
  phrases: 'core/import/mail-words/mail-phrases.ts',
  'automatic-replies': 'dispatcher/mail-kind/auto-reply-signs.ts',
  'returned-letters': 'dispatcher/mail-kind/bounce-text.ts',
  headings: 'core/files/headings/heading-words.ts',
  names: 'core/files/values/name-words.ts',
  console: 'core/console/words/',
  problems: 'core/problems/words/',
  catalog: 'core/records/words/',
} as const

export type WordList = keyof typeof wordLists

interface Language {
  /** Its own name for itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** Lists without words in this language: there it is read and written in English. */
  readonly lacks: readonly WordList[]
}

export const languages: Readonly<Record<string, Language>> = {
  en: { name: 'English', direction: 'ltr', lacks: [] },
  sw: { name: 'Kiswahili', direction: 'ltr', lacks: ['returned-letters'] },
  fr: { name: 'Français', direction: 'ltr', lacks: [] },
  de: { name: 'Deutsch', direction: 'ltr', lacks: [] },
  es: { name: 'Español', direction: 'ltr', lacks: ['console', 'problems', 'catalog'] },
  ar: {
    name: 'العربية',
    direction: 'rtl',
    lacks: ['returned-letters', 'console', 'problems', 'catalog'],
  },
  pt: { name: 'Português', direction: 'ltr', lacks: ['headings', 'names', 'console', 'problems', 'catalog'] },
  am: {
    name: 'አማርኛ',
    direction: 'ltr',
    lacks: ['automatic-replies', 'returned-letters', 'headings', 'names', 'console', 'problems', 'catalog'],
  },
  hi: {
    name: 'हिन्दी',
    direction: 'ltr',
    lacks: ['automatic-replies', 'returned-letters', 'headings', 'names', 'console', 'problems', 'catalog'],
  },
  id: {
    name: 'Bahasa Indonesia',
    direction: 'ltr',
    lacks: ['returned-letters', 'headings', 'names', 'console', 'problems', 'catalog'],
  },
  lg: {
    name: 'Oluganda',
    direction: 'ltr',
    lacks: [
      'letters',
      'labels',
      'pages',
      'pocket',
      'phrases',
      'automatic-replies',
      'returned-letters',
      'console',
      'problems',
      'catalog',
    ],
  },
}

/** Codes of the languages, those with words in a list alone where one is named. */
export const languagesWith = (list?: WordList): readonly string[] =>
  Object.entries(languages)
    .filter(([, { lacks }]) => list === undefined || !lacks.includes(list))
    .map(([code]) => code)

/** A language of the list above. Another one is written from left to right, and called by its code. */
export const languageOf = (code: string): Language => languages[code] ?? { name: code, direction: 'ltr', lacks: [] }
