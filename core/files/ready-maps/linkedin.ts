// LinkedIn, Connections.csv: some lines of remarks stand above its headings.

import type { ReadyMap } from './ready-map.ts'

export const linkedin: ReadyMap = {
  name: 'linkedin',
  about: 'LinkedIn connections',
  known: ['First Name, Last Name, Company, Position, Connected On'],
  takes: { 'First Name': 'given-name', 'Last Name': 'family-name', 'Email Address': 'email', URL: 'web' },
  leaves: 'Company, Position, Connected On',
}
