// The pages that set up in a real browser: a choice by keys alone, a certificate as a file without script, and no barriers.

import { readFileSync } from 'node:fs'
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
  await home.rows("select add_staff('tina', 'tina', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  expect(await home.satchel(['process', 'add', 'farmer'])).toMatchObject({ code: 0 })
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

systemTest([browserProgram], 'a choice is added by keys alone', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/lookups/industry`)
    await page.locator('#n-title').focus()
    await page.keyboard.type('Bakery')
    await page.keyboard.press('Tab')
    await page.keyboard.type('bakery')
    await page.keyboard.press('Enter')
    await page.getByText('The choice is in the list now.').waitFor()
    expect(await home.rows("select from lookup where lookup_hid = 'industry/bakery'")).toHaveLength(1)
  }),
)

systemTest([browserProgram], 'without script a certificate is saved as a file', () =>
  withColleague(served, 'tina', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/staff/anna`)
    await page.getByRole('button', { name: 'Make a certificate' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Save the certificate' }).click()
    const file = await (await saved).path()
    expect((await saved).suggestedFilename()).toBe('anna.p12')
    expect(readFileSync(file).length).toBeGreaterThan(1000)
  }),
)

systemTest([browserProgram], 'forms, processes, lists and colleagues have no barriers that axe knows', () =>
  withColleague(served, 'tina', {}, async page => {
    for (const path of [
      '/processes',
      '/processes/farmer',
      '/lookups',
      '/lookups/industry?change=trade',
      '/staff',
      '/staff/anna',
      '/forms',
      '/forms/call-report',
    ])
      await expectOpenToAll(page, `${served.url}${path}`)
  }),
)
