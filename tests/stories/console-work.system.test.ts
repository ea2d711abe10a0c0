// The board and due work in a real browser: a card is moved by keys alone, and without script by a choice and a button.

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
  expect(await home.satchel(['task', 'P002', 'Bring the seed list', '--due', 'today', '--for', 'grace'])).toMatchObject(
    { code: 0 },
  )
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const stageOf = async (hid: string) =>
  (
    await home.rows<{ stage: string }>(
      'select development_stage_hid as stage from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_finished is null and record_hid(development_tracking_entity) = $1',
      [hid],
    )
  )[0]?.stage

systemTest([browserProgram], 'a card is chosen and moved by keys alone, to the next stage and to any', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/board/farmer`)
    const moved = page.getByText('The cards are moved.')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    const hid = (await page.locator('[data-card].at').getAttribute('data-card')) ?? ''
    expect(await stageOf(hid)).toBe('farmer-education')
    await page.keyboard.press('Shift+ArrowRight')
    await moved.waitFor()
    expect(await stageOf(hid)).toBe('farmer-land-report')
    // the card is still the chosen one, in its new column
    await page.locator(`[data-column="farmer-land-report"] [data-card="${hid}"].at`).waitFor()
    await page.keyboard.press('m')
    await page.keyboard.type('Exchange')
    await page.keyboard.press('Tab')
    const answered = page.waitForResponse(response => response.url().includes('done=board-moved'))
    await page.keyboard.press('Enter')
    await answered
    expect(await stageOf(hid)).toBe('farmer-exchange')
  }),
)

systemTest([browserProgram], 'without script a card is moved by a choice and a button, and a task is done', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${served.url}/board/farmer`)
    const card = page.locator('[data-column="farmer-education"] [data-card]').first()
    const hid = (await card.getAttribute('data-card')) ?? ''
    await card.getByRole('checkbox').check()
    await page.getByLabel('Move the chosen to').selectOption('farmer-done')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('The cards are moved.').waitFor()
    expect(await stageOf(hid)).toBe('farmer-done')
    await page.goto(`${served.url}/due`)
    await page.getByRole('button', { name: 'Done' }).first().click()
    await page.getByText('It is done.').waitFor()
    expect(
      await home.rows(
        "select from activity where activity_subject = 'Bring the seed list' and activity_status = 'done'",
      ),
    ).toHaveLength(1)
  }),
)

systemTest([browserProgram], 'board, due work and calendar have no barriers that axe knows', () =>
  withColleague(served, 'grace', {}, async page => {
    for (const path of ['/board/farmer', '/due?whose=all', '/due?view=week&whose=all', '/due?view=month&whose=all'])
      await expectOpenToAll(page, `${served.url}${path}`)
  }),
)
