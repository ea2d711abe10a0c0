// Days where the organisation is.

/** The day of a time, as year-month-day. @param zone the setting `timezone`; undefined: the zone of this computer. */
export function localDay(time: Date, zone: string | undefined): string {
  const name = zone ?? `computer's, ${process.env['TZ'] ?? 'its own'}`
  const format = formats.get(name) ?? dayFormat(zone)
  formats.set(name, format)
  return format.format(time)
}

/** One a zone: making one takes a tenth of a millisecond, and an import needs a day for each reply. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar of Sweden writes year-month-day. */
const dayFormat = (zone: string | undefined) =>
  new Intl.DateTimeFormat('sv-SE', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })

/** The time zone of the installation. @param zone the setting `timezone`; undefined: the zone of this computer. */
export const zoneOf = (zone: string | undefined): string => zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
