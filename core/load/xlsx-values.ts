// What a person sees in a cell of a workbook: numbers, dates by their style, texts.

import { walk } from './xlsx-xml.ts'

/** For each cell style whether it shows a number as a date. */
export function readDateStyles(part: Uint8Array | undefined): readonly boolean[] {
  const own = new Map<string, boolean>()
  const styles: boolean[] = []
  let isCells = false
  walk(part, {
    open(name, attrs) {
      if (name === 'cellXfs') isCells = true
      const format = attrs.numFmtId ?? '0'
      // a day or a year, outside of texts, colours and escapes
      if (name === 'numFmt')
        own.set(format, /[dy]/i.test((attrs.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')))
      else if (name === 'xf' && isCells) styles.push(own.get(format) ?? isBuiltInDate(Number(format)))
    },
    close(name) {
      if (name === 'cellXfs') isCells = false
    },
  })
  return styles
}

const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** @returns null for an error of the sheet. */
export function valueOf(
  cell: { type: string; isDate: boolean; text: string },
  strings: readonly string[],
  is1904: boolean,
): string | null {
  const { type, isDate, text } = cell
  if (type === 'e') return null
  if (type === 's') return strings[Number(text)] ?? null
  if (type === 'b') return text === '1' ? 'true' : 'false'
  if (type === 'd') return text.slice(0, 10)
  if (type !== 'n') return text
  const number = Number(text)
  if (Number.isNaN(number)) return null
  if (isDate) return dateOf(number, is1904)
  // as the sheet shows it: a telephone number is no 7.7E8
  return /^-?[0-9]+$/.test(text) ? text : Number.isSafeInteger(number) ? number.toFixed(0) : String(number)
}

const day = 86_400_000

/** Excel counts days from 1900 and has a 29 February in that year, or from 1904. */
function dateOf(serial: number, is1904: boolean): string | null {
  const days = Math.floor(serial)
  if (days < (is1904 ? 0 : 1) || days > 2_958_465) return null
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return new Date(start + days * day).toISOString().slice(0, 10)
}
