// What people's records are shown, explained and handed over by, called as a program calls it: without a command line.

import { existsSync, readFileSync } from 'node:fs'
import { beginEdit } from '@satchel/core/people/begin-edit'
import { handOver } from '@satchel/core/people/hand-over'
import { checkEdit, mergeEdit } from '@satchel/core/people/merge-edit'
import { recordHistory } from '@satchel/core/people/record-history'
import { showRecord } from '@satchel/core/people/show-record'
import { Problem } from '@satchel/protocol/problem'
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

test('a record is edited as a text form: begun, checked and merged', async () => {
  await expect(beginEdit(grace, { record: 'P9', form: 'call-report' })).rejects.toMatchObject({
    code: 'entity/not-seen',
  })
  const { file, text } = await beginEdit(grace, { record: 'P1', form: 'self-update' })
  expect(readFileSync(file, 'utf8')).toBe(text)
  await expect(checkEdit(grace, { text: 'no form' })).rejects.toBeInstanceOf(Problem)
  const wrong = Reflect.apply(mergeEdit, undefined, [grace, { file }]) as Promise<unknown>
  await expect(wrong).rejects.toMatchObject({ code: 'usage/wrong' })
  expect(existsSync(file)).toBe(true)

  const edited = text.replace('Jimmy', 'James')
  await checkEdit(grace, { text: edited })
  const { status, slots } = await mergeEdit(grace, { file, text: edited })
  expect([status, slots.filter(({ outcome }) => outcome === 'applied')]).toMatchObject(['imported', [{}]])
  expect(existsSync(file)).toBe(false)
  expect((await showRecord(grace, { record: 'P1' })).record.name).toBe('James Okello')
})
