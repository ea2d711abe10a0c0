// Reads tagged lists into values: the parsers of packet, reply, submission and outcome are tables over this file.
// Unknown and repeated tags are problems; values go into Maps, never into objects by name.

import { problem } from '../problems.ts'
import { isList, isSymbol, list, type SexpList, type SexpNode, symbol } from './sexp.ts'

export function notValid(what: string): Error {
  return problem('record/not-valid', `${what}.`)
}

/** The lists inside a list, by tag. Everything inside must be a list with an allowed tag. */
export class Parts {
  readonly #where: string
  readonly #byTag = new Map<string, SexpList[]>()

  constructor(tree: SexpList, allowed: readonly string[], repeatable: readonly string[] = []) {
    this.#where = tree.tag
    for (const item of tree.items) {
      if (!isList(item)) throw notValid(`(${tree.tag} ...) holds something that is no list`)
      const known = this.#byTag.get(item.tag)
      if (!allowed.includes(item.tag) && !repeatable.includes(item.tag)) {
        throw notValid(`(${tree.tag} ...) has an unknown part (${item.tag} ...)`)
      }
      if (known === undefined) this.#byTag.set(item.tag, [item])
      else if (repeatable.includes(item.tag)) known.push(item)
      else throw notValid(`(${tree.tag} ...) has (${item.tag} ...) twice`)
    }
  }

  all(tag: string): readonly SexpList[] {
    return this.#byTag.get(tag) ?? []
  }

  maybe(tag: string): SexpList | undefined {
    return this.#byTag.get(tag)?.[0]
  }

  one(tag: string): SexpList {
    const found = this.maybe(tag)
    if (found === undefined) throw notValid(`(${this.#where} ...) lacks (${tag} ...)`)
    return found
  }

  string(tag: string): string {
    return stringsOf(this.one(tag), 1)[0] ?? ''
  }

  integer(tag: string, least: number, most: number): number {
    const [value, ...rest] = this.one(tag).items
    if (typeof value !== 'number' || rest.length > 0 || value < least || value > most) {
      throw notValid(`(${tag} ...) is not one whole number from ${least} to ${most}`)
    }
    return value
  }

  /** The one symbol of a list, out of those that are allowed. */
  symbol<Name extends string>(tag: string, allowed: readonly Name[]): Name {
    const [value, ...rest] = this.one(tag).items
    const found = rest.length > 0 ? undefined : allowed.find(name => name === symbolName(value))
    if (found === undefined) throw notValid(`(${tag} ...) is not one of ${allowed.join(', ')}`)
    return found
  }
}

/** Name of a symbol; undefined for anything else. */
export function symbolName(node: SexpNode | undefined): string | undefined {
  return node !== undefined && isSymbol(node) ? node.symbol : undefined
}

/** All items of a list, which must be exactly so many strings. */
export function stringsOf(tree: SexpList, count: number): readonly string[] {
  const strings = tree.items.filter(item => typeof item === 'string')
  if (strings.length !== tree.items.length || strings.length !== count) {
    throw notValid(`(${tree.tag} ...) does not hold ${count === 1 ? 'one string' : `${count} strings`}`)
  }
  return strings
}

/** `(field NAME "value")`, or `(field NAME)` for one that is cleared. @returns name and value. */
function fieldOf(tree: SexpList): readonly [string, string | null] {
  const [name, value, ...rest] = tree.items
  const known = symbolName(name)
  if (known === undefined || rest.length > 0 || (value !== undefined && typeof value !== 'string')) {
    throw notValid('(field ...) holds a name and at most one string')
  }
  if (value === '')
    throw notValid(`(field ${known} "") is not allowed: a field is cleared by naming it without a value`)
  return [known, value ?? null]
}

/** The other way: `(field NAME "value")` for each, `(field NAME)` for null. An empty value is one nobody could read. */
export function fieldLists(fields: ReadonlyMap<string, string | null>): readonly SexpList[] {
  return [...fields].map(([name, value]) => {
    if (value === '') throw notValid(`The field ${name} holds an empty text, which is no value`)
    return list('field', symbol(name), ...(value === null ? [] : [value]))
  })
}

/** Fields by name, each once. */
export function fieldsOf(lists: readonly SexpList[]): ReadonlyMap<string, string | null> {
  const fields = new Map<string, string | null>()
  for (const tree of lists) {
    const [name, value] = fieldOf(tree)
    if (fields.has(name)) throw notValid(`(field ${name} ...) stands twice`)
    fields.set(name, value)
  }
  return fields
}

/** Fields that must all have a value. */
export function filledFieldsOf(lists: readonly SexpList[]): ReadonlyMap<string, string> {
  const filled = new Map<string, string>()
  for (const [name, value] of fieldsOf(lists)) {
    if (value === null) throw notValid(`(field ${name}) needs a value here`)
    filled.set(name, value)
  }
  return filled
}

/** YYYY-MM-DDThh:mm:ssZ that is a real moment. */
export function moment(text: string, where: string): string {
  const isShaped = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text)
  const time = new Date(text)
  if (!isShaped || Number.isNaN(time.getTime()) || time.toISOString().slice(0, 19) !== text.slice(0, 19)) {
    throw notValid(`(${where} ...) is not a time like 2026-11-22T08:00:00Z`)
  }
  return text
}
