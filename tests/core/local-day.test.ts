// The day of a time where the organisation is.

import { localDay } from '@satchel/core/home/local-day'
import { expect, test } from 'vitest'

const late = new Date('2026-11-28T22:30:00Z')

test('is the day of the zone that the settings name', () => {
  expect(localDay(late, 'Africa/Kampala')).toBe('2026-11-29')
  expect(localDay(late, 'America/New_York')).toBe('2026-11-28')
})

test('is the day of this computer where they name none', () => {
  expect(localDay(late, undefined)).toBe(localDay(late, Intl.DateTimeFormat().resolvedOptions().timeZone))
})

test('follows the zone of this computer when it changes', () => {
  const before = process.env['TZ']
  try {
    for (const zone of ['Asia/Tokyo', 'America/New_York', 'Asia/Tokyo']) {
      process.env['TZ'] = zone
      expect(localDay(late, undefined)).toBe(localDay(late, Intl.DateTimeFormat().resolvedOptions().timeZone))
    }
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
})
