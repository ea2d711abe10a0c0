// An Excel sheet through the real command: loaded as it is, and twice without harm.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'
import { textRow, workbook } from '../helpers/xlsx.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())
const { load, people } = sheetsOf(() => home)

test('people of a workbook are there, and the second run changes nothing', async () => {
  const file = join(home.home.folder, 'people.xlsx')
  const rows = [
    textRow(1, 'Name', 'Phone', 'City', 'E-mail'),
    textRow(2, 'Jimmy Okello', '0700 000 001', 'Moshi'),
    textRow(3, 'Auma, Agnes', '', '', 'agnes@auma.example'),
  ]
  writeFileSync(file, workbook({ sheets: { Members: rows.join(''), Notes: '' } }))
  expect(await load(file, '--dry-run')).toMatchObject({
    code: 0,
    new: 2,
    done: false,
    format: 'xlsx',
  })
  expect(await load(file)).toMatchObject({ code: 0, new: 2, done: true })
  expect(await people()).toMatchObject([
    { given: 'Jimmy', family: 'Okello', contacts: '0700 000 001', addresses: 'Moshi' },
    { given: 'Agnes', family: 'Auma' },
  ])
  expect(await load(file)).toMatchObject({ code: 0, new: 0, same: 2 })
  expect((await home.satchel(['load', file, '--dry-run'])).err).toContain('sheet "Notes" -> (left out)')
})

test('another sheet, and what is hidden in it: said, and left out when that is asked for', async () => {
  const file = join(home.home.folder, 'two.xlsx')
  const hidden = textRow(3, 'Neema Mushi').replace('<row', '<row hidden="1"')
  const sheets = { Members: textRow(1, 'Name'), Guests: `${textRow(1, 'Name')}${textRow(2, 'Asha Moshi')}${hidden}` }
  writeFileSync(file, workbook({ sheets }))
  const dry = await home.satchel(['load', file, '--sheet', 'Guests', '--dry-run'])
  expect(dry.err).toContain('sheet "Guests" is read; --sheet NAME reads another')
  expect(dry.err).toContain('hidden rows: 1 (line 3), loaded all the same; --shown-only leaves them out')
  expect(dry.out).toContain('Would load: 2 new')
  expect(await load(file, '--sheet', 'Guests', '--shown-only')).toMatchObject({ code: 0, new: 1, done: true })
  expect((await home.satchel(['load', file, '--sheet', 'Nobody'])).err).toContain('has no sheet "Nobody"')
})

test('a formula without its result stops its line, and says what to do', async () => {
  const file = join(home.home.folder, 'formula.xlsx')
  const row = '<row r="2"><c r="A2" t="str"><v>Juma Said</v></c><c r="B2"><f>C2</f></c></row>'
  writeFileSync(file, workbook({ sheets: { Members: `${textRow(1, 'Name', 'City')}${row}` } }))
  const ended = await home.satchel(['load', file])
  expect(ended.out).toContain(
    'line 2, City: holds a formula without its result: open the workbook in a spreadsheet program',
  )
  expect(ended.out).toContain('nothing was loaded')
  expect(ended.code).toBe(3)
})
