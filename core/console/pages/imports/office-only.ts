// Work that runs under a login of the program needs the office behind it: there the database does not ask who presses the button.

import { problem } from '../../../problems/problems.ts'
import type { Visit } from '../../page/page.ts'
import { office } from '../../page/places.ts'

/** @throws Problem database/no-right. */
export function mustBeOffice({ visitor }: Pick<Visit, 'visitor'>): void {
  if (!office.includes(visitor.role)) throw problem('database/no-right', 'This is for the office and administrators.')
}
