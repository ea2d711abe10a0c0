// A whole name in one cell to its parts.

import type { LoadField } from './fields.ts'

/** "Given Family" parts at the last space, "Family, Given" at the comma. */
export function namesOf(values: ReadonlyMap<LoadField, string>): { readonly given?: string; readonly family?: string } {
  const whole = values.get('name')
  const [, familyFirst, givenLast] = /^([^,]+),\s*([^,]+)$/.exec(whole ?? '') ?? []
  const [, givenFirst, familyLast] = /^(.+)\s+(\S+)$/s.exec(whole ?? '') ?? []
  const given = values.get('given-name') ?? givenLast ?? givenFirst ?? whole
  const family = values.get('family-name') ?? familyFirst ?? (givenLast === undefined ? familyLast : undefined)
  return { ...(given === undefined ? {} : { given }), ...(family === undefined ? {} : { family }) }
}
