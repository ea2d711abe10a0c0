// Dates as people write them, read into year-month-day. The names of months and weekdays are those of the language data that
// the program runs with. What can be read in two ways is read in none: a wrong date is worse than a question.

/** Why a line is no date: cannot be read at all, can be read in two ways, or its year has not four digits. */
export type DateFault = 'not-a-date' | 'date-two-ways' | 'date-short-year'

export type ReadDate = { readonly date: string } | { readonly fault: DateFault }

/** By main language: where its speakers write, with whose names of months and weekdays. */
export const locales: Readonly<Record<string, readonly string[]>> = {
  en: ['en', 'en-GB'],
  sw: ['sw'],
  fr: ['fr', 'fr-CA'],
  de: ['de', 'de-AT'],
  es: ['es', 'es-MX'],
  ar: ['ar', 'ar-EG', 'ar-LB', 'ar-MA', 'ar-DZ'],
  pt: ['pt', 'pt-PT', 'pt-MZ'],
  am: ['am'],
  hi: ['hi'],
  id: ['id'],
  lg: ['lg'],
}

/** Words that may stand in a date and say nothing about it. */
export const fillerWords: Readonly<Record<string, string>> = {
  en: 'on the of day',
  sw: 'tarehe siku ya mwezi wa mwaka',
  fr: 'le la du de d',
  de: 'am den der dem vom',
  es: 'el la del de dia',
  ar: 'يوم في من عام سنة',
  pt: 'o a do da de dia em feira',
  am: 'ቀን እ ኤ አ',
  hi: 'को के की का दिन तारीख',
  id: 'tanggal tgl hari pada bulan tahun',
  lg: 'nga',
}
const fillers = new Set(Object.values(fillerWords).flatMap(words => words.split(' ')))

const ordinal = /^([0-9]{1,4})(?:st|nd|rd|th|er|e|eme|te|ter|ten|o|a|º|ª)?$/u

/**
 * Reads a date.
 * @param language what the form was sent in: it says which of two numbers is the day. In English both orders are usual, so
 * `12/05/1980` has no reading there. Nor in Amharic, where people count days and years by the Ethiopian calendar: a month with
 * its European name, and year-month-day as letters ask for it, are of the other one.
 * @param order of the numbers, where somebody said so: it alone counts then.
 */
export function readDate(typed: string, language: string, order?: 'dmy' | 'mdy'): ReadDate {
  const line = plainLine(typed)
  const main = language.split('-')[0] ?? ''
  const [lead = ''] = /^(?:[\p{L}\p{M}-]+[.,]* )*/u.exec(line) ?? []
  const words = lead.split(/[\s.,]+/u).filter(word => word !== '' && !fillers.has(word))
  const read = inNumbers(line.slice(lead.length), main, order)
  if (read === null) return withMonthName(line, main)
  const [weekday = null] = words.map(weekdayOf)
  return words.length > (weekday === null ? 0 : 1) ? { fault: 'not-a-date' } : onThat(weekday, read)
}

/** `1980-05-12`, `12.5.1980`, `12/05/1980`; null for anything that is not three numbers. */
function inNumbers(line: string, language: string, order?: 'dmy' | 'mdy'): ReadDate | null {
  const yearFirst = /^([0-9]{4}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2})$/.exec(line)
  if (yearFirst) return onlyOne([[yearFirst[1], yearFirst[2], yearFirst[3]]])
  const numbers = /^([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?'?([0-9]{1,4})$/.exec(line)
  if (numbers === null) return null
  const [, first, mark, second, year = ''] = numbers
  if (year.length !== 4) return { fault: 'date-short-year' }
  if (language === 'am' && order === undefined) return { fault: 'date-two-ways' }
  const dayFirst = [year, second, first] as const
  const monthFirst = [year, first, second] as const
  if (order !== undefined) return onlyOne([order === 'dmy' ? dayFirst : monthFirst])
  return onlyOne(language === 'en' && mark !== '.' ? [dayFirst, monthFirst] : [dayFirst])
}

type Parts = readonly [year: string | undefined, month: string | undefined, day: string | undefined]

/** The one day of the calendar that these readings name. */
function onlyOne(readings: readonly Parts[]): ReadDate {
  const [date, ...others] = new Set(readings.flatMap(parts => dayOf(parts) ?? []))
  if (date === undefined) return { fault: 'not-a-date' }
  return others.length > 0 ? { fault: 'date-two-ways' } : { date }
}

function dayOf([year = '', month = '', day = '']: Parts): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : null
}

/** True for a day that the calendar has, written 2026-11-28. */
export function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** `12 May 1980`, `May 12th, 1980`, `le 12 mai 1980`, `Monday 12-May-1980`: each part once, and nothing besides. */
function withMonthName(line: string, language: string): ReadDate {
  const tokens = line.split(/[\s,،/.-]+/u).filter(token => token !== '' && !fillers.has(token))
  const numbers = tokens.flatMap(token => ordinal.exec(token.replace(/^'/, ''))?.[1] ?? [])
  const words = tokens.filter(token => !ordinal.test(token.replace(/^'/, '')))
  const isMonth = (word: string) => monthOf(word, language) !== null
  const months = words.filter(isMonth)
  // "mar" is a Tuesday, too, where another word is the month
  const month = months.length > 1 ? months.find(word => weekdayOf(word) === null) : months[0]
  const others = words.filter(word => word !== month)
  const weekdays = others.flatMap(word => weekdayOf(word) ?? [])
  const [first = '', second = ''] = numbers
  if (month === undefined || weekdays.length < others.length || others.length > 1 || numbers.length !== 2)
    return { fault: 'not-a-date' }
  if (first.length < 3 && second.length < 3) return { fault: 'date-short-year' }
  const [year, day] = first.length === 4 ? [first, second] : [second, first]
  const read = year.length === 4 && day.length < 3 ? onlyOne([[year, String(monthOf(month, language)), day]]) : null
  if (read === null || 'fault' in read) return { fault: 'not-a-date' }
  const [weekday] = weekdays
  return onThat(weekday ?? null, read)
}

/** A weekday beside a date that is another day's says that one of the two is wrong. */
function onThat(weekday: ReadonlySet<number> | null, read: ReadDate): ReadDate {
  const isOther = weekday !== null && 'date' in read && !weekday.has(new Date(`${read.date}T00:00:00Z`).getUTCDay())
  return isOther ? { fault: 'date-two-ways' } : read
}

/** Lower case without accents, with plain digits and dashes, and without the marks around it. */
function plainLine(typed: string): string {
  return plainDigits(typed)
    .replace(/[\u200c-\u200f\u202a-\u202e\u2066-\u2069\u061c]/g, '')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/^[\s"'«»\u201c-\u201f(]+|[\s"'«»\u201c-\u201f).!,;]+$/gu, '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
}

/** The digits of Arabic, Persian and Hindi as 0 to 9. */
export function plainDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/[\u0966-\u096f]/g, digit => String((digit.codePointAt(0) ?? 0) - 0x966))
}

type Names = ReadonlyMap<string, ReadonlySet<number>>

function names(
  tags: readonly string[],
  options: Intl.DateTimeFormatOptions,
  part: 'month' | 'weekday',
  days: readonly (readonly [number, Date])[],
): Names {
  const found = new Map<string, Set<number>>()
  for (const tag of Intl.DateTimeFormat.supportedLocalesOf(tags)) {
    for (const style of ['long', 'short'] as const) {
      for (const more of [{}, options]) {
        const format = new Intl.DateTimeFormat(tag, {
          timeZone: 'UTC',
          calendar: 'gregory',
          numberingSystem: 'latn',
          ...more,
          [part]: style,
        })
        for (const [number, day] of days) {
          const text = format.formatToParts(day).find(({ type }) => type === part)?.value ?? ''
          const word = plainLine(text)
          // "segunda-feira" is said "segunda", too
          for (const each of new Set([word, word.split('-')[0] ?? '']))
            if (/^\p{L}[^\s]*$/u.test(each)) found.set(each, (found.get(each) ?? new Set()).add(number))
        }
      }
    }
  }
  return found
}

const monthDays = Array.from({ length: 12 }, (_, month) => [month + 1, new Date(Date.UTC(2026, month, 5))] as const)
const weekDays = Array.from({ length: 7 }, (_, day) => [day, new Date(Date.UTC(2026, 1, 1 + day))] as const)
const monthNames = new Map(
  Object.entries(locales).map(([language, tags]) => [
    language,
    names(tags, { day: 'numeric', year: 'numeric' }, 'month', monthDays),
  ]),
)
const weekdayNames = Object.values(locales).map(tags => names(tags, {}, 'weekday', weekDays))

/** The month that a word names: in the language of the form, shortened too; else in any other, where they agree. */
function monthOf(word: string, language: string): number | null {
  const own = monthNames.get(language)
  const found = new Set(own?.get(word))
  if (found.size === 0 && word.length >= 3)
    for (const [name, numbers] of own ?? [])
      if (name.startsWith(word) || name.replaceAll('a', 'ae') === word) for (const number of numbers) found.add(number)
  if (found.size === 0)
    for (const others of monthNames.values()) for (const number of others.get(word) ?? []) found.add(number)
  const [month] = found
  return found.size === 1 ? (month ?? null) : null
}

/** The days of the week (Sunday is 0) that a word can name in any language. */
function weekdayOf(word: string): ReadonlySet<number> | null {
  const found = new Set(weekdayNames.flatMap(each => [...(each.get(word) ?? [])]))
  return found.size === 0 ? null : found
}
