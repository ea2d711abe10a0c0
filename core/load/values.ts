// What a cell may hold, by its field: values that stand for something else, or are of a few words.

import { countryCode, languageCode } from './codes.ts'
import { isoDate } from './dates.ts'
import type { LoadField } from './fields.ts'

export interface Cell {
  readonly value?: string
  readonly fault?: string
}

/** The value as it is kept, or why it cannot be kept. */
export function checked(field: LoadField, value: string): Cell {
  const kept = (found: string | null, fault: string): Cell => (found === null ? { fault } : { value: found })
  switch (field) {
    case 'hid':
      return kept(
        /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(value) ? value : null,
        'is no id: letters, digits and . _ / - only, beginning with a letter or digit',
      )
    case 'born':
      return kept(isoDate(value), 'is no date like 1980-05-31 or 31.05.1980')
    case 'language':
      return kept(languageCode(value), 'is no language that is known, by code or name')
    case 'country':
      return kept(countryCode(value), 'is no country that is known, by code or name')
    case 'prefers':
      return kept(
        ['phone', 'email', 'visit', 'post'].find(way => way === value.toLowerCase()) ?? null,
        'is none of phone, email, visit, post',
      )
    default:
      return { value }
  }
}
