// A day as people say it, for pages and letters.

/** Making a format takes a hundred times as long as using it. */
const made = new Map<string, Intl.DateTimeFormat>()

function formatOf(language: string): Intl.DateTimeFormat {
  const locale = language === 'en' ? 'en-GB' : language
  const format = made.get(language) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  made.set(language, format)
  return format
}

/** `14 December 2026` in the words of a language; the day of a moment is that of UTC, as everywhere in packets. */
export function longDay(moment: string, language: string): string {
  return formatOf(language).format(new Date(moment.slice(0, 10)))
}
