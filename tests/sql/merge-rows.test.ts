// Rows are what they say: two slots that come to mean one row, and rows that somebody else brought.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Said, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const collection = 'contact-point'
const first = '+255 700 000 001'
const [one, two] = ['+255 711 000 001', '+255 711 000 002']
const draft = (letter: string) => letter.repeat(32)
const added = (value: string | null): Said =>
  value === null
    ? { drops: [{ collection, row: 'new-1' }] }
    : { rows: [{ collection, row: 'new-1', fields: { kind: 'phone', value } }] }
const changed = (row: string, value: string): Said => ({ rows: [{ collection, row, fields: { value } }] })

describe('a number that was there before stays', () => {
  test('when somebody who had added it once more changes their mind', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added(first) })
    await stage.reply(packet, { draft: draft('b'), sequence: 2, ...added(one) })
    expect(await stage.phones(packet.person)).toEqual([first, one])
  })

  test('when they take it back', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added(first) })
    await stage.reply(packet, { draft: draft('b'), sequence: 2, ...added(null) })
    expect(await stage.phones(packet.person)).toEqual([first])
  })

  test('when the office brought it after the packet went out', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), $2)",
      [packet.person, one],
    )
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added(one) })
    await stage.reply(packet, { draft: draft('b'), sequence: 2, ...added(two) })
    expect(await stage.phones(packet.person)).toEqual([first, one, two])
  })
})

describe('a number that two drafts add', () => {
  test.each([
    ['the first', 'b'],
    ['the second', 'c'],
  ])('stays for the one when %s changes its mind', async (_, who) => {
    const packet = await stage.packet(await stage.person())
    for (const letter of ['b', 'c']) await stage.reply(packet, { draft: draft(letter), sequence: 1, ...added(one) })
    expect(await stage.phones(packet.person)).toEqual([first, one])
    await stage.reply(packet, { draft: draft(who), sequence: 2, ...added(two) })
    expect(await stage.phones(packet.person)).toEqual([first, one, two])
  })

  test('goes when both take it back', async () => {
    const packet = await stage.packet(await stage.person())
    for (const letter of ['b', 'c']) await stage.reply(packet, { draft: draft(letter), sequence: 1, ...added(one) })
    for (const letter of ['b', 'c']) await stage.reply(packet, { draft: draft(letter), sequence: 2, ...added(null) })
    expect(await stage.phones(packet.person)).toEqual([first])
  })
})

test('a number that is changed into one that is there already becomes that one, and can be changed back', async () => {
  const packet = await stage.packet(await stage.person())
  await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added(one) })
  const row = packet.row(collection)
  const told = await stage.reply(packet, { draft: draft('c'), sequence: 1, ...changed(row, one) })
  expect(told.slots).toEqual({ [`row/${collection}/${row}`]: 'applied' })
  expect(await stage.phones(packet.person)).toEqual([one])
  await stage.reply(packet, { draft: draft('c'), sequence: 2, ...changed(row, first) })
  expect(await stage.phones(packet.person)).toEqual([first, one])
})

test('a number that one reply takes away and adds again stays', async () => {
  const packet = await stage.packet(await stage.person())
  const row = packet.row(collection)
  const told = await stage.reply(packet, { ...added(first), drops: [{ collection, row }] })
  expect(told.slots).toEqual({ [`row/${collection}/${row}`]: 'applied', [`row/${collection}/new-1`]: 'applied' })
  expect(await stage.phones(packet.person)).toEqual([first])
})

test('a number that is changed into one that the office brought meanwhile becomes that one', async () => {
  const packet = await stage.packet(await stage.person())
  const row = packet.row(collection)
  await stage.rows(
    "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), $2)",
    [packet.person, one],
  )
  const told = await stage.reply(packet, changed(row, one))
  expect(told.slots).toEqual({ [`row/${collection}/${row}`]: 'applied' })
  expect(await stage.phones(packet.person)).toEqual([one])
})

test('two rows that exchange their numbers in one reply keep both numbers', async () => {
  const person = await stage.person()
  await stage.rows(
    "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), $2)",
    [person, one],
  )
  const packet = await stage.packet(person)
  const rows = [packet.row(collection, 0), packet.row(collection, 2)]
  await stage.reply(packet, {
    rows: [
      { collection, row: rows[0] ?? '', fields: { value: one } },
      { collection, row: rows[1] ?? '', fields: { value: first } },
    ],
  })
  expect(await stage.phones(person)).toEqual([first, one])
})

test('a reply that states nothing is taken and changes nothing', async () => {
  const packet = await stage.packet(await stage.person())
  expect(await stage.reply(packet, {})).toMatchObject({ case: 'new', status: 'imported', slots: {} })
})
