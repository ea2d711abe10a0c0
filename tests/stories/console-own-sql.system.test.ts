// Own SQL in a real browser: by keys alone, without script, and open to all.

import { scramVerifier } from '@satchel/core/staff/scram'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram, findBarriers } from '../browser/browser.ts'
import { expectOpenToAll, withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

const password = 'gutes-Pferd-7-klammer'
let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome({ samples: true })
  await home.rows('select staff_password_set($1, $2)', ['grace', scramVerifier(password)])
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

for (const javaScriptEnabled of [true, false])
  systemTest(
    [browserProgram],
    `SQL is written, run by Enter in the field of the password, and kept, ${javaScriptEnabled ? 'with' : 'without'} script`,
    () =>
      withColleague(served, 'grace', { width: 360, javaScriptEnabled }, async page => {
        await page.goto(`${served.url}/queries`)
        await page.getByRole('link', { name: 'Own SQL' }).press('Enter')
        await page.getByLabel('SQL', { exact: true }).fill('select 6 * 7 as answer')
        await page.getByLabel('Password of').fill(password)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'Result' }).waitFor()
        expect(await page.locator('tbody tr').allTextContents()).toEqual(['42'])
        await page.getByText('Keep it as a stored query').click()
        await page.getByLabel('Name: small letters').fill(`answer-${javaScriptEnabled}`)
        await page.getByRole('button', { name: 'Keep', exact: true }).click()
        await page.getByText('The query is kept.').waitFor()
        expect(await page.getByLabel('SQL', { exact: true }).inputValue()).toBe('select 6 * 7 as answer')
      }),
  )

systemTest([browserProgram], 'the page, its result and its faults have no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    await expectOpenToAll(page, `${served.url}/queries/sql`)
    await page.getByLabel('Password of').fill(password)
    for (const sql of ['select person_hid, person_given from person', 'select person_hid,\n  nosuch from person']) {
      await page.getByLabel('SQL', { exact: true }).fill(sql)
      await page.getByRole('button', { name: 'Run' }).click()
      await page.locator('#result, [role=alert]').waitFor()
      expect(await findBarriers(page)).toEqual([])
    }
  }),
)
