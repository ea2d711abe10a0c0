// A list of people who want no letters, from a file: each line has its outcome, each no is noted once, and no address is kept or printed.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { textRow, workbook } from '../helpers/xlsx.ts'

let home: TestHome
const homes: TestHome[] = []
beforeEach(async () => {
  home = await makeHome()
  homes.push(home)
  await home.person('K-1', 'grace')
})
afterAll(async () => {
  for (const each of homes) await each.close()
})

function file(content: string | Uint8Array, name: string): string {
  const path = join(home.home.folder, name)
  writeFileSync(path, content)
  return path
}
const no = (path: string, ...options: readonly string[]) =>
  home.satchel(['--as', 'grace', 'consent', 'no', '--file', path, '--why', 'list of the old program', ...options])
const rows = () =>
  home.rows<Record<string, unknown>>(
    'select consent_given as given, consent_person as person, consent_mark is not null as marked, consent_purpose as purpose from consent order by consent_id',
  )

test('addresses and ids, one a line: each outcome is told, and the second time nothing is noted', async () => {
  const list = file('stranger@example.org\nnot an address@\nK-1\nK-77\nStranger@EXAMPLE.org\n', 'stopped.txt')
  const dry = await no(list, '--dry-run')
  expect(dry).toMatchObject({ code: 3 })
  expect(dry.out).toContain('Would be: 2 noted, 1 had a no already, 2 with a fault. Nothing was changed.')
  expect(await rows()).toEqual([])
  const noted = await no(list)
  expect(noted.out.split('\n').slice(0, 5)).toEqual([
    'line 1: noted',
    'line 2: is no e-mail address: nothing was noted',
    'line 3: noted',
    'line 4: is no person here: nothing was noted',
    'line 5: has a no already',
  ])
  expect(noted.out + noted.err).not.toContain('example.org')
  expect(await rows()).toEqual([
    { given: false, person: false, marked: true, purpose: 'all' },
    { given: false, person: true, marked: false, purpose: 'all' },
  ])
  // an address that nobody has here is kept as its mark alone
  expect(JSON.stringify(await home.rows('select * from consent'))).not.toContain('stranger')
  expect((await no(list, '--json')).json()).toMatchObject({ noted: 0, already: 3, faulty: 2 })
  expect(await rows()).toHaveLength(2)
  expect((await home.satchel(['--as', 'grace', 'consent', 'show', 'stranger@example.org'])).out).toContain('No:')
})

test('a column of a sheet or a workbook; several columns are asked about', async () => {
  const sheet = file('Name;E-Mail\nAnn;ann@example.org\n', 'list.csv')
  expect((await no(sheet, '--json')).json()).toMatchObject({ noted: 1, lines: [{ line: 2, outcome: 'noted' }] })
  const book = file(
    workbook({ sheets: { List: textRow(1, 'Who', 'Where') + textRow(2, 'Bo', 'bo@example.org') } }),
    'list.xlsx',
  )
  const asked = await no(book)
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('--column "HEADING"')])
  expect((await no(book, '--column', 'where', '--json')).json()).toMatchObject({ noted: 1 })
})

test('a no to one purpose is a no to that alone; who is not the office notes nothing', async () => {
  const list = file('ann@example.org\n', 'one.txt')
  expect((await no(list, '--purpose', 'nothing')).err).toContain('none of the purposes')
  expect((await home.satchel(['--as', 'anna', 'consent', 'no', '--file', list, '--why', 'x'])).code).not.toBe(0)
  expect(await rows()).toEqual([])
  expect((await home.satchel(['--as', 'grace', 'consent', 'no', '--why', 'x'])).err).toContain('one address, or --file')
})
