// Values of a sheet as people and programs write them, through the real command: right in the database, or refused with the way.

import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

const vector = (name: string) => join(import.meta.dirname, '../vectors/load', name)

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})
const { sheet, load, people } = sheetsOf(() => home)

test('countries by the names that spreadsheets hold', async () => {
  expect(await load(vector('country-names.csv'))).toMatchObject({ code: 0, new: 5, faults: [], done: true })
  expect((await people()).map(person => person.addresses)).toEqual(['US', 'HK', 'TR', 'CZ', 'US'])
})

test('somebody who is not born yet stops the load', async () => {
  expect(await load(vector('born-future.csv'))).toMatchObject({
    code: 3,
    done: false,
    faults: [{ line: 2, column: 'Born', fault: 'is in the future' }],
  })
})

test('every language code of the database leaves in a file and comes back from it', async () => {
  expect(await load(vector('language-fil.csv'))).toMatchObject({ code: 0, new: 1, done: true })
  const codes = ['gsw', 'zh-Hant', 'sr-Latn-RS', 'es-419', 'pt-BR', 'tl', 'nyn', 'gog']
  const rows = codes.map((code, index) => `A${index},${code}`)
  expect(await load(sheet(`given name,language\n${rows.join('\n')}\n`, 'codes.csv'))).toMatchObject({
    new: codes.length,
  })
  const out = join(home.home.folder, 'out.csv')
  await home.satchel(['export', out])
  const other = await makeHome({ from: empty })
  try {
    expect((await other.satchel(['--json', 'load', out])).json()).toMatchObject({ new: codes.length + 1, faults: [] })
    const languages = await other.rows('select person_language as code from person order by person_id')
    expect(languages.map(row => row.code)).toEqual(['fil', ...codes])
  } finally {
    await other.close()
  }
})

test('a date of two readings is asked for, and the answer is an option', async () => {
  const file = sheet('name,born\nAmina Said,05/06/1980\nJuma Said,31/05/1980\n')
  expect(await load(file)).toMatchObject({
    code: 3,
    done: false,
    faults: [{ line: 2, column: 'born', fault: expect.stringContaining('--dates dmy') }],
  })
  expect(await load(file, '--dates', 'mdy')).toMatchObject({ code: 3, faults: [{ line: 3, column: 'born' }] })
  expect(await load(file, '--dates', 'dmy')).toMatchObject({ code: 0, new: 2, done: true })
  expect((await people()).map(person => person.born)).toEqual(['1980-06-05', '1980-05-31'])
  expect((await home.satchel(['load', file, '--dates', 'ymd'])).code).toBe(2)
})

test('what was left out or stands for something else is said, and the row is loaded', async () => {
  const file = sheet(
    'name,born,country,email\nAmina Said,0000-00-00,,\nJuma Said,,Scotland,"""Juma S."" <juma@said.example>"\n',
  )
  const said = await home.satchel(['load', file])
  expect(said.code).toBe(3)
  expect(said.out).toContain('line 2, born: left out: stands for no date')
  expect(said.out).toContain('line 3, country: is a part of a country')
  expect(said.out).toContain('line 3, email: the name beside the address was left out')
  expect(said.out).toContain('Loaded: 2 new')
  expect(await people()).toMatchObject([{ born: null }, { addresses: 'GB', contacts: 'juma@said.example' }])
})

test("o'brien@example.com is written to, and a domain in xn-- letters is the one in its own", async () => {
  expect(await load(vector('email-apostrophe.csv'))).toMatchObject({ code: 0, new: 1, done: true })
  const [pat] = await home.rows<{ hid: string }>('select person_hid as hid from person')
  expect((await home.satchel(['form', pat?.hid ?? ''])).code).toBe(0)
  expect(await home.rows('select letter_to from letter')).toEqual([{ letter_to: "o'brien@example.com" }])

  const both = 'name,email\nUte Buch,ute@bücher.example\nUte  Buch,UTE@xn--bcher-kva.example\n'
  expect(await load(sheet(both, 'both.csv'))).toMatchObject({ new: 1, same: 1, done: true })
})

test('a name in other spaces and another apostrophe is the same name', async () => {
  const file = sheet('given name,family name,phone\nMary Ann,O’Brien,+255 700 000 950\n')
  expect(await load(file)).toMatchObject({ new: 1 })
  const again = sheet("given name,family name,phone\nMARY\u00a0 Ann,O'BRIEN,+255 700 000 950\n", 'again.csv')
  expect(await load(again)).toMatchObject({ code: 0, new: 0, same: 1, kept: [], held: [] })
})
