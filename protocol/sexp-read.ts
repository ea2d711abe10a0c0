// From SX1 text to its tree. The only file that touches the package `s-expression`, which runs behind the scan: alone it
// returns errors instead of throwing them, accepts more than SX1, and gives strings as String objects.

import parse from 's-expression'
import { limits } from './limits.ts'
import { problem } from './problems.ts'
import type { SexpList, SexpNode } from './sexp.ts'
import { scanSexp } from './sexp-scan.ts'

/**
 * @param options.maxBytes size of the text in UTF-8; a reply's where not given.
 * @throws Problem sexp/too-large, sexp/too-deep, sexp/too-many, sexp/not-sx1 (with line and column).
 */
export function parseSexp(text: string, options: { readonly maxBytes?: number } = {}): SexpList {
  const maxBytes = options.maxBytes ?? limits.replyBytes
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes) {
    throw problem('sexp/too-large', `The text is larger than ${maxBytes} bytes.`, { details: { maxBytes } })
  }
  scanSexp(text)
  const raw: unknown = parse(text.trimEnd())
  const tree = convert(raw)
  if (typeof tree !== 'object' || !('tag' in tree)) throw new Error('the scan let something pass that is no list')
  return tree
}

function convert(raw: unknown): SexpNode {
  // oxlint-disable-next-line unicorn/no-instanceof-builtins -- the package gives String objects
  if (raw instanceof String) return raw.valueOf()
  if (typeof raw === 'string') return /^-?[0-9]/.test(raw) ? Number(raw) : { symbol: raw }
  if (!Array.isArray(raw)) throw new Error('the reader of s-expressions gave something unknown')
  const [tag, ...items] = raw as unknown[]
  if (typeof tag !== 'string') throw new Error('the scan let a list without a tag pass')
  return { tag, items: items.map(convert) }
}
