// Days where the organisation is.

/** The day of a time, as year-month-day. @param zone the setting `timezone`; undefined: the zone of this computer. */
export function localDay(time: Date, zone: string | undefined): string {
  // the calendar of Sweden writes year-month-day
  return new Intl.DateTimeFormat('sv-SE', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(time)
}

/** The time zone of the installation. @param zone the setting `timezone`; undefined: the zone of this computer. */
export const zoneOf = (zone: string | undefined): string => zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
