// A workbook that is exported opens in the programs that people have: LibreOffice and Python's openpyxl. Days are days there, numbers are numbers,
// ids and telephone numbers are texts, and no text is a formula.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { furnishOffice } from '../helpers/office-world.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await furnishOffice(home)
})
afterAll(() => home?.close())

async function exported(type: string): Promise<string> {
  const path = join(home.home.folder, `${type}.xlsx`)
  expect((await home.satchel(['--as', 'grace', 'export', '--type', type, path])).code).toBe(0)
  return path
}

/** Debian's own: another python3 that comes first on the way has other packages. */
const python = '/usr/bin/python3'

const script = `
import openpyxl, sys, json
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps([[[type(c.value).__name__, str(c.value), c.data_type, c.number_format] for c in row] for row in sheet.iter_rows()]))
`

/** Each row by the headings: type, text, kind and format of its cells. */
function cells(path: string): readonly Readonly<Record<string, readonly string[]>>[] {
  const [heads = [], ...rows] = JSON.parse(
    execFileSync(python, ['-c', script, path], { encoding: 'utf8' }),
  ) as string[][][]
  return rows.map(row => Object.fromEntries(row.map((cell, at) => [heads[at]?.[1] ?? '', cell])))
}

systemTest(
  ['python3'],
  'openpyxl: a day is a day, an amount a number, an id and a telephone number a text',
  async () => {
    const deal = cells(await exported('deal'))[0] ?? {}
    expect(deal.id).toEqual(['str', '1', 's', '@'])
    expect(deal.amount).toEqual(['float', '1000.5', 'n', 'General'])
    expect(deal.expected?.slice(0, 2)).toEqual(['datetime', '2027-03-04 00:00:00'])
    const organizations = cells(await exported('organization'))
    expect(organizations[0]?.phone?.[0]).toBe('str')
    const formula = organizations.find(({ note }) => note?.[1] === '=1+1')
    expect(formula?.note).toEqual(['str', '=1+1', 's', '@'])
  },
)

systemTest(['soffice'], 'LibreOffice: the same values as the CSV, and no formula was run', async () => {
  const path = await exported('organization')
  execFileSync('soffice', [
    `-env:UserInstallation=file://${home.home.folder}/office`,
    '--headless',
    '--convert-to',
    'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false',
    '--outdir',
    home.home.folder,
    path,
  ])
  const text = readFileSync(join(home.home.folder, 'organization.csv'), 'utf8')
  expect(text.split('\n')[0]).toMatch(/^"?id"?,"?name"?,/)
  expect(text).toContain('=1+1')
  expect(text).toContain('山田 محمد Zoë')
  expect(text).toContain('_x0041_ and _x005F_')
})
