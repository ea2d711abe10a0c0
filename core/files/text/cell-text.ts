// Cleans the text of a cell before its field judges it: invisible characters are removed and reported, and what a program did
// to it on the way here is a fault.

import { cleanValue } from '@satchel/protocol/sexp/clean'
import type { LoadField } from '../fields.ts'
import type { ReadOptions } from '../file-record.ts'
import { isTwiceEncoded, mendTwice, twiceEncoded } from './twice-encoded.ts'

interface CellText {
  readonly value: string
  readonly fault?: string
  readonly told: readonly string[]
}

/** Marks of the direction of writing, soft hyphens, spaces without width: nobody typed them, and no search finds what holds one. */
const invisible = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F]/g

const wordFields: ReadonlySet<LoadField> = new Set([
  'name',
  'given-name',
  'family-name',
  'prefix',
  'title',
  'line1',
  'line2',
  'city',
  'region',
])

export function cleanCell(field: LoadField, raw: string, { encoding }: ReadOptions): CellText {
  const { text, dropped, damaged } = cleanValue(encoding === twiceEncoded ? mendTwice(raw) : raw)
  const seen = field === 'note' ? text : text.replaceAll(invisible, '')
  const value = seen.replaceAll('\u00A0', ' ').trim()
  const count = dropped + text.length - seen.length
  const told = [
    ...(count === 0 ? [] : [`${count} invisible ${count === 1 ? 'character was' : 'characters were'} taken out`]),
    ...(wordFields.has(field) && /\p{L}\?\p{L}|\p{L}\?$/u.test(value)
      ? ['has a ? where a letter may have been lost']
      : []),
    ...(nothing.test(value) ? ['is a word that programs write for nothing: look whether it is meant'] : []),
  ]
  if (damaged)
    return { value, told, fault: 'holds bytes that are no text in this encoding, or a character that was lost before' }
  // as it came: cleaning takes out the control characters that half of such a letter may be
  if (encoding !== twiceEncoded && isTwiceEncoded(raw)) {
    if (encoding === undefined || !/^utf-?8$/i.test(encoding)) return { value, told, fault: twiceFault }
    told.push('looks like UTF-8 that was taken for another encoding, and stays as it is')
  }
  const fault = spoilt(field, value)
  return fault === null ? { value, told } : { value, told, fault }
}

const twiceFault =
  'looks like UTF-8 that was taken for another encoding ("Ã¼" for "ü"): leave --encoding out, ' +
  `or mend it with --encoding ${twiceEncoded}; --encoding utf-8 keeps it as it is`

/** Digits that a spreadsheet destroyed: nothing brings them back. */
function spoilt(field: LoadField, value: string): string | null {
  if (errors.test(value)) return 'is an error of the spreadsheet or a mark of a database, and no value'
  if (wordFields.has(field) && coded.test(value))
    return 'has a letter in code (like &uuml;, \\u00fc or =C3=BC): export it again as UTF-8'
  if (field === 'note' || field === 'web' || field === 'email') return null
  if (/^[+-]?\d+([.,]\d+)?E[+-]?\d{1,3}$/i.test(value) && (field === 'phone' || /[.,+]/.test(value)))
    return 'is a number in short form (like 7.9E+11), digits of it are lost: format the column as text in the spreadsheet, and enter it again'
  if (/^\d{5,}\.0$/.test(value) && (field === 'phone' || field === 'postcode'))
    return 'ends in .0, since a program took it for an amount: write it as text'
  if ((field === 'line1' || field === 'line2' || field === 'postcode' || field === 'phone') && isDate(value))
    return 'is a date, which spreadsheets make of something like 5-3: format the column as text there, and enter it again'
  return null
}

const errors = /^(#(N\/A|NV|REF!|BEZUG!|VALUE!|WERT!|NAME\?|DIV\/0!|NULL!|NUM!|ZAHL!)|\\N)$/
const nothing = /^(NULL|null|nil|None|NaN|nan|N\/A|n\/a|undefined|\(null\))$/
const entities = 'amp|lt|gt|quot|apos|nbsp|szlig|[ao]elig|[a-z](uml|acute|grave|circ|tilde|cedil|ring|slash|caron)'
const coded = new RegExp(
  String.raw`&(#\d{2,6}|#x[\da-f]{2,5}|${entities});|\\u[\da-f]{4}|=(C[2-9A-F]|D[\dA-F])=[89AB][\dA-F]`,
  'i',
)

const months =
  'jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|okt|oct|nov|dec|dez|janv|févr|mars|avr|juin|juil|août|déc'
const dateForms = new RegExp(`^(\\d{1,2}(-|\\. )(${months})\\.?|(${months})\\.?[- ]\\d{2})([- ]\\d{2,4})?$`, 'i')
const isDate = (value: string) => dateForms.test(value)
