// Reads tagged lists of definition and word files, collecting faults instead of stopping at the first.
// Knows lists and languages, nothing about forms.
import type { SexpList } from '@satchel/protocol/sexp/sexp'
import { nearest } from '@satchel/protocol/nearest'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'

/** A list: its tag, the first word behind it if it is a symbol, string or number, and the lists inside. */
export interface Tree {
  readonly tag: string
  readonly word: string | undefined
  /** Everything behind the tag that is no list, as text. */
  readonly words: readonly string[]
  readonly lists: readonly Tree[]
}

type Parts = ReadonlyMap<string, readonly Tree[]>

/** @throws Problem of protocol when the text is not SX1. */
export function readTree(text: string): Tree {
  return toTree(parseSexp(text))
}

/** The lists inside by tag; unknown tags, and repeated ones that may not repeat, are faults. */
export function allOf(
  tree: Tree,
  where: string,
  known: readonly string[],
  repeatable: readonly string[],
  faults: string[],
): Parts {
  const parts = new Map<string, Tree[]>()
  for (const list of tree.lists) {
    const found = parts.get(list.tag)
    if (!known.includes(list.tag))
      faults.push(`${where}: (${list.tag} ...) is not known here${askedFor(list.tag, known)}`)
    else if (found && !repeatable.includes(list.tag)) faults.push(`${where}: (${list.tag} ...) stands twice`)
    else if (found) found.push(list)
    else parts.set(list.tag, [list])
  }
  return parts
}

const askedFor = (tag: string, known: readonly string[]) => {
  const found = nearest(tag, known)
  return found === null ? '' : `: do you mean (${found} ...)?`
}

const meantWord = (tag: string, word: string, allowed: readonly string[]) => {
  const found = nearest(word, allowed)
  return found === null ? '' : `: do you mean (${tag} ${found})?`
}

/** `(column "person_given")` or `(entity person)`. */
export function wordOf(parts: Parts, tag: string, where: string, faults: string[]): string {
  const part = parts.get(tag)?.[0]
  if (part?.words.length !== 1 || part.lists.length > 0) faults.push(`${where}: (${tag} ...) with one word is needed`)
  return part?.word ?? ''
}

/** `(version 4)`. */
export function numberOf(parts: Parts, tag: string, where: string, faults: string[]): number {
  const number = Number(wordOf(parts, tag, where, faults) || 'none')
  if (!Number.isSafeInteger(number)) faults.push(`${where}: (${tag} ...) is not a number`)
  return Number.isSafeInteger(number) ? number : 1
}

/** `(add true)`. */
export function flag(parts: Parts, tag: string, usual: boolean, where: string, faults: string[]): boolean {
  return oneOf(parts, tag, ['true', 'false'], usual ? 'true' : 'false', where, faults) === 'true'
}

/** One word of a list; `usual` where the tag is absent, and a fault where there is no usual one. */
export function oneOf<Word extends string>(
  parts: Parts,
  tag: string,
  allowed: readonly [Word, ...Word[]],
  usual: Word | undefined,
  where: string,
  faults: string[],
): Word {
  if (usual !== undefined && !parts.has(tag)) return usual
  const given = wordOf(parts, tag, where, faults)
  const found = allowed.find(word => word === given)
  if (found === undefined)
    faults.push(`${where}: (${tag} ...) is not one of ${allowed.join(', ')}${meantWord(tag, given, allowed)}`)
  return found ?? allowed[0]
}

/** `(label (en "Name") (sw "Jina"))`; empty where the tag is absent. */
export function languages(parts: Parts, tag: string, where: string, faults: string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const list of parts.get(tag)?.[0]?.lists ?? []) {
    if (texts.has(list.tag)) faults.push(`${where}: (${tag} ...) has the language ${list.tag} twice`)
    if (list.words.length !== 1) faults.push(`${where}: (${tag} (${list.tag} ...)) needs one text`)
    texts.set(list.tag, list.word ?? '')
  }
  return texts
}

function toTree(list: SexpList): Tree {
  const words = list.items.flatMap(item =>
    typeof item === 'string' || typeof item === 'number' ? [String(item)] : 'symbol' in item ? [item.symbol] : [],
  )
  const lists = list.items.flatMap(item => (typeof item === 'object' && 'tag' in item ? [toTree(item)] : []))
  return { tag: list.tag, word: words[0], words, lists }
}
