// Days as letters write them, in the reader's language: "30 November". A letter is read on another day than it was written, so none
// says "today".

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
 * @param issued day of the letter: the year is named where it is another one.
 */
export function letterDay(day: string, issued: string, language: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return formatOf(language, day.slice(0, 4) !== issued.slice(0, 4)).format(date)
}
