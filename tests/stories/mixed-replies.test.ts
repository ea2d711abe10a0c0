// The mixed set of the import benchmark, 24 kinds of replies in one run: each ends as its line in bench/import/kinds.ts says, whatever
// goes in beside it. So the benchmark measures outcomes and not errors, and replies do not disturb each other.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { kinds } from '../../bench/import/kinds.ts'
import { checkOutcomes, sealed, sets } from '../../bench/import/sets.ts'
import { benchPeople } from '../helpers/bench-people.ts'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

test('24 kinds of replies in one run end each as it should', async () => {
  expect(kinds).toHaveLength(24)
  const mixed = sets.find(({ name }) => name === 'mixed')
  if (mixed === undefined) throw new Error('there is no mixed set')
  const people = mixed.people(100)
  await benchPeople(home, people)
  const context = contextOf(home)
  try {
    const { texts } = await mixed.prepare(context, people)
    // more than go in together on one connection
    expect(texts.length).toBeGreaterThan(100)
    const expected = await sealed(context, texts)
    await context.close()
    await home.satchel(['import', '--json'])
    await checkOutcomes(context, expected)
  } finally {
    await context.close()
  }
})
