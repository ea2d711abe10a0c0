// Bytes of a file to text. Unicode is taken by proof. Anything else is asked for: shown as it could be read, and read as --encoding
// says. It goes through without being asked only where every encoding that could be gives the same text.

import { isUtf8 } from 'node:buffer'
import type { Problem } from '@satchel/protocol/problem'
import { problem } from '../../problems/problems.ts'
import { couldBe, decodeAs, encodeUtf7, isEncoding, readAlike, readingsOf } from './encodings.ts'
import { mendTwice, twiceEncoded } from './twice-encoded.ts'
import { isOldExcel } from '../xlsx/xlsx.ts'
import { checkSize, notWorkbook } from '../xlsx/xlsx-xml.ts'

interface Decoded {
  readonly text: string
  /** As it is told: `UTF-8`, `windows-1252`. */
  readonly encoding: string
  /** Sentences about what is not as it should be. */
  readonly notes: readonly string[]
}

/**
 * @param said the encoding by name, where the person said one.
 * @throws Problem load/not-csv for what is too large, empty, or no text; load/encoding where only the person knows; usage/wrong.
 */
export function decode(bytes: Uint8Array, said?: string): Decoded {
  checkSize(bytes)
  if (isOldExcel(bytes)) throw notWorkbook('it is in the format before 2007, or has a password')
  const decoded = said === undefined ? found(bytes) : asSaid(bytes, said)
  const zero = decoded.text.indexOf('\0')
  if (zero >= 0) {
    const line = decoded.text.slice(0, zero).split(/\r\n|\r|\n/).length
    throw problem('load/not-csv', `The file is no text: it holds zero bytes, the first in line ${line}.`, {
      hint: 'save a sheet of another program as .xlsx or as CSV, in UTF-8 where there is a choice',
    })
  }
  if (decoded.text.trim() === '') throw problem('load/not-csv', 'The file is empty.')
  return decoded
}

function asSaid(bytes: Uint8Array, said: string): Decoded {
  const name = said.toLowerCase()
  if (name === twiceEncoded)
    return { text: mendTwice(decodeAs(bytes, 'utf-8')), encoding: 'UTF-8, encoded twice', notes: [] }
  if (!isEncoding(name)) {
    throw problem('usage/wrong', `There is no encoding "${said}".`, {
      hint: `for example utf-8, windows-1252, iso-8859-15, macintosh, cp850, shift_jis, gb18030; ${twiceEncoded} for "Ã¼" in place of "ü"`,
    })
  }
  const isUtf = name.startsWith('utf')
  const notes =
    !isUtf && isUtf8(bytes) && bytes.some(byte => byte > 0x7f)
      ? [`its bytes are proper UTF-8, and were read as ${name}, as --encoding says`]
      : []
  return { text: decodeAs(bytes, name), encoding: isUtf ? name.toUpperCase() : name, notes }
}

function found(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes)
  if (wide !== null) return { text: decodeAs(bytes, wide), encoding: wide.slice(0, 6).toUpperCase(), notes: [] }
  const utf8 = { text: decodeAs(bytes, 'utf-8'), encoding: 'UTF-8', notes: [] }
  if (isUtf8(bytes)) {
    // both write letters beyond ASCII in ASCII
    if (/\x1B(\$[@B]|\([BJ])/.test(utf8.text)) throw asked([{ name: 'iso-2022-jp', samples: [] }])
    if (isUtf7(utf8.text)) throw asked([{ name: 'utf-7', samples: [] }])
    return utf8
  }
  const high = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r\n|\r|\n/)
    .filter(line => /[\x80-\xFF]/.test(line))
  const good = high.map(line => Buffer.from(line, 'latin1')).filter(line => isUtf8(line))
  const bad = high.length - good.length
  // a few bad bytes never turn a file: the cells with them are faults, and all others are what they are
  if (good.filter(line => couldBe(line.toString())).length * 4 >= bad) {
    const lines = bad === 1 ? '1 line holds bytes that are' : `${bad} lines hold bytes that are`
    return { ...utf8, notes: [`${lines} no UTF-8, unlike the rest of the file`] }
  }
  const readings = readingsOf(high)
  const [first, ...others] = readings
  if (first !== undefined && good.length === 0 && others.every(({ name }) => readAlike(high, first.name, name))) {
    const values = first.samples.map(sample => `"${sample}"`).join(', ')
    return {
      text: decodeAs(bytes, first.name),
      encoding: first.name,
      notes: [`no UTF-8: read as ${first.name}, like ${values}; if that is wrong, say it with --encoding`],
    }
  }
  throw asked(readings)
}

/** UTF-16 and UTF-32: by the mark, or by zero bytes in the places where letters of most lists have them. */
function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (!bytes.includes(0)) return null
  for (const [name, width, low] of [
    ['utf-32le', 4, 0],
    ['utf-32be', 4, 3],
    ['utf-16le', 2, 0],
    ['utf-16be', 2, 1],
  ] as const) {
    if (bytes.length % width !== 0) continue
    let ascii = 0
    for (let at = 0; at < bytes.length; at += width) {
      let isAscii = bytes[at + low] !== 0
      for (let place = 0; place < width; place++) isAscii &&= place === low || bytes[at + place] === 0
      if (isAscii) ascii++
    }
    // separators and ends of lines are ASCII in every alphabet
    if (ascii * 10 < bytes.length / width) continue
    const text = decodeAs(bytes, name)
    if (text.isWellFormed() && !/[\0\uFFFD\uFFFE]/.test(text)) return name
  }
  return null
}

/** `M+APw-ller`: letters beyond ASCII in base64, that UTF-7 would write so. */
const isUtf7 = (text: string) =>
  [...text.matchAll(/\+([A-Za-z0-9+/]{3,})(?![A-Za-z0-9+/])/g)].some(([, code = '']) => {
    if (!/[A-Z]/.test(code)) return false
    const letters = decodeAs(Buffer.from(`+${code}-`), 'utf-7')
    return /^[\u00A0-\u024F\u0370-\u06FF]+$/.test(letters) && encodeUtf7(letters) === `+${code}-`
  })

function asked(readings: readonly { readonly name: string; readonly samples: readonly string[] }[]): Problem {
  const [first] = readings
  const shown = readings
    .slice(0, 5)
    .map(({ name, samples }) =>
      samples.length === 0
        ? `--encoding ${name}`
        : `--encoding ${name}: ${samples.map(sample => `"${sample}"`).join(', ')}`,
    )
  return problem('load/encoding', 'The file is not plain UTF-8, and nothing proves in which encoding it is.', {
    hint: [
      ...(first === undefined ? [] : ['say the one that reads right, the likeliest stands first:', ...shown]),
      first === undefined
        ? 'no usual encoding reads it as words: save it again as UTF-8, or say it with --encoding NAME'
        : 'or save the file as UTF-8 ("CSV UTF-8" in Excel)',
    ],
  })
}
