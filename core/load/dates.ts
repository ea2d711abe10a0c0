// A day in a file to a day in the database.

/** Day first only with dots: 05/06/1980 is two days. After 1850 and not in the far future, as the database wants it. */
export function isoDate(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const [, dotDay, dotMonth, dotYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  const iso = `${year ?? dotYear}-${month ?? dotMonth?.padStart(2, '0')}-${day ?? dotDay?.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return null
  return iso > '1850-01-01' && iso < '2200-01-01' ? iso : null
}
