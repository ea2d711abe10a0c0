// The text that a person sees in a cell of a workbook: numbers by their format, dates by their style, texts. A value that cannot be said for sure is a
// fault of its cell.

import { plainNumber } from './xlsx-decimals.ts'
import { type DatePart, type Format, readFormat } from './xlsx-format.ts'
import { unescaped } from './xlsx-book.ts'
import { walk } from './xlsx-xml.ts'

/** One cell, before anybody knows of which field it is. */
export interface Shown {
  readonly text: string
  readonly fault?: string
  readonly told?: string
  /** A number that is shown as a date: what of it is shown. */
  readonly date?: DatePart
  /** Of a date with a time of the day. */
  readonly hasTime?: boolean
  /** A number as it was typed in: zeros that stood before it are lost. */
  readonly isPlain?: boolean
}

export interface RawCell {
  readonly type: string
  readonly format: Format
  /** Of `<v>`, and of `<is>`; null where there is none. */
  readonly value: string | null
  readonly inline: string | null
  readonly isFormula: boolean
}

/** Those that every workbook knows by their number; others than these are a part of a date, or not known. */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '#,##0',
  6: '#,##0',
  7: '#,##0.00',
  8: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yy h:mm',
  30: 'm/d/yy',
  31: 'yyyy-mm-dd',
  37: '#,##0;(#,##0)',
  38: '#,##0;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  41: '#,##0',
  42: '#,##0',
  43: '#,##0.00',
  44: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss',
  48: '##0.0E+0',
  49: '@',
}

/** In each language another part of a date, in some only the month and year. */
const isLocal = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
const isThai = (id: number) => id >= 59 && id <= 81

/** The format of each cell style. */
export function readStyles(part: Uint8Array | undefined): readonly Format[] {
  const own = new Map<number, string>()
  const read = new Map<number, Format>()
  const styles: Format[] = []
  const formatOf = (id: number) => {
    const code = own.get(id) ?? builtIn[id] ?? (isLocal(id) ? 'mmm' : isThai(id) ? 't' : 'General')
    const found = read.get(id) ?? readFormat(code)
    read.set(id, found)
    return found
  }
  walk(part, {
    open(name, attribute, parent) {
      if (name === 'numFmt' && parent === 'numFmts')
        own.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      else if (name === 'xf' && parent === 'cellXfs') styles.push(formatOf(Number(attribute('numFmtId') ?? '0')))
    },
  })
  return styles
}

export const general = readFormat('General')

const faults = {
  damaged: 'holds a value that is damaged in the file',
  error: 'holds an error of the sheet',
  formula:
    'holds a formula without its result: open the workbook in a spreadsheet program, save it there, and load that',
  digits: 'has more digits than a spreadsheet keeps (15): format the column as text, and enter it anew',
  format: 'is shown by a number format that is not known here: format the cell as text',
  noDay: 'is no day that the sheet can show: write it as a text like 1980-05-31',
}

/** @param is1904 whether days count from 1904. */
export function shownOf(cell: RawCell, strings: readonly string[], is1904: boolean): Shown {
  const { type, format, isFormula } = cell
  const value = cell.value ?? ''
  if (type === 'inlineStr') return textOf(cell.inline ?? unescaped(value), format)
  if (type === 's') {
    const text = /^[0-9]+$/.test(value.trim()) ? strings[Number(value)] : value.trim() === '' ? '' : undefined
    return text === undefined ? { text: '', fault: faults.damaged } : textOf(text, format)
  }
  if (type === 'str')
    return cell.value === null && isFormula ? { text: '', fault: faults.formula } : textOf(unescaped(value), format)
  if (value.trim() === '') {
    if (isFormula) return { text: '', fault: faults.formula }
    return textOf(cell.value === null ? (cell.inline ?? '') : '', format)
  }
  if (type === 'e') return { text: '', fault: faults.error }
  if (type === 'b') return /^\s*(1|true)\s*$/i.test(value) ? { text: 'TRUE' } : { text: 'FALSE' }
  if (type === 'd') return isoOf(value.trim(), format)
  if (type !== 'n' || !/^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?\s*$/i.test(value))
    return { text: '', fault: faults.damaged }
  const number = Number(value)
  return format.date === null ? numberOf(value.trim(), number, format) : dateOf(number, format.date, is1904)
}

function textOf(text: string, format: Format): Shown {
  const shown = text === '' ? text : format.showText(text)
  return shown === null
    ? { text, told: 'is not shown in the sheet (its format hides it), and loaded all the same' }
    : { text: shown }
}

function numberOf(text: string, value: number, format: Format): Shown {
  if (Math.abs(value) >= 1e15) return { text: '', fault: faults.digits }
  if (format === general) return { text: /^-?[0-9]+$/.test(text) ? text : signed(value), isPlain: true }
  const shown = format.show(value)
  if (shown === null) return { text: '', fault: faults.format }
  if (shown.text.trim() === '') return { text: '', told: 'is left out: its format shows nothing of it' }
  if (shown.isPlain === true)
    return { text: signed(value), told: 'is shown shortened in the sheet; all of its digits are taken' }
  return shown.isRounded === true
    ? { text: shown.text, told: 'is shown rounded in the sheet, and taken as it is shown' }
    : { text: shown.text }
}

const signed = (value: number) => (value < 0 ? '-' : '') + plainNumber(Math.abs(value))

const day = 86_400_000
/** From this day on, all programs count alike: Excel has a 29 February 1900 before it. */
const march1900 = 61
const lastDay = { since1900: 2_958_465, since1904: 2_957_003 }

function dateOf(serial: number, date: DatePart, is1904: boolean): Shown {
  if (date === 'time') return { text: '', date }
  // the last part of a second of a day that was reckoned with fractions
  const days = Math.floor(serial + 0.4 / 86_400)
  if (
    days < (is1904 ? 0 : 1) ||
    days > (is1904 ? lastDay.since1904 : lastDay.since1900) ||
    (!is1904 && days === march1900 - 1)
  )
    return { text: '', fault: faults.noDay }
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < march1900 ? 31 : 30)
  return {
    text: new Date(start + days * day).toISOString().slice(0, 10),
    date,
    hasTime: serial - days > 1 / 86_400,
    ...(is1904 || days >= march1900
      ? {}
      : { told: 'is a day before March 1900, which spreadsheet programs count in two ways: taken as Excel shows it' }),
  }
}

/** A date that is written as one. */
function isoOf(text: string, format: Format): Shown {
  const [, found, time = ''] = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9:.]+)Z?)?$/.exec(text) ?? []
  if (found === undefined)
    return /^T?[0-9]{2}:[0-9:.]+Z?$/.test(text) ? { text: '', date: 'time' } : { text: '', fault: faults.damaged }
  return { text: found, date: format.date ?? 'day', hasTime: /[1-9]/.test(time) }
}
