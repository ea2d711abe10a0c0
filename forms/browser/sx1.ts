// SX1 text in a browser: what the protocol's printer prints, without its scan, for which a page has no room. What SX1 cannot carry is
// taken out of each string, so that the result is always well-formed.

import type { SexpList, SexpNode } from '@satchel/protocol/sexp/sexp'

/** @param tree tags and symbols are names of ours, never a person's word. */
export function printSx1(tree: SexpList): string {
  return `${printList(tree, 0)}\n`
}

/** NFC, line ends as LF, without control characters; half characters become U+FFFD. The result may be empty, which is no value. */
export function cleanText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFEFF]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .normalize('NFC')
}

function printList(tree: SexpList, depth: number): string {
  let text = `(${tree.tag}`
  for (const item of tree.items) {
    const breaks = typeof item === 'object' && 'tag' in item && depth < 2
    text += (breaks ? `\n${'  '.repeat(depth + 1)}` : ' ') + printNode(item, depth + 1)
  }
  return `${text})`
}

function printNode(node: SexpNode, depth: number): string {
  if (typeof node === 'string') return `"${cleanText(node).replace(/["\\]/g, '\\$&')}"`
  if (typeof node === 'number') return String(node)
  return 'symbol' in node ? node.symbol : printList(node, depth)
}
