// One field's value: how it is read when people type it, how it is shown, and whether it fits.
// The text-form parser, the posted HTML form and the core share this; the core decides.
import { isMailAddress } from '@satchel/protocol/mail-address'
import { type DateFault, isDay, plainDigits, readDate } from './written-dates.ts'
import type { FormField } from './definition.ts'
import { isDecimal, readDecimal } from './written-numbers.ts'
import { isPlace, readPlace } from './written-places.ts'
import { isTime, readTime } from './written-times.ts'
import { foldWords, throughTextForm } from '../clean-text/text-form-clean.ts'

/** Why a value does not fit its field. Letters say only "invalid"; details and tests use these words. */
export type Misfit =
  | 'too-long'
  | 'several-lines'
  | 'control-characters'
  | 'not-a-choice'
  | 'not-a-date'
  | 'not-a-number'
  | 'not-a-phone'
  | 'not-an-email'
  | 'not-a-web-address'
  | 'not-a-place'
  | 'not-a-time'
  | 'not-a-decimal'
  | 'negative'
  | 'not-a-currency'
  | 'not-a-record'

const checks: Readonly<Record<FormField['type'], (value: string, field: FormField, kind?: string) => Misfit | null>> = {
  text: () => null,
  'long-text': () => null,
  date: value => (isDay(value) ? null : 'not-a-date'),
  choice: (value, field) => (field.choices.some(choice => choice.value === value) ? null : 'not-a-choice'),
  boolean: value => (value === 'true' || value === 'false' ? null : 'not-a-choice'),
  integer: value =>
    /^(?:0|-?[1-9][0-9]{0,15})$/.test(value) && Number.isSafeInteger(Number(value)) ? null : 'not-a-number',
  number: value => (isDecimal(value) ? null : 'not-a-decimal'),
  money: value => (!isDecimal(value) ? 'not-a-decimal' : value.startsWith('-') ? 'negative' : null),
  currency: value => (/^[A-Z]{3}$/.test(value) ? null : 'not-a-currency'),
  record: value => (/^[^\s]{1,60}$/u.test(value) ? null : 'not-a-record'),
  phone: value => (isPhone(value) ? null : 'not-a-phone'),
  email: value => (isMailAddress(value) ? null : 'not-an-email'),
  place: value => (isPlace(value) ? null : 'not-a-place'),
  web: value => (isWeb(value) ? null : 'not-a-web-address'),
  time: value => (isTime(value) ? null : 'not-a-time'),
  photo: () => null,
  contact: (value, field, kind) => {
    if (kind === 'phone') return checks.phone(value, field)
    if (kind === 'email') return checks.email(value, field)
    return kind === 'web' && !/^[^\s.]+\.[^\s]+$/u.test(value) ? 'not-a-web-address' : null
  },
}

/**
 * Checks one value against its field's type, choices and maximum.
 * @param value canonical text, not empty (clearing is not a value).
 * @param kind for a `contact` field: the value of the same row's field `kind` (phone, email, web), where known.
 * @returns null when it fits.
 */
export function validateValue(field: FormField, value: string, kind?: string): Misfit | null {
  if (value.length > field.max && Array.from(value).length > field.max) return 'too-long'
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(value)) return 'control-characters'
  if (field.type !== 'long-text' && value.includes('\n')) return 'several-lines'
  return checks[field.type](value, field, kind)
}

/**
 * Reads what a person typed: a choice's label in any language becomes its value, a date in the words of the form's language
 * year-month-day, one line where the field has one line. What it cannot read it leaves as typed; {@link validateValue} then
 * says no.
 */
export function normalizeValue(field: FormField, typed: string, language = 'en'): string {
  return readTyped(field, typed, language).text
}

/** As {@link normalizeValue}, with what the value itself does not tell: why a date is left as typed. */
export function readTyped(
  field: FormField,
  typed: string,
  language: string,
): { readonly text: string; readonly doubt?: DateFault | 'number-two-ways' } {
  const text = throughTextForm(typed).trim()
  if (field.type === 'long-text') return { text }
  const line = text.replace(/\s*\n\s*/gu, ' ')
  if (field.type === 'date') {
    const read = readDate(line, language)
    return 'date' in read ? { text: read.date } : { text: line, ...(line === '' ? {} : { doubt: read.fault }) }
  }
  if (field.type === 'time') {
    const read = readTime(line, language)
    if ('time' in read) return { text: read.time }
    return { text: line, ...(read.fault === 'not-a-date' ? {} : { doubt: read.fault }) }
  }
  if (field.type === 'number' || field.type === 'money') {
    const read = readDecimal(plainDashes(plainDigits(line)), language)
    return read === null ? { text: line, doubt: 'number-two-ways' } : { text: read ?? line }
  }
  return { text: readers[field.type]?.(field, line) ?? line }
}

const readers: Readonly<Partial<Record<FormField['type'], (field: FormField, line: string) => string | undefined>>> = {
  choice: choiceOf,
  boolean: choiceOf,
  integer: (_, line) => plainDashes(plainDigits(line)),
  currency: (_, line) => line.toUpperCase(),
  record: (_, line) => plainDashes(line),
  phone: (_, line) => withoutLink(plainDashes(plainDigits(line))),
  email: (_, line) => withoutLink(plainDashes(line)),
  contact: (_, line) => withoutLink(plainDashes(line)),
  place: (_, line) => readPlace(plainDashes(plainDigits(line))),
  web: (_, line) => withHttps(withoutLink(plainDashes(line))),
}

/** The text that shows a value: a choice's label in the language (English where it has none), else the value itself. */
export function displayValue(field: FormField, value: string, language: string): string {
  const choice = field.choices.find(one => one.value === value)
  return choice?.label.get(language) ?? choice?.label.get('en') ?? value
}

/** As people write a choice: `Reached.` and `"reached"` are reached. */
function choiceOf(field: FormField, line: string): string | undefined {
  const bare = line.replace(/^[\s"'\u2018-\u201f«»*_(-]+|[\s"'\u2018-\u201f«».!…,;:*_)]+$/gu, '')
  for (const word of [foldWords(line), foldWords(bare)]) {
    const found = field.choices.find(({ value, label }) =>
      [value, ...label.values()].some(each => foldWords(each) === word),
    )
    if (found !== undefined) return found.value
  }
  return undefined
}

function plainDashes(line: string): string {
  return line.replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
}

/** Mail programs turn an address into `a@b.example <mailto:a@b.example>`, `<a@b.example>` or `[a](mailto:a)`. */
function withoutLink(line: string): string {
  return line
    .replace(/^\[([^[\]]{1,254})\]\((?:mailto|tel|https?):[^()]{1,300}\)$/u, '$1')
    .replace(/^(.{1,254}?) ?<(?:mailto|tel|https?):[^<>]{1,300}>$/u, '$1')
    .replace(/^<([^<>]{1,254})>$/u, '$1')
}

/** As the core has it: a host, and what follows it. */
const isWeb = (value: string) => /^https?:\/\/[^\s/.]+(?:\.[^\s/.]+)*\.?(?::[0-9]+)?(?:[/?#]\S*)?$/iu.test(value)

/** People leave out how an address begins. */
export const withHttps = (line: string) =>
  /^https?:\/\//i.test(line) || !/^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/:?#]\S*)?$/u.test(line) ? line : `https://${line}`

function isPhone(value: string): boolean {
  if (!/^\+?[0-9(][0-9 ()./-]*(?: ?(?:x|ext\.?) ?[0-9]{1,6})?$/.test(value)) return false
  const digits = value.replace(/[^0-9]/g, '').length
  return digits >= 3 && digits <= 20
}
