// Duplicates in a real browser: merged and undone by keys alone, and without script by the same buttons.

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
  await home.rows(
    `insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason)
    select id, lead, 0.9 - 0.01 * n, 'same given name; other family names' from (
      select person_id as id, lead(person_id) over (order by person_id), row_number() over (order by person_id) as n from person) p
    where n <= 4`,
  )
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const states = async () =>
  (await home.rows<{ state: string }>('select duplicate_status as state from duplicate order by duplicate_id')).map(
    ({ state }) => state,
  )

systemTest([browserProgram], 'a pair is merged, undone, exchanged and marked by keys alone', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/`)
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.waitForURL('**/duplicates')
    await page.keyboard.press('s')
    await page.waitForURL('**/duplicates?pair=*')
    await page.keyboard.press('m')
    await page.getByText('Merged. It can be undone').waitFor()
    await page.keyboard.press('u')
    await page.getByText('Two records again').waitFor()
    await page.keyboard.press('n')
    await page.getByText('not asked about again').waitFor()
    expect((await states()).filter(state => state === 'different').length).toBeGreaterThanOrEqual(2)
  }),
)

systemTest([browserProgram], 'the same works without script', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/duplicates`)
    await page.getByRole('button', { name: /^Merge into/ }).click()
    await page.getByText('Merged. It can be undone').waitFor()
    await page.getByRole('button', { name: /^Undo/ }).first().click()
    await page.getByText('Two records again').waitFor()
  }),
)

systemTest([browserProgram], 'duplicates have no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    await expectOpenToAll(page, `${served.url}/duplicates`)
  }),
)
