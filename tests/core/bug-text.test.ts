// A fault of the program is told by kind and place, never with what it was given: the text goes into the journal.

import { bugText } from '@satchel/core/problems/bug-text'
import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'

const faults = (): readonly Error[] => {
  const refused = new DatabaseError('invalid input syntax for type date: "Fatuma Auma"', 1, 'error')
  Object.assign(refused, {
    code: '22007',
    detail: 'Key (person_given)=(Fatuma Auma)',
    where: 'Fatuma Auma',
    constraint: 'person_key',
  })
  const parsed = (() => {
    try {
      return JSON.parse('Fatuma Auma') as Error
    } catch (error) {
      return error as Error
    }
  })()
  return [refused, parsed, new Error('Fatuma Auma\nsecond line: Fatuma')]
}

test('no value of anybody, but the kind, the code and the place', () => {
  for (const fault of faults()) {
    const told = bugText(fault)
    expect(told).not.toContain('Fatuma')
    expect(told).toMatch(/\n\s+at .*bug-text\.test/)
  }
  expect(bugText(faults()[0])).toMatch(/^error 22007, rule person_key\n/)
})

test('what the engine says of the program itself stays', () => {
  const missing = undefined as unknown as { name: string }
  try {
    void missing.name
  } catch (error) {
    expect(bugText(error)).toMatch(/^TypeError: Cannot read properties of undefined \(reading 'name'\)\n\s+at /)
  }
  expect(bugText('Fatuma')).toBe('a fault of type string')
})
