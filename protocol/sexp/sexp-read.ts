// From SX1 text to its tree. The only file that touches the package `s-expression`, which runs behind the scan: alone it
// returns errors instead of throwing them, accepts more than SX1, and gives strings as String objects. It puts a string
// together character by character, 60 bytes of memory for each, so it reads the lists only: strings are set aside before.

import parse from 's-expression'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
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
  const { bones, strings } = setAside(text)
  const tree = convert(parse(bones), strings)
  if (typeof tree !== 'object' || !('tag' in tree)) throw new Error('the scan let something pass that is no list')
  return tree
}

const quote = 34
const backslash = 92

/** A scanned text with each string's number in its place, and one space for many; and the strings, by number. */
function setAside(text: string): { readonly bones: string; readonly strings: readonly string[] } {
  const strings: string[] = []
  const bones: string[] = []
  let at = 0
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', at)) {
    let end = start + 1
    let isPlain = true
    for (; text.charCodeAt(end) !== quote; end++) {
      if (text.charCodeAt(end) !== backslash) continue
      isPlain = false
      end++
    }
    const inside = text.slice(start + 1, end)
    bones.push(text.slice(at, start), `"${strings.length}"`)
    strings.push(isPlain ? inside : unescape(inside))
    at = end + 1
  }
  bones.push(text.slice(at))
  return {
    bones: bones
      .join('')
      .replace(/[ \n]+/g, ' ')
      .trimEnd(),
    strings,
  }
}

/** Resolves the character behind each backslash. Millions of escapes cost no more than as many letters. */
function unescape(inside: string): string {
  const units = Buffer.alloc(inside.length * 2)
  let size = 0
  for (let at = 0; at < inside.length; at++) {
    if (inside.charCodeAt(at) === backslash) at++
    size = units.writeUInt16LE(inside.charCodeAt(at), size)
  }
  return units.toString('utf16le', 0, size)
}

function convert(raw: unknown, strings: readonly string[]): SexpNode {
  // oxlint-disable-next-line unicorn/no-instanceof-builtins -- the package gives String objects
  if (raw instanceof String) {
    const string = strings[Number(raw.valueOf())]
    if (string === undefined) throw new Error('the reader of s-expressions gave a string that was not set aside')
    return string
  }
  if (typeof raw === 'string') return /^-?[0-9]/.test(raw) ? Number(raw) : { symbol: raw }
  if (!Array.isArray(raw)) throw new Error('the reader of s-expressions gave something unknown')
  const [tag, ...items] = raw as unknown[]
  if (typeof tag !== 'string') throw new Error('the scan let a list without a tag pass')
  return { tag, items: items.map(item => convert(item, strings)) }
}
