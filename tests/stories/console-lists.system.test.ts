// Lists of the console in a real browser: chosen and handed over by keys alone, and without script by the same buttons.

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
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const ofBaraka = async (hids: readonly string[]) =>
  (
    await home.rows<{ hid: string }>(
      "select person_hid as hid from person join entity on entity_id = person_id where entity_owner = (select staff_id from staff where staff_hid = 'baraka') and person_hid = any ($1) order by 1",
      [hids],
    )
  ).map(({ hid }) => hid)

systemTest([browserProgram], 'three people are chosen and handed over by keys alone', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/?`)
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.waitForURL('**/list/person')
    await page.goto(`${served.url}/list/person?owner=anna`)
    for (let row = 0; row < 3; row++) for (const key of ['j', 'x']) await page.keyboard.press(key)
    const chosen: string[] = []
    for (const box of await page.locator('input[name=record]:checked').all()) chosen.push(await box.inputValue())
    expect(chosen).toHaveLength(3)
    await page.keyboard.press('h')
    await page.keyboard.type('Baraka')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('3 done, 0 wait for the office, 0 refused.').waitFor()
    expect(await ofBaraka(chosen)).toEqual(chosen.toSorted())
  }),
)

systemTest([browserProgram], 'the same works without script', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/list/person?owner=anna`)
    const box = page.locator('input[name=record]').first()
    const hid = await box.inputValue()
    await box.check()
    await page.getByLabel('To', { exact: true }).selectOption('baraka')
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.getByText('1 done, 0 wait for the office, 0 refused.').waitFor()
    expect(await ofBaraka([hid])).toEqual([hid])
    await page.goto(`${served.url}/list/person`)
    await page.getByText('Filter', { exact: false }).first().click()
    await page.getByLabel('Field').first().selectOption('born')
    await page.getByLabel('Comparison').selectOption('>')
    await page.getByLabel('Value').first().fill('2000-01-01')
    await page.getByRole('button', { name: 'Show these', exact: true }).click()
    await page.waitForURL('**/list/person?filter=born%3E2000-01-01')
  }),
)

systemTest([browserProgram], 'a list has no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    for (const path of [
      '/list/person',
      '/list/deal',
      '/list/person?filter=nosuch%3D1',
      '/list/person?filter=born%3E2000-01-01',
    ])
      await expectOpenToAll(page, `${served.url}${path}`)
  }),
)
