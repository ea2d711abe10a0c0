// A day as people say it, for pages and letters.

/** `14 December 2026` in the words of a language; the day of a moment is that of UTC, as everywhere in packets. */
export function longDay(moment: string, language: string): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' })
  return format.format(new Date(moment.slice(0, 10)))
}
