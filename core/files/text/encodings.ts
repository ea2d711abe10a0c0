// Encodings that bytes may have which are no Unicode by proof: those that give a reading which could stand in a list of people.
// A library orders them; nothing here decides that one is right, but where all of them read the same.

import { analyse } from 'chardet'
import iconv from 'iconv-lite'

/** Those that programs wrote lists in, by the names that iconv-lite knows. */
const names = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'macintosh',
  'maccyrillic',
  'maccenteuro',
  'cp437',
  'cp850',
  'cp852',
  'cp866',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const

/** The library's names of some of them. */
const guessed: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-8': 'windows-1255',
  'iso-8859-6': 'windows-1256',
}

/** Neither are texts. */
const noTexts = /^(hex|base64|internal|binary)$/i

/** Whether `--encoding` may say it: a name of iconv-lite, or a label of the web (the platform reads ISO-2022-JP). */
export function isEncoding(name: string): boolean {
  if (noTexts.test(name)) return false
  if (iconv.encodingExists(name)) return true
  try {
    return new TextDecoder(name).encoding !== 'replacement'
  } catch {
    return false
  }
}

/** The text; a byte that the encoding does not know becomes U+FFFD, which is a fault of its cell. */
export function decodeAs(bytes: Uint8Array, name: string): string {
  return iconv.encodingExists(name) ? iconv.decode(bytes, name) : new TextDecoder(name).decode(bytes)
}

export const encodeUtf7 = (text: string) => iconv.encode(text, 'utf-7').toString()

interface Reading {
  readonly name: string
  /** Three values with characters beyond ASCII, as this encoding reads them; the same three of every reading. */
  readonly samples: readonly string[]
}

const sampleBytes = 256 * 1024

/**
 * Readings that could be, the likeliest first; readings that are the same text are one.
 * @param lines those with bytes beyond ASCII, one character for each byte.
 */
export function readingsOf(lines: readonly string[]): readonly Reading[] {
  let size = 0
  const sample = lines.filter(line => (size += line.length) <= sampleBytes || size === line.length)
  const bytes = Buffer.from(sample.join('\n'), 'latin1')
  const likely = analyse(wordsOf(sample)).map(({ name }) => guessed[name.toLowerCase()] ?? name.toLowerCase())
  const order = (name: string) => (likely.includes(name) ? likely.indexOf(name) : likely.length)
  const found = names
    .toSorted((a, b) => order(a) - order(b))
    .map(name => ({ name, text: iconv.decode(bytes, name) }))
    .filter(({ text }) => couldBe(text))
  const different = found.filter(({ text }, at) => found.findIndex(other => other.text === text) === at)
  const tables = different.map(({ text }) => cellsOf(text))
  const places = placesOf(tables)
  return different.map(({ name }, reading) => ({
    name,
    samples: places.map(([row, cell]) => tables[reading]?.[row]?.[cell] ?? ''),
  }))
}

/** Whether two encodings read these lines alike, to the last one. */
export function readAlike(lines: readonly string[], one: string, other: string): boolean {
  const bytes = Buffer.from(lines.join('\n'), 'latin1')
  return iconv.decode(bytes, one) === iconv.decode(bytes, other)
}

/** Only words with bytes beyond ASCII: what stands around them makes every file look English to the library. */
const wordsOf = (lines: readonly string[]) =>
  Buffer.from(
    lines
      .flatMap(line => line.split(/[\0-@[-`{-\x7F]+/))
      .filter(word => /[\x80-\xFF]/.test(word))
      .join(' '),
    'latin1',
  )

const cellsOf = (text: string) => text.split('\n').map(line => line.split(/[,;\t|:"=]/).map(cell => cell.trim()))

/** Three cells of the likeliest reading: first those that another one reads otherwise, then those that show new characters. */
function placesOf(readings: readonly (readonly (readonly string[])[])[]): readonly (readonly [number, number])[] {
  const [likeliest = [], ...others] = readings
  const seen = new Set<string>()
  const cells = new Map<string, { readonly place: readonly [number, number]; readonly rank: number }>()
  for (const [line, row] of likeliest.entries()) {
    for (const [at, cell] of row.entries()) {
      const letters = cell.match(/[^\0-\x7F]/g) ?? []
      if (letters.length === 0 || cell.length > 40 || cells.has(cell)) continue
      const isTelling = others.some(other => other[line]?.[at] !== cell)
      const isFresh = letters.some(letter => !seen.has(letter))
      cells.set(cell, { place: [line, at], rank: (isTelling ? 0 : 2) + (isFresh ? 0 : 1) })
      for (const letter of letters) seen.add(letter)
    }
  }
  return [...cells.values()]
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 3)
    .map(({ place }) => place)
}

const word = /[A-Za-z\u0080-\u{10FFFF}]*[\u0080-\u{10FFFF}]+[A-Za-z\u0080-\u{10FFFF}]*/gu
const scripts = [
  /^\p{Script=Latin}+$/u,
  /^\p{Script=Greek}+$/u,
  /^\p{Script=Cyrillic}+$/u,
  /^\p{Script=Hebrew}+$/u,
  /^\p{Script=Arabic}+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30FC]+$/u,
  /^[\p{Script=Hangul}\p{Script=Han}]+$/u,
]
const signs = '\u00A0§©«®°²³ºª»¿¡·€\u00B4\u2010-\u2026\u3000-\u303F\uFF00-\uFFEF№'
const edge = new RegExp(`^[${signs}]+|[${signs}]+$`, 'gu')

/** Whether a reading looks like words: letters of one script each, capitals where they may stand, no signs within. */
export function couldBe(text: string): boolean {
  if (/[\u0080-\u009F\uFFFD]/.test(text)) return false
  const words = text.match(word) ?? []
  const good = words.filter(each => {
    const bare = each.replaceAll(edge, '')
    const inner = bare.replaceAll(/[\u2019\u00B7\p{M}]/gu, '')
    return bare === '' || (scripts.some(script => script.test(inner)) && !isShouted(inner))
  })
  const letters = words.join('').match(/\p{Script=Latin}/gu) ?? []
  const beyond = letters.filter(letter => letter > '\x7F').length
  // no language writes most letters of such words with marks; Cyrillic and Greek look like that, read as Latin
  return good.length * 50 >= words.length * 49 && beyond * 10 <= Math.max(letters.length * 6, 20)
}

/** A capital beyond ASCII behind a small letter, or between a capital and a small one. */
const isShouted = (letters: string) =>
  /\p{Ll}(?=[^\0-\x7F])\p{Lu}|\p{Lu}(?=[^\0-\x7F])\p{Lu}\p{Ll}|\p{Ll}(?=[^\0-\x7F])\p{Ll}?\p{Lu}\p{Lu}/u.test(letters)
