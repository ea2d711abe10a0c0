// The tree of an SX1 file: what parseSexp gives and printSexp takes.

import { limits } from '../limits.ts'

export interface SexpSymbol {
  readonly symbol: string
}

/** A list starts with a symbol, its tag; so there is no empty list. */
export interface SexpList {
  readonly tag: string
  readonly items: readonly SexpNode[]
}

/** Strings and integers stand for themselves. */
export type SexpNode = SexpList | SexpSymbol | string | number

export function list(tag: string, ...items: readonly SexpNode[]): SexpList {
  return { tag, items }
}

export function symbol(name: string): SexpSymbol {
  return { symbol: name }
}

export function isList(node: SexpNode): node is SexpList {
  return typeof node === 'object' && 'tag' in node
}

export function isSymbol(node: SexpNode): node is SexpSymbol {
  return typeof node === 'object' && 'symbol' in node
}

/** [a-z][a-z0-9-]*, at most 64 characters, neither nil nor t: those read as something else in Lisp. */
export function isSymbolName(name: string): boolean {
  return name.length <= limits.symbolLength && /^[a-z][a-z0-9-]*$/.test(name) && name !== 'nil' && name !== 't'
}
