// Letters that were encoded twice: UTF-8 that a program took for something else, and saved as UTF-8 ("MÃ¼ller").

import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

/** What `--encoding` says to have it mended. */
export const twiceEncoded = 'utf-8-twice'

interface Misread {
  readonly byteOf: ReadonlyMap<string, number>
  /** First bytes that count; of rarer ones, proper text looks the same. */
  readonly leads: RegExp
}

const bytes = Array.from({ length: 128 }, (_, at) => at + 128)

function misread(name: string, leads: RegExp): Misread {
  // some programs keep a byte that the encoding has no letter for as the control character of that number
  const controls = bytes.slice(0, 32).map(byte => [String.fromCharCode(byte), byte] as const)
  return {
    byteOf: new Map([...controls, ...bytes.map(byte => [iconv.decode(Buffer.of(byte), name), byte] as const)]),
    leads,
  }
}

/** One, two and three bytes behind the lead. */
const western = /[\xC2-\xC5\xC8\xCE-\xDB][\x80-\xBF]|[\xE1-\xEF][\x80-\xBF]{2}|\xF0[\x90-\xBF][\x80-\xBF]{2}/g
const rarer = /[\xC2\xC3\xC5][\x80-\xBF]/g
const misreads = [
  misread('windows-1252', western),
  misread('macintosh', rarer),
  misread('cp850', rarer),
  misread('cp437', rarer),
]

/** Characters that may come out: letters of the large alphabets and signs of print; else it was proper text. */
const likely =
  /^[\u00A0-\u017F\u0218-\u021B\u0386-\u03CE\u0401-\u045F\u0490-\u0491\u05D0-\u05EA\u0621-\u064A\u1E00-\u1EFF\u2010-\u203A\u20AC\u2116\u2122\u3001-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFFEF\u{1F000}-\u{1FAFF}]$/u

/** The text with each letter that was encoded twice as the one that it was. */
export function mendTwice(text: string): string {
  if (!/[^\0-\x7F]{2}/.test(text)) return text
  return misreads.reduce(
    (mended, { byteOf, leads }) =>
      mended.replaceAll(/[^\0-\x7F]{2,}/g, run => {
        const letters = [...run]
        if (!letters.every(letter => byteOf.has(letter))) return run
        const raw = String.fromCharCode(...letters.map(letter => byteOf.get(letter) ?? 0))
        let last = 0
        let whole = ''
        for (const found of raw.matchAll(leads)) {
          const code = Buffer.from(found[0], 'latin1')
          if (!isUtf8(code) || !likely.test(code.toString())) continue
          whole += run.slice(last, found.index) + code.toString()
          last = found.index + found[0].length
        }
        return whole + run.slice(last)
      }),
    text,
  )
}

export const isTwiceEncoded = (text: string) => mendTwice(text) !== text
