import { savedName } from '@satchel/core/records/files/saved-name'
import { expect, test } from 'vitest'

test.each([
  ['.bash_profile', '_bash_profile'],
  ['..', '_'],
  ['scan.pdf', 'scan.pdf'],
  ['gpj.\u202Eexe', 'gpj.exe'],
  ['\u200F.profile', '_profile'],
  ['a.b.c', 'a.b.c'],
])('%j is saved as %j where nobody says another name', (name, saved) => {
  expect(savedName(name)).toBe(saved)
})
