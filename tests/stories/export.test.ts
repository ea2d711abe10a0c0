// People leave as a file and come back from it: in every format the second load changes nothing, and a new installation that
// loads it exports the same.

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let folder: string
const people = [
  'hid,given-name,family-name,prefix,title,born,language,prefers,phone,email,web,line1,line2,postcode,city,region,country,note,owner',
  'X-1,Amina,Said,Ms,Dr,1980-05-31,sw,phone,0700 000 901; +255 700 000 902,amina@example.org; a2@example.org,https://example.org/a,Plot 7,Behind the mill,2510,Moshi,Kilimanjaro,TZ,"Grows maize; beans, and ""coffee""\nsince 2019",anna',
  "X-2,Juma,O'Connor-Njoroge,,,,,,,,,,,,,,,=1+1,anna",
  'X-3,,Mushi,,,,,,,mushi@example.org,,,,,,,,@home; -5 and more,anna',
  'X-4,Zoë Ñandú,,,,,de,,,,,"Straße 1, hinten",,,Köln,,DE,"\\backslash \\n, and (row ""x"")",baraka',
].join('\n')

beforeAll(async () => {
  home = await makeHome()
  folder = home.home.folder
  writeFileSync(join(folder, 'people.csv'), `${people}\n`)
  const loaded = await home.satchel(['load', join(folder, 'people.csv'), '--json'])
  expect(loaded.json<{ new: number; faults: unknown[] }>()).toMatchObject({ new: 4, faults: [] })
})
afterAll(() => home?.close())

describe.each(['csv', 'vcf', 'json', 'sexp'])('as .%s', extension => {
  test('loads back and changes nothing; elsewhere it makes the same people', async () => {
    const file = join(folder, `out.${extension}`)
    const exported = await home.satchel(['export', file, '--json'])
    expect(exported.json<{ people: number }>()).toMatchObject({ people: 4 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = await home.satchel(['load', file, '--json'])
    expect(again.json()).toMatchObject({ new: 0, filled: 0, same: 4, kept: [], faults: [] })
    const other = await makeHome()
    try {
      expect((await other.satchel(['load', file, '--json'])).json()).toMatchObject({ new: 4, faults: [], kept: [] })
      const there = join(folder, `there.${extension}`)
      await other.satchel(['export', there])
      expect(readFileSync(there, 'utf8')).toBe(readFileSync(file, 'utf8'))
    } finally {
      await other.close()
    }
  })
})

test('holds what the acting role sees and nobody else, and no formula', async () => {
  const file = join(folder, 'hers.csv')
  expect((await home.satchel(['--as', 'baraka', 'export', file, '--json'])).json()).toMatchObject({ people: 1 })
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('Zoë')
  expect(text).not.toContain('Amina')
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain(",'=1+1,")
})

test('an unknown ending is asked about, and nothing is left of an export that fails', async () => {
  expect(await home.satchel(['export', join(folder, 'people.ods')])).toMatchObject({ code: 2 })
  expect(await home.satchel(['--as', 'nobody', 'export', join(folder, 'none.csv')])).toMatchObject({ code: 2 })
  expect(statSync(join(folder, 'none.csv.partial'), { throwIfNoEntry: false })).toBeUndefined()
})

test.each(['csv', 'vcf', 'json', 'sexp'])('a language of three letters loads back from .%s', async extension => {
  const there = await makeHome()
  try {
    const sample = join(import.meta.dirname, 'files/twice/language-fil.csv')
    expect((await there.satchel(['load', sample, '--json'])).json()).toMatchObject({ new: 1, faults: [] })
    const file = join(there.home.folder, `fil.${extension}`)
    await there.satchel(['export', file])
    expect((await there.satchel(['load', file, '--json'])).json()).toMatchObject({ same: 1, held: [], kept: [] })
    expect(await there.rows('select person_language as language from person')).toEqual([{ language: 'fil' }])
  } finally {
    await there.close()
  }
})
