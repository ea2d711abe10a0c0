// Checks that a text is SX1 and within limits, in one pass over its characters, before anything builds a tree from it.
// The reader behind it accepts more than SX1 and overflows the stack on deep input, so nothing reaches it unscanned.

import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import { isSymbolName } from './sexp.ts'

const code = { tab: 9, lf: 10, space: 32, quote: 34, open: 40, close: 41, minus: 45, backslash: 92 } as const

/** Line and column, from 1, of an offset. */
function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}

function fault(
  text: string,
  offset: number,
  what: string,
  kind: 'sexp/not-sx1' | 'sexp/too-deep' | 'sexp/too-many' = 'sexp/not-sx1',
) {
  const at = position(text, offset)
  return problem(kind, `Line ${at.line}, column ${at.column}: ${what}.`, { details: at })
}

const isSpace = (c: number) => c === code.space || c === code.lf
const isDigit = (c: number) => c >= 48 && c <= 57
const isLower = (c: number) => c >= 97 && c <= 122

/** @throws Problem sexp/not-sx1, sexp/too-deep, sexp/too-many, with line and column. */
export function scanSexp(text: string): void {
  const end = text.length
  let at = 0
  let depth = 0
  let nodes = 0
  if (text.charCodeAt(0) !== code.open) throw fault(text, 0, 'a file starts with "("')
  while (at < end) {
    const c = text.charCodeAt(at)
    if (isSpace(c)) {
      at++
      continue
    }
    if (depth === 0 && nodes > 0) throw fault(text, at, 'a file is exactly one list; only spaces may follow it')
    if (c === code.close) {
      depth--
      at = afterAtom(text, at + 1)
      continue
    }
    if (++nodes > limits.nodes) throw fault(text, at, `more than ${limits.nodes} parts`, 'sexp/too-many')
    if (c === code.open) {
      if (++depth > limits.depth) throw fault(text, at, `nested deeper than ${limits.depth}`, 'sexp/too-deep')
      at = scanSymbol(text, at + 1)
    } else if (c === code.quote) at = scanString(text, at)
    else if (isDigit(c) || c === code.minus) at = scanInteger(text, at)
    else at = scanSymbol(text, at)
  }
  if (depth !== 0) throw fault(text, end, 'the file ends inside a list')
}

/** Behind an atom or a list comes space or the end of the list around it. */
function afterAtom(text: string, at: number): number {
  if (at < text.length) {
    const c = text.charCodeAt(at)
    if (!isSpace(c) && c !== code.close) throw fault(text, at, 'a space is missing')
  }
  return at
}

function scanSymbol(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (!isLower(c) && !isDigit(c) && c !== code.minus) break
  }
  if (!isSymbolName(text.slice(start, at))) {
    throw fault(text, start, 'a word of a-z, 0-9 and "-" belongs here (not nil or t, at most 64 characters)')
  }
  return afterAtom(text, at)
}

function scanInteger(text: string, start: number): number {
  let at = start + (text.charCodeAt(start) === code.minus ? 1 : 0)
  const digits = at
  while (at < text.length && isDigit(text.charCodeAt(at))) at++
  const word = text.slice(start, at)
  const isPlain = word === '0' || (text.charCodeAt(digits) !== 48 && at > digits && at - digits <= 16)
  if (!isPlain || !Number.isSafeInteger(Number(word))) throw fault(text, start, 'not a whole number of at most 2^53-1')
  return afterAtom(text, at)
}

function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === code.quote) return afterAtom(text, at + 1)
    if (c === code.backslash) {
      const next = text.charCodeAt(++at)
      if (next !== code.quote && next !== code.backslash)
        throw fault(text, at - 1, 'a backslash stands only before " or \\')
    } else if (c < 0x20 ? c !== code.lf && c !== code.tab : (c >= 0x7f && c <= 0x9f) || c === 0xfeff) {
      throw fault(text, at, 'a control character in a string')
    } else if (c >= 0xd800 && c <= 0xdfff) {
      const next = text.charCodeAt(at + 1)
      if (c > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff))
        throw fault(text, at, 'half a character (a lone surrogate)')
      at++
    }
  }
  throw fault(text, start, 'a string that does not end')
}
