// Cards of phones and mail programs, as a person at the keyboard loads them: no card is kept out by one of its values, nothing is
// left out without a word, and what an export writes comes back.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

const vectors = join(import.meta.dirname, '../vectors/cards')
const card = (...lines: readonly string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home?.close())
const { sheet, load, people } = sheetsOf(() => home)
const told = (loaded: unknown) =>
  (loaded as { told: { line: number; column: string; what: string }[] }).told.map(
    ({ line, column, what }) => `${line} ${column}: ${what}`,
  )

describe('what the database cannot take of a card', () => {
  const cards = [
    card(
      'N:Good;Ann;;;',
      'TEL:none',
      'TEL:0700 000 001',
      'EMAIL:nobody',
      'TEL:12',
      'EMAIL:ann@example.org',
      'BDAY:--0531',
    ),
    card('N:Other;Ben;;;', 'TEL:0700 000 002'),
    card('N:Good;Ann;;;', 'TEL:0700 000 001', 'NOTE:again', 'TEL:x'),
  ].join('')

  test('is left out and told; the card and the other cards are loaded', async () => {
    const loaded = await load(sheet(cards, 'contacts.vcf'))
    expect(loaded).toMatchObject({ code: 3, new: 2, filled: 1, faults: [], done: true })
    expect(told(loaded)).toEqual([
      '1 born: left out: the birthday has no year',
      '1 phone: left out: is not a telephone number',
      expect.stringContaining('1 phone: left out: is too short for a telephone number'),
      '1 email: left out: is not an e-mail address',
      expect.stringMatching(/^\d+ phone: left out: is not a telephone number$/),
    ])
    // who waits for a second try comes after the others
    expect(await people()).toMatchObject([
      { given: 'Ben', contacts: '0700 000 002' },
      { given: 'Ann', born: null, contacts: '0700 000 001|ann@example.org', note: 'again' },
    ])
    expect((await home.satchel(['load', join(home.home.folder, 'contacts.vcf')])).out).toMatch(
      /line 1, phone: left out: is not a telephone number\n.*\n?.*Loaded: 0 new/s,
    )
  })

  test('a name that is none, and an id that is none, keep the card out', async () => {
    const wrong = [card('TEL:0700 000 003'), card('N:Bad;Id;;;', 'X-SATCHEL-ID:a b')].join('')
    expect(await load(sheet(wrong, 'wrong.vcf'))).toMatchObject({
      code: 3,
      done: false,
      faults: [{ line: 1 }, { column: 'hid' }],
    })
  })
})

test('a map is obeyed from the command line', async () => {
  const path = sheet(card('N:Mapped;Cleo;;;', 'BDAY:1980-05-31', 'NICKNAME:Clio'), 'mapped.vcf')
  expect(await load(path, '--map', 'BDAY=-', 'NICKNAME=note')).toMatchObject({ code: 0, new: 1 })
  expect((await people()).at(-1)).toMatchObject({ given: 'Cleo', born: null, note: 'Clio' })
  expect((await home.satchel(['load', path, '--map', 'X-FOO=note'])).code).toBe(2)
})

describe.each(['apple-3.0', 'android-2.1', 'nextcloud-4.0', 'outlook-2.1', 'nokia-2.1'])('the cards of %s', name => {
  test('are loaded, and a second time change nothing', async () => {
    const file = join(vectors, `${name}.vcf`)
    const first = await load(file)
    expect(first).toMatchObject({ faults: [], done: true })
    expect(first.new).toBeGreaterThan(0)
    expect(await load(file)).toMatchObject({ new: 0, filled: 0, faults: [], kept: [], held: [] })
  })
})

test('an export of cards loads back without a word, and elsewhere makes the same people', async () => {
  const file = join(home.home.folder, 'out.vcf')
  writeFileSync(
    join(home.home.folder, 'odd.csv'),
    'hid,given-name,family-name,note\n,,van der Berg,only a family name\nK-47,4711,,"no letter; \\n, and\nlines"\n,Ann,"Ünal, geb. Öz",x\n',
  )
  expect(await load(join(home.home.folder, 'odd.csv'))).toMatchObject({ new: 3, faults: [] })
  const exported = await home.satchel(['export', file, '--json'])
  const { people: count } = exported.json<{ people: number }>()
  const other = await makeHome()
  try {
    const there = sheetsOf(() => other)
    const loaded = await there.load(file)
    expect(loaded).toMatchObject({ code: 0, new: count, faults: [], kept: [], held: [] })
    expect(told(loaded)).toEqual([])
    const without = (rows: readonly Record<string, unknown>[]) => rows.map(row => ({ ...row, kept_version: null }))
    expect(without(await there.people())).toEqual(without(await people()))
  } finally {
    await other.close()
  }
})
