import { cleanBytes, cleanValue } from '@satchel/protocol/sexp/clean'
import { list } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { text } from './arbitraries.ts'

const anything = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\r', '\n', '\r\n', '\0', '\ufeff', '\u0301', 'e', '\ud800', '\udc00', '\u0085', '\ufffd'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

describe('a value that enters', () => {
  test.each([
    ['line ends of Windows become line feeds', 'a\r\nb\r\n', 'a\nb\n', 0],
    ['line ends of old programs become line feeds', 'a\rb\r\rc', 'a\nb\n\nc', 0],
    ['letters are composed', 'e\u0301', '\u00e9', 0],
    ['tab and line feed stay', 'a\tb\nc', 'a\tb\nc', 0],
    ['control characters are dropped and counted', '\u0000a\u0008\u000b\u000c\u000e\u001fb', 'ab', 6],
    ['the delete character and C1 are dropped and counted', 'a\u007f\u0080\u0085\u009fb\u00a0', 'ab\u00a0', 4],
    ['a byte order mark is dropped wherever it stands', '\ufeffa\ufeffb', 'ab', 2],
    ['a dropped character does not keep CR and LF apart', 'a\r\0\nb', 'a\nb', 1],
    ['a dropped character does not keep letter and accent apart', 'e\ufeff\u0301', '\u00e9', 1],
    ['spaces, dashes and joiners of word processors stay', '\u00a0\u2013\u200d\u201c', '\u00a0\u2013\u200d\u201c', 0],
    ['nothing stays nothing', '', '', 0],
  ])('%s', (_, given, clean, dropped) => {
    expect(cleanValue(given)).toEqual({ text: clean, dropped, damaged: false })
  })

  test.each([
    ['the first half of a character alone', 'a\ud83d', 'a\ufffd'],
    ['the second half of a character alone', '\ude00b', '\ufffdb'],
    ['a character that was lost before', 'J\ufffdrg', 'J\ufffdrg'],
  ])('is damaged when it holds %s', (_, given, clean) => {
    expect(cleanValue(given)).toEqual({ text: clean, dropped: 0, damaged: true })
  })

  test('is not damaged by a whole character of two halves', () => {
    expect(cleanValue('👩‍🌾')).toEqual({ text: '👩‍🌾', dropped: 0, damaged: false })
  })

  test('can be printed and read whatever it was', () => {
    fc.assert(
      fc.property(anything, given => {
        const clean = cleanValue(given).text
        expect(parseSexp(printSexp(list('a', clean))).items).toEqual([clean])
      }),
    )
  })

  test('is the same when cleaned twice, and then nothing is dropped', () => {
    fc.assert(
      fc.property(anything, given => {
        const once = cleanValue(given)
        expect(cleanValue(once.text)).toEqual({ ...once, dropped: 0 })
      }),
    )
  })

  test('of a whole file is not composed, and that SX1 can carry stays as it is', () => {
    expect(cleanValue('e\u0301\r\n\0', { composed: false })).toEqual({ text: 'e\u0301\n', dropped: 1, damaged: false })
    fc.assert(
      fc.property(text, given => {
        expect(cleanValue(given, { composed: false })).toMatchObject({ text: given, dropped: 0 })
      }),
    )
  })

  test('that SX1 can carry is only composed', () => {
    fc.assert(
      fc.property(text, given => {
        expect(cleanValue(given)).toMatchObject({ text: given.normalize('NFC'), dropped: 0 })
      }),
    )
  })
})

describe('bytes that enter', () => {
  test('are read as UTF-8, and a byte order mark counts as dropped', () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x5a, 0x6f, 0xc3, 0xab])
    expect(cleanBytes(bytes)).toEqual({ text: 'Zoë', dropped: 1, damaged: false })
  })

  test('are damaged when they are not UTF-8', () => {
    expect(cleanBytes(Uint8Array.from([0x5a, 0x6f, 0xeb]))).toEqual({ text: 'Zo\ufffd', dropped: 0, damaged: true })
  })
})
