import { limits } from '@satchel/protocol/limits'
import { Problem } from '@satchel/protocol/problem'
import { list, type SexpList, type SexpNode, symbol } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sexp, text } from './arbitraries.ts'
import { caught } from './caught.ts'
import { accepted, refused } from './sexp-vectors.ts'

const nested = (depth: number) => `${'(a '.repeat(depth - 1)}(a)${')'.repeat(depth - 1)}`

describe('an SX1 file', () => {
  test.each(accepted)('is read: $about', ({ text, tree }) => {
    expect(parseSexp(text)).toEqual(tree)
  })

  test.each(refused)('is refused: $about', ({ text, expect: verdict, at }) => {
    const problem = caught(() => parseSexp(text))
    expect(`problem ${problem.code}`).toBe(verdict)
    expect(problem.details).toEqual(at)
    expect(problem.message).toMatch(`Line ${at.line}, column ${at.column}: `)
  })

  test('means the same after it was printed and read', () => {
    fc.assert(
      fc.property(sexp, tree => {
        expect(parseSexp(printSexp(tree))).toEqual(tree)
      }),
    )
  })

  test('has one print, which reading and printing again does not change', () => {
    fc.assert(
      fc.property(sexp, tree => {
        expect(printSexp(parseSexp(printSexp(tree)))).toBe(printSexp(tree))
      }),
    )
    expect(accepted.map(({ tree }) => parseSexp(printSexp(tree)))).toEqual(accepted.map(({ tree }) => tree))
  })

  test('C1: with any characters at all is read or refused with a Problem, never otherwise', () => {
    const noise = fc.oneof(text, fc.string({ unit: fc.constantFrom(...'()"\\ \n-0179abtnil.:;#\'\ufeff\ud800\r\t') }))
    const file = fc.oneof(
      noise,
      noise.map(inside => `(a ${inside})`),
    )
    fc.assert(
      fc.property(file, given => {
        try {
          // what is read is a value that we would print and read as the same
          const tree = parseSexp(given)
          expect(parseSexp(printSexp(tree))).toEqual(tree)
        } catch (error) {
          expect((error as Problem).code).toBe('sexp/not-sx1')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('that is cut anywhere is refused', () => {
    const whole = '(a (b "c \\" d" -12) e)'
    for (let end = 0; end < whole.length; end += 1) {
      expect(caught(() => parseSexp(whole.slice(0, end))).code).toBe('sexp/not-sx1')
    }
  })

  test('never shows a value in the message about it', () => {
    const problem = caught(() => parseSexp('(a "Jimmy Okello" secret_word)'))
    expect(problem.message).not.toMatch(/Jimmy|secret/)
  })
})

describe('the limits of SX1', () => {
  test(`${limits.depth} lists in each other are read, one more is not`, () => {
    expect(printSexp(parseSexp(nested(limits.depth))).match(/\(/g)).toHaveLength(limits.depth)
    expect(caught(() => parseSexp(nested(limits.depth + 1))).code).toBe('sexp/too-deep')
  })

  test('C1: depth that overflows the stack of the reader behind the scan stops at the limit', () => {
    const deep = nested(100_000)
    const problem = caught(() => parseSexp(deep, { maxBytes: deep.length }))
    expect(problem.code).toBe('sexp/too-deep')
    expect(problem.details).toEqual({ line: 1, column: 3 * limits.depth + 1 })
  })

  test(`${limits.nodes} parts are read, one more is not`, () => {
    const parts = (count: number) => `(a${' b'.repeat(count - 1)})`
    expect(parseSexp(parts(limits.nodes)).items).toHaveLength(limits.nodes - 1)
    expect(caught(() => parseSexp(parts(limits.nodes + 1))).code).toBe('sexp/too-many')
  })

  test('as many bytes as allowed are read, one more is not, and not one of them is looked at', () => {
    const file = `(a "${'x'.repeat(94)}")`
    expect(parseSexp(file, { maxBytes: 100 }).tag).toBe('a')
    expect(caught(() => parseSexp(`${file} `, { maxBytes: 100 })).code).toBe('sexp/too-large')
    expect(caught(() => parseSexp('\0'.repeat(101), { maxBytes: 100 })).code).toBe('sexp/too-large')
  })

  test('size is counted in bytes, not in characters', () => {
    expect(caught(() => parseSexp('(a "é")', { maxBytes: 7 })).details).toEqual({ maxBytes: 7 })
    expect(parseSexp('(a "é")', { maxBytes: 8 }).items).toEqual(['é'])
  })

  test(`a file is at most ${limits.replyBytes} bytes where nothing else is said`, () => {
    const file = (bytes: number) => '(a)'.padEnd(bytes)
    expect(parseSexp(file(limits.replyBytes)).tag).toBe('a')
    expect(caught(() => parseSexp(file(limits.replyBytes + 1))).code).toBe('sexp/too-large')
  })
})

describe('the printer of SX1', () => {
  test('breaks lines inside the outermost two lists only, and ends with a line feed', () => {
    const tree = list('a', list('b', 1, list('c', list('d'))), symbol('e'), 'f\n')
    expect(printSexp(tree)).toBe('(a\n  (b 1\n    (c (d))) e "f\n")\n')
  })

  test.each([
    ['a control character', '\u0007'],
    ['a carriage return', 'a\r\n'],
    ['a byte order mark', '\ufeff'],
    ['half a character', '\ud83d'],
  ])('refuses %s instead of changing it', (_, value) => {
    expect(caught(() => printSexp(list('a', value))).code).toBe('sexp/not-sx1')
  })

  test('refuses what would be read as something else', () => {
    const wrong: readonly SexpNode[] = [1.5, Number.NaN, Infinity, 2 ** 53, symbol('nil'), symbol('t'), symbol('A')]
    for (const item of [...wrong, symbol('a b'), symbol(''), { tag: 'nil', items: [] }]) {
      expect(() => printSexp(list('a', item))).toThrow(TypeError)
    }
    expect(printSexp(list('a', -0))).toBe('(a 0)\n')
  })

  test('refuses what would be too deep or too much to read back', () => {
    let deep: SexpList = list('a')
    for (let depth = 1; depth < limits.depth; depth += 1) deep = list('a', deep)
    expect(parseSexp(printSexp(deep))).toEqual(deep)
    expect(caught(() => printSexp(list('a', deep))).code).toBe('sexp/too-deep')
    const many = list('a', ...Array.from({ length: limits.nodes }, () => 0))
    expect(caught(() => printSexp(many)).code).toBe('sexp/too-many')
  })
})
