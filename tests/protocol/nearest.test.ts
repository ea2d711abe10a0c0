// The known name that an unknown one means.

import { meant, nearest } from '@satchel/protocol/nearest'
import { expect, test } from 'vitest'

const known = ['given-name', 'family-name', 'born', 'language', 'deal', 'ticket']

test.each([
  ['givn-name', 'given-name'],
  ['Given Name', 'given-name'],
  ['given_name', 'given-name'],
  ['bron', 'born'],
  ['tikcet', 'ticket'],
  ['fam', 'family-name'],
  ['lang', 'language'],
  ['dael', 'deal'],
  // a letter too many is another word: born and barn differ by one, born and bread by three
  ['bread', null],
  ['colour', null],
  ['', null],
])('%s means %s', (typed, name) => {
  expect(nearest(typed, known)).toBe(name)
})

test('what is near nothing is answered by all that there is', () => {
  expect(meant('tikcet', known)).toBe('do you mean ticket?')
  expect(meant('colour', ['deal', 'ticket'])).toBe('there is deal, ticket')
  expect(meant('colour', [])).toBe('there is none yet')
})
