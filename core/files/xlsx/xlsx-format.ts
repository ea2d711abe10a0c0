// Number formats of a spreadsheet: from a number to the text that its cell shows, with two liberties. Separators of thousands are left out,
// and the decimal mark is a dot: a sheet shows both as the settings of each computer want them. A format that is not understood is none.

import { plainNumber, roundedTo, shifted } from './xlsx-decimals.ts'
import { readSection, type Section, splitSections, type Token } from './xlsx-format-code.ts'

/** The order of day and month that a date itself shows. */
export type DatePart = 'day' | 'part' | 'time'

export interface Format {
  /** Not null: the cell shows its number as a date or time. */
  readonly date: DatePart | null
  /** @returns null where nothing sure can be said about what the cell shows. */
  /** The marks around a text; null: the text is not shown. */
  readonly showText: (value: string) => string | null
  readonly show: (
    value: number,
  ) => { readonly text: string; readonly isRounded?: boolean; readonly isPlain?: boolean } | null
}

const generalSection: Section = { condition: null, tokens: [['general', '']] }
const longest = 255

/** @param code as the workbook holds it, in English letters whatever the language of the program is. */
export function readFormat(code: string): Format {
  const unknown: Format = { date: null, show: () => null, showText: value => value }
  if (code.length > longest) return unknown
  const sections = splitSections(code).map(readSection)
  if (sections.includes(null)) return unknown
  const known = sections.filter(section => section !== null)
  const kinds = known.map(({ tokens }) => dateOf(tokens))
  const texts = known.findIndex(({ tokens }) => tokens.some(([kind]) => kind === 'at'))
  // the section for texts is the last one
  const numbers = texts === -1 ? known.slice(0, 3) : texts > 0 ? known.slice(0, texts) : [generalSection]
  if (kinds[0] === undefined || numbers.some((_, at) => kinds[at] === 'unknown')) return unknown
  return {
    date: kinds[0] === 'unknown' ? null : kinds[0],
    showText(value) {
      if (texts === -1) return known.length > 3 ? null : value
      return (known[texts]?.tokens ?? []).map(([kind, text]) => (kind === 'at' ? value : text)).join('')
    },
    show(value) {
      const at = numbers.findIndex(({ condition }, place) => (condition ?? usual(place, numbers.length))(value))
      const section = numbers[at]
      if (section === undefined || (at > 0 && kinds[at] !== null)) return null
      // the second of several sections is the one for negative numbers, and says itself how they look
      const isSigned = value < 0 && !(at === 1 && section.condition === null && numbers[0]?.condition === null)
      const shown = showNumber(section.tokens, Math.abs(value))
      return shown === null ? null : { ...shown, text: (isSigned && /[1-9]/.test(shown.text) ? '-' : '') + shown.text }
    },
  }
}

const usual = (place: number, count: number) => (value: number) =>
  place === 0 ? count === 1 || (count === 2 ? value >= 0 : value > 0) : place === 1 && count === 3 ? value < 0 : true

/** Months and minutes have one letter: minutes stand after hours or before seconds. */
function dateOf(tokens: readonly Token[]): DatePart | 'unknown' | null {
  const letters = tokens.flatMap(([kind, text]) => (kind === 'letters' ? [text] : []))
  if (letters.length === 0) return null
  if (letters.some(run => !/^[ymdhsegb]/.test(run))) return 'unknown'
  const isMinute = (at: number) =>
    letters[at - 1]?.startsWith('h') === true || letters[at + 1]?.startsWith('s') === true
  const hasDay = letters.some(run => run === 'd' || run === 'dd')
  const hasMonth = letters.some((run, at) => run.startsWith('m') && !isMinute(at))
  const hasYear = letters.some(run => /^[yeb]/.test(run))
  if (hasDay && hasMonth && hasYear) return 'day'
  return hasDay || hasMonth || hasYear || letters.some(run => run.startsWith('d')) ? 'part' : 'time'
}

/** @param value not negative. */
function showNumber(tokens: readonly Token[], value: number): ReturnType<Format['show']> {
  const has = (kind: Token[0]) => tokens.some(token => token[0] === kind)
  if (has('general') || (has('at') && !has('digit')))
    return { text: tokens.map(([kind, text]) => (kind === 'text' ? text : plainNumber(value))).join('') }
  // with an exponent nobody sees the digits
  if (has('e')) return { text: plainNumber(value), isPlain: true }
  if (has('slash') && has('digit')) return fraction(tokens, value)
  const digits = tokens.findLastIndex(([kind]) => kind === 'digit')
  if (digits === -1) return { text: tokens.map(([, text]) => text).join('') }
  const point = tokens.findIndex(([kind]) => kind === 'point')
  const lastWhole = tokens.findLastIndex(([kind], at) => kind === 'digit' && (point === -1 || at < point))
  // behind the last digit it divides by a thousand
  if (tokens[lastWhole + 1]?.[0] === 'comma' || tokens[digits + 1]?.[0] === 'comma')
    return { text: plainNumber(value), isPlain: true }
  const places = point === -1 ? 0 : tokens.filter(([kind], at) => kind === 'digit' && at > point).length
  const exact = shifted(plainNumber(value), 2 * tokens.filter(([kind]) => kind === 'percent').length)
  const [whole = '', part = ''] = roundedTo(exact, places).split('.')
  const text = fill(tokens, point, whole, part)
  if (text === null) return null
  return {
    text,
    isRounded: Number(exact) !== Number(`${whole}.${part}`),
  }
}

/** Digits before the point from the right to the left, those that are more at the first place; after it from the left. */
function fill(tokens: readonly Token[], point: number, whole: string, part: string): string | null {
  const places = tokens.flatMap(([kind], at) => (kind === 'digit' ? [at] : []))
  const before = point === -1 ? places : places.filter(at => at < point)
  const after = places.slice(before.length)
  // programs do not agree what a # is that stands right of a 0 and has no digit
  const firstZero = before.find(at => tokens[at]?.[1] === '0') ?? Infinity
  const digits = whole === '0' ? '' : whole
  const used = part.replace(/0+$/, '').length
  const lastZero = after.findLastIndex(at => tokens[at]?.[1] === '0')
  let isSure = true
  const empty = (text: string) => (text === '0' ? '0' : text === '?' ? ' ' : '')
  const shown = tokens
    .map(([kind, text], at) => {
      if (kind === 'comma') return ''
      if (kind === 'point') return used > 0 || lastZero >= 0 ? text : ''
      if (kind !== 'digit') return text
      if (after.includes(at)) {
        const place = after.indexOf(at)
        return place < used ? (part[place] ?? '') : place <= lastZero ? '0' : empty(text)
      }
      const fromEnd = before.length - before.indexOf(at)
      const found =
        at === before[0] ? digits.slice(0, Math.max(0, digits.length - fromEnd + 1)) : (digits.at(-fromEnd) ?? '')
      if (found === '' && at > firstZero && text !== '0') isSure = false
      return found !== '' ? found : empty(text)
    })
    .join('')
  return isSure ? shown : null
}

/** "5 1/2", where it is exactly that; any other is shown as what it nearly is. */
function fraction(tokens: readonly Token[], value: number): ReturnType<Format['show']> {
  const code = tokens.map(([, text]) => text).join('')
  const [, before, ways = '', fixed] = /^\s*([#?0]+ +)?[#?]+\/(?:([#?]+)|([1-9][0-9]{0,2}))\s*$/.exec(code) ?? []
  const most = fixed === undefined ? 10 ** Math.min(3, ways.length) - 1 : Number(fixed)
  const whole = before === undefined ? 0 : Math.floor(value)
  for (let below = fixed === undefined ? 1 : most; below <= most; below++) {
    const above = Math.round((value - whole) * below)
    if (Math.abs((value - whole) * below - above) > 1e-9) continue
    if (above === 0) return { text: String(whole) }
    return { text: `${whole === 0 ? '' : `${whole} `}${above}/${below}` }
  }
  return null
}
