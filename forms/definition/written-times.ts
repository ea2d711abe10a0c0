// A day and an hour as people write them: the day in any way that a date is written, the hour behind it.

import { type DateFault, isDay, readDate } from './written-dates.ts'

const behind = /^(.+?)(?:\s*,\s*|\s+|T)(?:(?:at|um|saa|à)\s+)?(\d{1,2})[:.h](\d{2})(?:[:.]\d{2})?(?:\s*(?:Uhr|h))?$/iu

/** Whether a value is a day and an hour in normal form: 2026-11-30 14:30. */
export function isTime(value: string): boolean {
  const [, day = '', clock = ''] = /^(\S{10})[ T](\S{5})$/.exec(value) ?? []
  return isDay(day) && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(clock)
}

/** @param language what the form was sent in, as of a date. */
export function readTime(line: string, language: string): { readonly time: string } | { readonly fault: DateFault } {
  if (isTime(line)) return { time: line.replace('T', ' ') }
  const [, before, hour = '', minute = ''] = behind.exec(line.trim()) ?? []
  if (before === undefined) return { fault: 'not-a-date' }
  const day = readDate(before, language)
  if ('fault' in day) return day
  const time = `${day.date} ${hour.padStart(2, '0')}:${minute}`
  return isTime(time) ? { time } : { fault: 'not-a-date' }
}
