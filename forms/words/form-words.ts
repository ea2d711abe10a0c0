// The fixed texts of letters, text forms and pages in one language. The texts are data in words/<language>.sexp.
// Never puts a person's value into a text: placeholders take ids, dates, file names, labels and the organisation.
import { languageOf } from '@satchel/protocol/languages'
import { allOf, oneOf, readTree, wordOf } from '../definition/definition-tree.ts'
import { problem } from '../problems.ts'

export interface Words {
  /** BCP 47 language, such as "en". */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Key to text; `{name}` in a text is a placeholder. */
  readonly texts: ReadonlyMap<string, string>
  /** Texts that say a number: their other forms. The text itself is the form `other`. */
  readonly plurals?: ReadonlyMap<string, Plural>
  /** Texts of letters that are out: nobody says them any more, and answers still quote them. */
  readonly earlier?: readonly string[]
}

interface Plural {
  /** The placeholder whose number decides. */
  readonly of: string
  /** Category of Intl.PluralRules, such as `one` or `few`, to the text. */
  readonly forms: ReadonlyMap<string, string>
}

/**
 * A fixed text with its placeholders filled in, in the form that its number asks for.
 * @throws Problem words/no-such-text when the key or a placeholder's value is missing.
 */
export function say(words: Words, key: string, values: Readonly<Record<string, string>> = {}): string {
  const text = words.texts.get(key)
  if (text === undefined)
    throw problem('words/no-such-text', `The words for ${words.language} have no text ${key}.`, {
      hint: `add (text ${key} "...") to words/${words.language}.sexp`,
    })
  const said = formFor(words, key, text, values)
  return (words.direction === 'rtl' ? isolated(said) : said).replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw problem('words/no-such-text', `The text ${key} (${words.language}) names {${name}}, which is not given.`)
    return words.direction === 'rtl' && isolates.test(value) ? `\u2068${value}\u2069` : value
  })
}

/**
 * In a line from right to left, a number or a word in Latin letters would take the marks beside it along, so it is isolated. Addresses are not:
 * a mail program that makes links of them would take the mark for a part of one.
 */
const isolates = /^(?!.*(?:@|:\/\/)).*[0-9A-Za-z\u00c0-\u024f]/su

function formFor(words: Words, key: string, text: string, values: Readonly<Record<string, string>>): string {
  const plural = words.plurals?.get(key)
  if (plural === undefined) return text
  return plural.forms.get(rulesOf(words.language).select(Number(values[plural.of]))) ?? text
}

const rules = new Map<string, Intl.PluralRules>()
function rulesOf(language: string): Intl.PluralRules {
  const found = rules.get(language) ?? new Intl.PluralRules(language)
  rules.set(language, found)
  return found
}

/** The forms beside `other` that a language has for the numbers that letters say. */
const categoriesOf = (language: string): readonly string[] => {
  const found = new Set(Array.from({ length: 200 }, (_, at) => rulesOf(language).select(at + 1)))
  return [...found].filter(category => category !== 'other')
}

/**
 * Compares a language with the one that is complete (English).
 * @returns the keys whose text is missing, unknown, or has other placeholders, or that lack a form of their number; empty when the language
 * can be used.
 */
export function differingKeys(words: Words, complete: Words): readonly string[] {
  const keys = new Set([...words.texts.keys(), ...complete.texts.keys()])
  return [...keys].filter(
    key =>
      placeholders(words.texts.get(key)) !== placeholders(complete.texts.get(key)) || !hasForms(words, complete, key),
  )
}

/** Whether a text has each form that its number asks for, with its placeholders: the number itself may be said by the word. */
function hasForms(words: Words, complete: Words, key: string): boolean {
  const needed = complete.plurals?.get(key)
  const plural = words.plurals?.get(key)
  if (needed === undefined) return plural === undefined
  const categories = categoriesOf(words.language)
  if (plural === undefined) return categories.length === 0
  const forms = [...plural.forms]
  const number = `{${plural.of}}`
  const isWhole = (text: string) => placeholders(`${text}${number}`) === placeholders(words.texts.get(key))
  return (
    plural.of === needed.of &&
    forms
      .map(([category]) => category)
      .sort()
      .join() === [...categories].sort().join() &&
    forms.every(([, text]) => isWhole(text))
  )
}

function placeholders(text: string | undefined): string | undefined {
  return text === undefined ? undefined : [...new Set(text.match(/\{[a-z]+\}/g))].sort().join(' ')
}

/** A label with its colon, before which French has a space. */
export const labelled = (words: Words, label: string): string => say(words, 'labelled', { label })

/** Numbers, file endings and words to type, between words from right to left: `-3.3673, 37.3423`, `.ics`, `(delete)`. Placeholders stay. */
const turned = /\{[a-z]+\}|[-+.([]*[A-Za-z0-9](?:[A-Za-z0-9 ,.:/@()[\]_+-]*[A-Za-z0-9)\]])?/g
const isolated = (text: string): string =>
  !/[\u0590-\u08ff]/.test(text)
    ? text
    : text.replace(turned, run => (run.startsWith('{') || /^[A-Za-z ]+$/.test(run) ? run : `\u2068${run}\u2069`))

/** The sentence that explains a field, with its examples in order. */
export function helpIn(texts: ReadonlyMap<string, string>, language: string): string {
  const text = texts.get(language)
  return text !== undefined && languageOf(language).direction === 'rtl' ? isolated(text) : inLanguage(texts, language)
}

/** A label in the language, in English where it has none; the empty string when there is neither. */
export function inLanguage(texts: ReadonlyMap<string, string>, language: string): string {
  return texts.get(language) ?? texts.get('en') ?? ''
}

/**
 * Reads a file of fixed texts: `(satchel-words (language "sw") (direction "ltr") (text KEY "...") ...
 * (plural KEY PLACEHOLDER CATEGORY "...") ... (earlier "...") ...)`.
 * @throws Problem words/not-valid with every fault as a hint; Problem of protocol when it is not SX1.
 */
export function parseWords(text: string): Words {
  const faults: string[] = []
  const tree = readTree(text)
  if (tree.tag !== 'satchel-words') faults.push('the file does not open with (satchel-words')
  const parts = allOf(
    tree,
    'the words',
    ['language', 'direction', 'text', 'plural', 'earlier'],
    ['text', 'plural', 'earlier'],
    faults,
  )
  const language = wordOf(parts, 'language', 'the words', faults)
  const direction = oneOf(parts, 'direction', ['ltr', 'rtl'], 'ltr', 'the words', faults)
  const texts = new Map<string, string>()
  for (const { words } of parts.get('text') ?? []) {
    const [key = '', value = ''] = words
    if (words.length !== 2 || value.trim() === '') faults.push(`text ${key}: a key and a text are needed`)
    if (texts.has(key)) faults.push(`text ${key}: stands twice`)
    texts.set(key, value)
  }
  const plurals = new Map<string, Plural & { readonly forms: Map<string, string> }>()
  for (const { words } of parts.get('plural') ?? []) {
    const [key = '', of = '', category = '', value = ''] = words
    if (words.length !== 4 || value.trim() === '')
      faults.push(`plural ${key}: a key, a placeholder, a category and a text are needed`)
    if (!texts.has(key)) faults.push(`plural ${key}: there is no text ${key}`)
    const plural = plurals.get(key) ?? { of, forms: new Map<string, string>() }
    if (plural.of !== of || plural.forms.has(category))
      faults.push(`plural ${key} ${category}: does not fit the one before it`)
    plurals.set(key, { of, forms: plural.forms.set(category, value) })
  }
  if (faults.length > 0)
    throw problem('words/not-valid', `The words for ${language} have ${faults.length} faults.`, { hint: faults })
  return { language, direction, texts, plurals, earlier: (parts.get('earlier') ?? []).flatMap(({ words }) => words) }
}
