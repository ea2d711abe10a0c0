// What people's records are shown, explained and handed over by, called as a program calls it: without a command line.

import { handOver } from '@satchel/core/people/hand-over'
import { recordHistory } from '@satchel/core/people/record-history'
import { showRecord } from '@satchel/core/people/show-record'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let grace: ReturnType<typeof contextOf>
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  grace = contextOf(home, 'grace')
})
afterAll(async () => {
  await grace.close()
  await home.close()
})

const ownerOf = async (hid: string) =>
  (
    await home.rows<{ owner: string }>(
      'select staff_hid as owner from entity join staff on staff_id = entity_owner where entity_id = find_entity($1)',
      [hid],
    )
  )[0]?.owner

test('a record is given with its contacts and every part of it', async () => {
  const { record, contacts, parts } = await showRecord(grace, { record: 'P1' })
  expect(record).toMatchObject({ name: 'Jimmy Okello', owner: 'anna' })
  expect(contacts.map(({ value }) => value)).toContain('jimmy@example.org')
  expect(parts.find(({ part, number }) => part === 'person' && number !== null)?.fields).toContainEqual(
    expect.objectContaining({ name: 'note', value: 'Grows maize' }),
  )
})

test('a record that the acting staff member does not see is not there', async () => {
  const baraka = contextOf(home, 'baraka')
  try {
    await expect(showRecord(baraka, { record: 'P1' })).rejects.toMatchObject({ code: 'entity/not-seen' })
    await expect(recordHistory(baraka, { record: 'P1', limit: 1 })).rejects.toMatchObject({ code: 'entity/not-seen' })
  } finally {
    await baraka.close()
  }
})

test('the history of a record comes in as many changes as are asked for', async () => {
  expect(await recordHistory(grace, { record: 'P1', limit: 2 })).toHaveLength(2)
  await expect(recordHistory(grace, { record: 'P1', limit: 0 })).rejects.toMatchObject({ code: 'usage/wrong' })
})

test('records are handed over by name, or all of a colleague; an input that names both is refused and changes nothing', async () => {
  await expect(handOver(grace, { records: ['P1'], from: 'anna', to: 'baraka' })).rejects.toMatchObject({
    code: 'usage/wrong',
    message: 'Name records, or whose they are.',
  })
  await expect(handOver(grace, { records: ['P1', 'P9'], to: 'baraka' })).rejects.toMatchObject({
    code: 'entity/not-seen',
  })
  expect(await ownerOf('P1')).toBe('anna')
  expect(await handOver(grace, { records: ['P1'], to: 'baraka' })).toEqual([{ record: 'P1', records: 1, packets: [] }])
  expect(await ownerOf('P1')).toBe('baraka')
  expect(await handOver(grace, { from: 'anna', to: 'baraka' })).toMatchObject([{ records: 1 }])
  expect(await ownerOf('P2')).toBe('baraka')
})
