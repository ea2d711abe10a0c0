// Dates as the packet page shows them: in its language, short, with the year where a letter says it. Pure.

import { oneLine } from '../clean-text/plain-text.ts'
import { saysYear } from '../letters/letter-dates.ts'

/** Tags whose dates read day first, as everywhere where Satchel is used; other languages go by their own name. */
const tags: Readonly<Record<string, string>> = { en: 'en-GB' }

/**
 * `16 Nov` for 2026-11-16, `16 Nov 2025` where the year is not that of `near`, or the day far from it. What is no day stays as it is, on one line.
 * @param near a day or moment close to which a day needs no year.
 */
export function shortDay(day: string, language: string, near: string): string {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return oneLine(day)
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  const year = saysYear(day, near) ? ({ year: 'numeric' } as const) : {}
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC', calendar: 'gregory', ...year } as const
  return new Intl.DateTimeFormat([tags[language] ?? language, 'en-GB'], options).format(date)
}
