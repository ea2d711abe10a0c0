// Dates as the packet page shows them: in its language, short, with the year only where it is another one. Pure.

import { oneLine } from '../clean-text/plain-text.ts'

/** Tags whose dates read day first, as everywhere where Satchel is used; other languages go by their own name. */
const tags: Readonly<Record<string, string>> = { en: 'en-GB' }

/**
 * `16 Nov` for 2026-11-16, `16 Nov 2025` where the year is not that of `near`. What is no day stays as it is, on one line.
 * @param near a day or moment of the year that needs no saying.
 */
export function shortDay(day: string, language: string, near: string): string {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return oneLine(day)
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  const year = day.slice(0, 4) === near.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  const options = { day: 'numeric', month: 'short', timeZone: 'UTC', calendar: 'gregory', ...year } as const
  return new Intl.DateTimeFormat([tags[language] ?? language, 'en-GB'], options).format(date)
}
