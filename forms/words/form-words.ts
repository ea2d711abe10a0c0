// The fixed texts of letters, text forms and pages in one language. The texts are data in words/<language>.sexp.
// Never puts a person's value into a text: placeholders take ids, dates, file names, labels and the organisation.
import { allOf, oneOf, readTree, wordOf } from '../definition/definition-tree.ts'
import { problem } from '../problems.ts'

export interface Words {
  /** BCP 47 language, such as "en". */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Key to text; `{name}` in a text is a placeholder. */
  readonly texts: ReadonlyMap<string, string>
  /** Texts of letters that are out: nobody says them any more, and answers still quote them. */
  readonly earlier?: readonly string[]
}

/**
 * A fixed text with its placeholders filled in.
 * @throws Problem words/no-such-text when the key or a placeholder's value is missing.
 */
export function say(words: Words, key: string, values: Readonly<Record<string, string>> = {}): string {
  const text = words.texts.get(key)
  if (text === undefined)
    throw problem('words/no-such-text', `The words for ${words.language} have no text ${key}.`, {
      hint: `add (text ${key} "...") to words/${words.language}.sexp`,
    })
  return text.replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw problem('words/no-such-text', `The text ${key} (${words.language}) names {${name}}, which is not given.`)
    return value
  })
}

/**
 * Compares a language with the one that is complete (English).
 * @returns the keys whose text is missing, unknown, or has other placeholders; empty when the language can be used.
 */
export function differingKeys(words: Words, complete: Words): readonly string[] {
  const keys = new Set([...words.texts.keys(), ...complete.texts.keys()])
  return [...keys].filter(key => placeholders(words.texts.get(key)) !== placeholders(complete.texts.get(key)))
}

function placeholders(text: string | undefined): string | undefined {
  return text === undefined ? undefined : [...new Set(text.match(/\{[a-z]+\}/g))].sort().join(' ')
}

/** A label with its colon, before which French has a space. */
export const labelled = (words: Words, label: string): string => say(words, 'labelled', { label })

/** A label in the language, in English where it has none; the empty string when there is neither. */
export function inLanguage(texts: ReadonlyMap<string, string>, language: string): string {
  return texts.get(language) ?? texts.get('en') ?? ''
}

/**
 * Reads a file of fixed texts: `(satchel-words (language "sw") (direction "ltr") (text KEY "...") ... (earlier "...") ...)`.
 * @throws Problem words/not-valid with every fault as a hint; Problem of protocol when it is not SX1.
 */
export function parseWords(text: string): Words {
  const faults: string[] = []
  const tree = readTree(text)
  if (tree.tag !== 'satchel-words') faults.push('the file does not open with (satchel-words')
  const parts = allOf(tree, 'the words', ['language', 'direction', 'text', 'earlier'], ['text', 'earlier'], faults)
  const language = wordOf(parts, 'language', 'the words', faults)
  const direction = oneOf(parts, 'direction', ['ltr', 'rtl'], 'ltr', 'the words', faults)
  const texts = new Map<string, string>()
  for (const { words } of parts.get('text') ?? []) {
    const [key = '', value = ''] = words
    if (words.length !== 2 || value.trim() === '') faults.push(`text ${key}: a key and a text are needed`)
    if (texts.has(key)) faults.push(`text ${key}: stands twice`)
    texts.set(key, value)
  }
  if (faults.length > 0)
    throw problem('words/not-valid', `The words for ${language} have ${faults.length} faults.`, { hint: faults })
  return { language, direction, texts, earlier: (parts.get('earlier') ?? []).flatMap(({ words }) => words) }
}
