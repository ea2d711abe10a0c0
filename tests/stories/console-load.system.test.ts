// A sheet is loaded in a real browser: by keys alone, and without script by the same buttons.

import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram } from '../browser/browser.ts'
import { expectOpenToAll, withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const sheet = (family: string) => ({
  name: 'members.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    `Firstname,Surname,E-mail,Shoe size\nAmina,${family},wrong,41\nJuma,${family},j@${family}.example,42\n`,
  ),
})
const many = async (family: string) => (await home.rows('select from person where person_family = $1', [family])).length

systemTest([browserProgram], 'a sheet with a fault is mended and loaded by keys alone', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/`)
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.waitForURL('**/load')
    // the window of the system that chooses a file is no part of the page
    await page.getByLabel('File', { exact: true }).setInputFiles(sheet('keys'))
    await page.keyboard.press('Control+Enter')
    await page.getByText('Step 1 of 3').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Step 2 of 3').waitFor()
    await page.getByLabel('Line 2, E-mail').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('a@keys.example')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Step 3 of 3').waitFor()
    expect(await many('keys')).toBe(2)
  }),
)

systemTest([browserProgram], 'the same works without script', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/load`)
    await page.getByLabel('File', { exact: true }).setInputFiles(sheet('plain'))
    await page.getByRole('button', { name: 'Read the file' }).click()
    await page.getByText('Step 1 of 3').waitFor()
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Load', exact: true }).click()
    await page.getByText('Step 3 of 3').waitFor()
    expect(await many('plain')).toBe(1)
  }),
)

systemTest([browserProgram], 'the steps have no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    await page.goto(`${served.url}/load`)
    await page.getByLabel('File', { exact: true }).setInputFiles(sheet('axe'))
    await page.getByRole('button', { name: 'Read the file' }).click()
    await page.waitForURL(/load\/[0-9a-f]{32}$/)
    const at = page.url()
    for (const path of [at, `${at}/try`, `${served.url}/load`]) await expectOpenToAll(page, path)
  }),
)
