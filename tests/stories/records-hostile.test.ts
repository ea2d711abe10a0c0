// What a clumsy or hostile hand types: no command stops with a bug, and none writes what no page, file or search can carry.

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CatalogField } from '@satchel/core/records/read/catalog'
import { readSaid } from '@satchel/core/records/read/read-said'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('H1')
})
afterAll(() => home.close())

/** 10,000 letters that no compression makes shorter: an index takes no such value. */
const long = randomBytes(7500).toString('base64url')
const file = (name: string, bytes: string | Uint8Array) => {
  const path = join(home.home.folder, name)
  writeFileSync(path, bytes)
  return `@${path}`
}
/** Everything that a command could have left. */
const all = async () =>
  JSON.stringify(
    await home.rows(
      "select (select count(*) from entity) as records, (select count(*) from activity) as activities, (select count(*) from reply) as replies, (select person_note from person where person_hid = 'H1') as note",
    ),
  )

async function refuses(words: readonly string[], said: string | RegExp) {
  const before = await all()
  const { code, err } = await home.satchel(words)
  expect(err).toMatch(said)
  expect(err).not.toContain('a bug stopped')
  expect(err, 'no value in a message').not.toContain(long.slice(0, 50))
  expect(code).toBe(2)
  expect(await all()).toBe(before)
}

describe('values of 10,000 characters', () => {
  test.each([
    ['the name of an organisation', ['add', 'organisation', `name=${long}`]],
    ['a web address', ['add', 'person', 'given-name=Long', `web=https://kilimo.example/${long}`]],
    ['another contact', ['set', 'H1', `other=${long}`]],
    ['a town', ['set', 'H1', `address.city=${long}`]],
  ])('%s has 254 at most', (_, words) => refuses(words, 'has 254 characters at most. (record/bad-value)'))

  test('an id has 64 at most', () => refuses(['add', 'person', 'given-name=Long', `id=${long}`], 'This is no id'))

  test('254 are written, and a note of 10,000 is', async () => {
    const added = await home.satchel(['add', 'organisation', `name=${long.slice(0, 254)}`, `id=${'O'.repeat(64)}`])
    expect(added.code).toBe(0)
    expect((await home.satchel(['set', 'H1', `note=${long}`])).code).toBe(0)
    expect(await home.rows("select length(person_note) as n from person where person_hid = 'H1'")).toEqual([
      { n: long.length },
    ])
  })
})

describe('characters that nobody sees', () => {
  const fields = ['a\u0007b', '\u202Eevil', 'A\u200Bmina', 'soft\u00ADhyphen']
  test.each(fields)('in a name: %j', value =>
    refuses(['add', 'person', `given-name=${value}`], 'The field given-name holds a character that nobody sees.'),
  )

  test('a mark of direction in a note is a part of it', async () => {
    const hebrew = 'שלום \u200Fabc'
    expect((await home.satchel(['set', 'H1', `note=${hebrew}`])).code).toBe(0)
    expect(await home.rows("select person_note as note from person where person_hid = 'H1'")).toEqual([
      { note: hebrew },
    ])
  })

  test.each([
    ['NUL in a field', (path: string) => ['set', 'H1', `note=${path}`], 'a\0b', 'a character that nobody sees'],
    ['NUL in a note', (path: string) => ['note', 'H1', path], 'a\0b', 'The note holds a character that nobody sees'],
    ['a picture as a note', (path: string) => ['note', 'H1', path], Buffer.from([0xff, 0xd8, 0xff]), 'no text'],
    ['a picture in a field', (path: string) => ['set', 'H1', `note=${path}`], Buffer.from([0xff, 0xd8]), 'no text'],
  ] as const)('%s', (name, words, bytes, said) => refuses(words(file(name.replaceAll(' ', '-'), bytes)), said))

  test('in a task, in the word of a relation, and in the name of a record', async () => {
    await home.satchel(['add', 'organisation', 'name=Employer', 'id=E1'])
    await refuses(['task', 'H1', 'Call\u0007', '--due', 'tomorrow'], 'The task holds a character')
    await refuses(['relate', 'H1', 'works-for', 'E1', '--note', 'x\u0007'], 'The note holds a character')
    await refuses(['set', 'H\u00071', 'note=x'], 'The name of a record holds a character')
  })

  test('the mark at the beginning of a file of Windows is none of its text', async () => {
    const path = file('windows.txt', '\uFEFFFrom Windows\r\nin two lines\r\n')
    expect((await home.satchel(['set', 'H1', `note=${path}`])).code).toBe(0)
    expect(await home.rows("select person_note as note from person where person_hid = 'H1'")).toEqual([
      { note: 'From Windows\nin two lines' },
    ])
  })
})

describe('what says nothing', () => {
  test.each(['', '  ', '-x', '../../x', "'; drop table person;--", '"', 'a\tb', '\u00A0'])('is no id: %j', id =>
    refuses(['add', 'person', 'given-name=Nobody', `id=${id}`], /This is no id|a character that nobody sees/),
  )

  test('is no note and no task', async () => {
    await refuses(['note', 'H1', '   '], 'Say what shall be noted.')
    await refuses(['task', 'H1', '  ', '--due', 'tomorrow'], 'Say what shall be done.')
  })

  test('a mistake names the type and the field as people do', async () => {
    await refuses(['add', 'organisation', 'name='], 'The field name of an organisation needs a value.')
    await refuses(['add', 'group', 'name=Sellers'], 'A group needs a value for kind.')
    await refuses(['note', 'H1', 'Came', '--on', '2026-13-01'], 'The field on of an activity is a day.')
  })
})

describe('a record that was merged into another', () => {
  test('takes nothing, and says where to look', async () => {
    for (const [id, family] of [
      ['M1', 'One'],
      ['M2', 'Two'],
    ])
      expect((await home.satchel(['add', 'person', 'given-name=Twin', `family-name=${family}`, `id=${id}`])).code).toBe(
        0,
      )
    expect((await home.satchel(['duplicate', 'merge', 'M1', 'M2'])).code).toBe(0)
    for (const words of [
      ['set', 'M2', 'note=x'],
      ['note', 'M2', 'x'],
    ])
      await refuses(words, 'of one that was merged, satchel show RECORD names the record that it is part of')
    expect((await home.satchel(['show', 'M2'])).out).toMatch(/Merged +Twin One/)
  })
})

describe('many rows of one record', () => {
  const line: CatalogField = {
    type: 'deal',
    name: 'line.price',
    label: 'Price',
    kind: 'money',
    choices: null,
    refers: null,
    required: true,
    may_write: true,
    source: 'deal_line',
    field: 'price',
  }
  const read = (count: number) =>
    readSaid(
      {
        fields: [line],
        set: Array.from({ length: count }, (_, at) => ({
          name: `line/new${at + 1}.price`,
          how: '=' as const,
          value: '1',
        })),
        was: [],
      },
      {},
      (_, text) => Promise.resolve(text),
    )

  test('300 are said in one command, as in one reply', async () => {
    expect((await read(300)).said).toHaveLength(300)
  })

  test('301 are refused before anything is written', () =>
    expect(read(301)).rejects.toThrow('One command says 300 rows of a record at most.'))
})
