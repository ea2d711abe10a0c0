// Numbers with decimals as people write them, read into digits with a point. A mark before three digits parts the thousands in one
// country and the decimals in another: a number that can be read in two ways is read in none.

/** Digits, and a point before the decimals: `1250.5`. A packet shows them in this form. */
export const isDecimal = (value: string): boolean => /^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$/.test(value)

/** Where people write 1,250.50: a comma parts the thousands, as in these; elsewhere a mark before three digits may be either. */
const withPoint = new Set(['en', 'sw', 'lg', 'am', 'hi'])

/**
 * Reads a number. @param language what the form was sent in.
 * @returns the number in the form of {@link isDecimal}; null where it can be read in two ways; undefined where it is none that we can read.
 */
export function readDecimal(typed: string, language: string): string | null | undefined {
  const line = typed
    .trim()
    .replace(/^[+] ?/, '')
    .replace(/^- /, '-')
  const digits = line.replace(/(?<=[0-9])[ \u00a0\u202f\u2009'\u2019](?=[0-9]{3}(?![0-9]))/gu, '')
  const main = language.split('-')[0] ?? ''
  // in India groups of two stand before the last: 12,34,567
  const inThrees = main === 'hi' ? digits.replace(/^-?[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9,])/, thousands) : digits
  const [, minus = '', whole = '', decimals] = parted(inThrees, withPoint.has(main)) ?? []
  if (whole === twoWays) return null
  const read = `${minus}${whole.replace(/^0+(?=[0-9])/, '')}${decimals === undefined ? '' : `.${decimals}`}`
  return isDecimal(read) ? read : undefined
}

const thousands = (groups: string) => groups.replaceAll(',', '')
const twoWays = 'two ways'

type Parted = readonly [unknown, minus: string, whole: string, decimals?: string]

function parted(line: string, hasPoint: boolean): Parted | null {
  const [, minus = '', rest = ''] = /^(-?)([0-9.,]+)$/.exec(line) ?? []
  const marks = rest.replace(/[0-9]/g, '')
  if (marks === '') return rest === '' ? null : [null, minus, rest]
  const last = marks.at(-1) ?? ''
  const other = last === '.' ? ',' : '.'
  // both marks, or one of them more than once: only one reading is left
  if (marks.includes(other)) return inGroups(minus, rest, other, last)
  if (marks.length > 1) return inGroups(minus, rest, last, undefined)
  const [whole = '', decimals = ''] = rest.split(last)
  if (whole === '' || decimals === '') return null
  const mayGroup = decimals.length === 3 && /^[1-9][0-9]{0,2}$/.test(whole)
  if (!mayGroup || (last === '.' && hasPoint)) return [null, minus, whole, decimals]
  return hasPoint ? [null, minus, `${whole}${decimals}`] : [null, minus, twoWays]
}

/** `1.250.000,50`: groups of three, and decimals behind the other mark. */
function inGroups(minus: string, rest: string, group: string, decimal: string | undefined): Parted | null {
  const [whole = '', decimals, ...more] = decimal === undefined ? [rest] : rest.split(decimal)
  const groups = whole.split(group)
  const fits = /^[0-9]{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every(each => /^[0-9]{3}$/.test(each))
  if (!fits || more.length > 0 || decimals === '') return null
  return decimals === undefined ? [null, minus, groups.join('')] : [null, minus, groups.join(''), decimals]
}
