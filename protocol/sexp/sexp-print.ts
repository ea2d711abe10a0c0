// From a tree to SX1 text: one print per value, parse(print(v)) = v. Does not normalise; what cannot be said in SX1 throws.

import { isList, isSymbol, isSymbolName, type SexpList, type SexpNode } from './sexp.ts'
import { scanSexp } from './sexp-scan.ts'

/**
 * One line per list inside the outermost; ends with LF.
 * @throws Problem sexp/not-sx1 when a value holds what SX1 cannot carry (control characters, lone surrogates).
 */
export function printSexp(tree: SexpList): string {
  const text = `${printList(tree, 0)}\n`
  scanSexp(text)
  return text
}

function printList(tree: SexpList, depth: number): string {
  if (!isSymbolName(tree.tag)) throw new TypeError('a tag must be a symbol')
  let text = `(${tree.tag}`
  for (const item of tree.items) {
    const breaks = isList(item) && depth < 2
    text += (breaks ? `\n${'  '.repeat(depth + 1)}` : ' ') + printNode(item, depth + 1)
  }
  return `${text})`
}

function printNode(node: SexpNode, depth: number): string {
  if (typeof node === 'string') return `"${node.replace(/["\\]/g, '\\$&')}"`
  if (typeof node === 'number') {
    if (!Number.isSafeInteger(node)) throw new TypeError('only whole numbers up to 2^53-1 can be printed')
    return String(node === 0 ? 0 : node)
  }
  if (isSymbol(node)) {
    if (!isSymbolName(node.symbol)) throw new TypeError('not a symbol')
    return node.symbol
  }
  return printList(node, depth)
}
