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
