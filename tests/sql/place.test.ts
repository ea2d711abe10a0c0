// Where somebody was: a place in a report is stored in its normal form under the sender's role, and what is none waits for a person.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const placeOf = async (person: number) =>
  (
    await stage.one<{ place: string | null }>(
      'select activity_place as place from activity where activity_entity = $1',
      [person],
    )
  ).place

test.each([
  ['-3.36730 37.34230', '-3.3673, 37.3423'],
  ['-3.3673,37.3423, 12', '-3.3673, 37.3423 (12 m)'],
  ['90, -180 (5 m)', '90, -180 (5 m)'],
])('%s goes in as %s', async (written, stored) => {
  const person = await stage.person()
  const told = await stage.reply(await stage.packet(person), { report: { when: '2026-01-05', place: written } })
  expect(Object.values(told.slots)).toEqual(['applied'])
  expect(await placeOf(person)).toBe(stored)
})

test.each(['90.1, 0', '0, -180.5', 'behind the church', '1, 2, 3, 4'])(
  '%s waits as it was written, and holds nothing else back',
  async written => {
    const person = await stage.person()
    const told = await stage.reply(await stage.packet(person), {
      report: { when: '2026-01-05', outcome: 'reached', place: written },
    })
    expect(Object.values(told.slots).sort()).toEqual(['applied', 'held not-a-place'])
    expect(await placeOf(person)).toBeNull()
  },
)

test('no row takes another', async () => {
  const person = await stage.person()
  for (const wrong of ['behind the church', '1,2', '1, 2 (x m)'])
    await expect(
      stage.rows(
        "insert into activity (activity_entity, activity_kind, activity_place) values ($1, lookup_find('activity-kind', 'visit'), $2)",
        [person, wrong],
      ),
    ).rejects.toMatchObject({ code: '23514' })
})

test('a photo is no value: what is written for one is asked for by no form', async () => {
  const person = await stage.person()
  const told = await stage.reply(await stage.packet(person), { report: { when: '2026-01-05', photo: 'x.jpg' } })
  expect(Object.values(told.slots).sort()).toEqual(['applied', 'refused not-in-form'])
})
