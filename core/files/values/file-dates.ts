// A day of birth in a file to a day in the database. A date that could be two days is asked about: --dates says which number is the day.

import { readDate } from '@satchel/forms/definition/written-dates'
import type { Cell, ValueRules } from './cell.ts'

/** Values that programs write where they know no day: zeros, or Excel's day 0. */
const noDay = /^(?:[0-]*0[0 .:/T-]*|0?1[/-]0?0[/-]1900|0?0[./-]0?1[./-]1900|1900-01-00)(?: 0?0:00.*)?$/
const time =
  /^(.*\d)(?:T| |, ?)(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?([ap]\.?m\.?)? ?(?:Uhr|h)? ?(Z|(?:UTC|GMT)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?$/i
/** Day 0 of spreadsheets and of Windows, written out. */
const dayZero = ['1899-12-30', '1899-12-31']
/** The database keeps nothing from before. */
const first = '1850-01-01'
const oldest = 120

/** The day, or why there is none. */
export function dayOf(text: string, { dates, today }: ValueRules): Cell {
  const line = plainDigits(text.normalize('NFKC'))
    .trim()
    .replace(/^(\d+) ?[年년] ?(\d+) ?[月월] ?(\d+) ?[日일]/, '$1-$2-$3')
  if (noDay.test(line)) return { told: 'left out: stands for no date' }
  const [, before = line, clock, half = '', zone = ''] = time.exec(line) ?? []
  const read = readNumbers(before) ?? readDate(before, 'en', dates)
  if ('fault' in read) return { fault: faultOf(before, read.fault, dates) }
  const { date } = read
  if (date > today) return { fault: 'is in the future' }
  if (date <= first) return { fault: 'is before 1850' }
  if (dayZero.includes(date)) return { told: 'left out: stands for no date' }
  const isOld = date < `${Number(today.slice(0, 4)) - oldest}${today.slice(4)}`
  if (clock !== undefined && !isMidnight(clock, half)) {
    if (zone !== '')
      return { fault: 'holds a time of a time zone, which may be the day before or after: write the day alone' }
    return { value: date, told: 'the time was left out' }
  }
  return { value: date, ...(isOld ? { told: `is more than ${oldest} years ago` } : {}) }
}

const isMidnight = (clock: string, half: string) =>
  /^(?:00?|12(?=.*#a)|24)(?::00)+(?:[.,]0+)?#/i.test(`${clock}#${half}`)

/** `19800531`, and numbers that are no day. */
function readNumbers(text: string): { readonly date: string } | { readonly fault: string } | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year !== undefined) {
    const read = readDate(`${year}-${month}-${day}`, 'en')
    return 'date' in read ? read : null
  }
  if (/^\d{4}$/.test(text)) return { fault: 'is a year alone: a day is needed' }
  if (/^\d{1,7}(?:[.,]\d+)?$/.test(text))
    return { fault: 'is a number, as spreadsheets count days: format the column as a date there, like 1980-05-31' }
  if (/^--?\d{1,2}-?\d{1,2}$/.test(text)) return { fault: 'has no year' }
  if (/^\d{1,2}[./-]\d{4}$|^\d{4}[./-]\d{1,2}$|^\p{L}+\.? ?'?\d{4}$/u.test(text))
    return { fault: 'has no day of the month' }
  return null
}

function faultOf(text: string, fault: string, dates: ValueRules['dates']): string {
  if (fault === 'date-short-year') return 'has a year of two digits: write all four'
  if (fault === 'date-two-ways')
    return /\p{L}{2}/u.test(text)
      ? 'names a weekday that the day is not'
      : 'can be read in two ways: say --dates dmy (day first) or --dates mdy (month first)'
  if (fault !== 'not-a-date') return fault
  if (dates === undefined) return 'is no date like 1980-05-31 or 31.05.1980'
  return `is no date like 1980-05-31, nor one with the ${dates === 'dmy' ? 'day' : 'month'} first, as --dates says`
}

/** Digits of every script as 0 to 9: Unicode keeps each script's ten together. */
function plainDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, digit => {
    const code = digit.codePointAt(0) ?? 0
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
}
