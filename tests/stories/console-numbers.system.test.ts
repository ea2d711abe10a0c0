// Reports and stored queries in a real browser: reached by keys alone, read without script, and open to all.

import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram } from '../browser/browser.ts'
import { expectOpenToAll, withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome({ samples: true })
  const deal = [
    'add',
    'deal',
    'name=Maize',
    'kind=quote',
    'amount=900',
    'currency=TZS',
    'probability=40',
    'expected=2027-03-01',
  ]
  expect(await home.satchel(deal)).toMatchObject({ code: 0 })
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

systemTest([browserProgram], 'a report is reached by keys, and its picture has a name', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/`)
    await page.keyboard.press('g')
    await page.keyboard.press('n')
    await page.waitForURL('**/reports')
    await page.getByRole('img', { name: 'Who is in which stage' }).waitFor()
  }),
)

systemTest([browserProgram], 'without script a query is run with what was typed', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/queries/processes/where`)
    await page.getByLabel('Process').fill('farmer')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('heading', { name: 'Result' }).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(34)
  }),
)

systemTest([browserProgram], 'reports and queries have no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    for (const path of [
      '/reports',
      '/reports/forecast',
      '/reports/growth',
      '/queries',
      '/queries/processes/where?run=1&process=farmer',
    ])
      await expectOpenToAll(page, `${served.url}${path}`)
  }),
)
