// Checks a cell by its field: values that stand for something else, or are of a few words.

import type { Cell, ValueRules } from './cell.ts'
import { countryOf } from './countries.ts'
import { dayOf } from './file-dates.ts'
import type { LoadField } from '../fields.ts'
import { languageOf } from './languages.ts'

/** The value as it is kept, or why it cannot be kept. */
export function checked(field: LoadField, value: string, rules: ValueRules): Cell {
  const kept = (found: string | null, fault: string): Cell => (found === null ? { fault } : { value: found })
  switch (field) {
    case 'hid':
      return kept(
        /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(value) ? value : null,
        'is no id: letters, digits and . _ / - only, beginning with a letter or digit',
      )
    case 'born':
      return dayOf(value, rules)
    case 'language':
      return languageOf(value)
    case 'country':
      return countryOf(value)
    case 'prefers':
      return kept(
        ['phone', 'email', 'visit', 'post'].find(way => way === value.toLowerCase()) ?? null,
        'is none of phone, email, visit, post',
      )
    default:
      return { value }
  }
}
