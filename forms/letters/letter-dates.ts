// Days as letters write them, in the reader's language: "30 November". A letter is read on another day than it was written, so none
// says "today": a day that is past says so as of the day of its letter.

import type { CaseStage } from '@satchel/protocol/messages/packet-case'
import { say, type Words } from '../words/form-words.ts'

const locales: Readonly<Record<string, string>> = { en: 'en-GB' }
const made = new Map<string, Intl.DateTimeFormat>()

function formatOf(language: string, withYear: boolean): Intl.DateTimeFormat {
  const key = `${language} ${withYear}`
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(locales[language] ?? language, {
      timeZone: 'UTC',
      calendar: 'gregory',
      day: 'numeric',
      month: 'long',
      ...(withYear ? { year: 'numeric' } : {}),
    })
  made.set(key, format)
  return format
}

/**
 * @param day 2026-11-30, or a moment that begins so; what is no day stays as it is.
 * @param issued day of the letter: the year is named where it is another one, or the day is far away.
 */
export function letterDay(day: string, issued: string, language: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return formatOf(language, saysYear(day, issued)).format(date)
}

/** About four months: a day that is farther away is taken for the one of the next year, or of the last. */
const nearDays = 122

/** Whether a day needs its year beside another day. */
export function saysYear(day: string, near: string): boolean {
  const apart = Math.abs(Date.parse(day.slice(0, 10)) - Date.parse(near.slice(0, 10))) / 86_400_000
  return day.slice(0, 4) !== near.slice(0, 4) || apart > nearDays
}

/** A day is over when the letter is of a later one. */
export const isOver = (day: string, issued: string): boolean => day.slice(0, 10) < issued.slice(0, 10)

/** How long a record is in the stage where it is now, against what is usual; empty where it is not known. */
export function daysInStage({ days, planned }: CaseStage, words: Words): string {
  if (days === undefined) return ''
  return planned === undefined
    ? say(words, 'case-day', { days: String(days) })
    : say(words, 'case-day-of', { days: String(days), planned: String(planned) })
}
