// Review in a real browser: by keys alone, without script, and for everybody who reads it.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram, findBarriers, withPage } from '../browser/browser.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, mails, replyTo, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  await home.satchel(['dispatch', ...people, '--to', 'anna'])
  await home.satchel(['send'])
  for (const [nth, packet] of home.packets(mails.anna).entries())
    home.drop(`${nth}.sexp`, replyTo(packet, { set: { born: `197${nth}-01-01`, note: 'Grows coffee' } }))
  await home.satchel(['import'])
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

async function enter(page: Page): Promise<void> {
  await page.goto(await served.link('grace'))
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.waitForURL(`${served.url}/`)
}

const outcomes = async () =>
  (
    await home.rows<{ o: string }>(
      "select change_outcome as o from change where change_slot = 'field/born' order by change_id",
    )
  ).map(({ o }) => o)
const bornNow = async (nth: number) =>
  (
    await home.rows<{ born: string }>(
      "select person_born::text as born from change join person on person_id = change_entity where change_slot = 'field/born' order by change_id offset $1 limit 1",
      [nth],
    )
  )[0]?.born

systemTest([browserProgram], 'changes are decided by keys alone', async () => {
  await withPage({ width: 1280 }, async page => {
    await enter(page)
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.waitForURL(/\/review$/)
    // the second one is shown, and the key decides what is shown
    await page.keyboard.press('j')
    await page.waitForURL(/change=/)
    await page.keyboard.press('a')
    await page.waitForURL(/done=review-accepted/)
    expect(await outcomes()).toEqual(['held', 'applied', 'held', 'held', 'held', 'held'])
    await page.keyboard.press('r')
    await page.waitForURL(/done=review-refused/)
    expect(await outcomes()).toEqual(['held', 'applied', 'refused', 'held', 'held', 'held'])
    await page.keyboard.press('e')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('1966-06-06')
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=review-other/)
    expect(await outcomes()).toEqual(['held', 'applied', 'refused', 'applied', 'held', 'held'])
    expect(await bornNow(3)).toBe('1966-06-06')
  })
})

systemTest([browserProgram], 'the same is done without script', async () => {
  await withPage({ javaScriptEnabled: false }, async page => {
    await enter(page)
    await page.getByRole('link', { name: 'Review' }).click()
    await page.getByText('Another value').click()
    await page.getByLabel('Date of birth', { exact: true }).fill('1955-05-05')
    await page.getByRole('button', { name: 'Accept this value' }).click()
    expect(await page.locator('.notice[role=status]:not(.live)').textContent()).toContain(
      'Accepted with the other value.',
    )
    expect(await bornNow(0)).toBe('1955-05-05')
  })
})

systemTest([browserProgram], 'nothing keeps anybody from reading or using it', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1280])
      await withPage({ colorScheme, width }, async page => {
        await enter(page)
        for (const path of ['/review', '/review?all=yes', '/review/refused']) {
          await page.goto(new URL(path, served.url).href)
          expect([path, colorScheme, width, ...(await findBarriers(page))]).toEqual([path, colorScheme, width])
          const wide = await page.evaluate('document.documentElement.scrollWidth')
          expect([path, Number(wide) <= width]).toEqual([path, true])
        }
      })
})
