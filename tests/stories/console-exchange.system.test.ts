// Imports, items, questions, dispatch, packets and letters in a real browser: by keys, without script, and for everybody who reads them.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram, findBarriers, withPage } from '../browser/browser.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { arrive, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  const question = await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'When do you open?']] })
  await arrive(home.home, question, 'open')
  home.drop('nonsense.txt', `nothing ${'that anybody understands '.repeat(500)}`)
  await home.satchel(['dispatch', 'P2', '--to', 'anna'])
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

systemTest([browserProgram], 'an import is begun by keys, and a question is done with', async () => {
  await withPage({ width: 1280 }, async page => {
    await enter(page)
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.waitForURL(/\/imports$/)
    await page.keyboard.press('i')
    await page.waitForURL(/\/imports\/1\?done=imported/)
    expect(await page.locator('.notice[role=status]:not(.live)').textContent()).toContain('Imported.')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.waitForURL(/\/inquiries$/)
    await page.keyboard.press('d')
    await page.waitForURL(/done=inquiry/)
    expect(await home.rows("select 1 from inquiry where inquiry_status = 'done'")).toHaveLength(1)
  })
})

systemTest([browserProgram], 'a record is looked at and sent without script', async () => {
  await withPage({ javaScriptEnabled: false, width: 1280 }, async page => {
    await enter(page)
    await page.getByRole('link', { name: 'Dispatch' }).click()
    await page.getByLabel('Records', { exact: true }).fill('P1')
    await page.getByLabel('To', { exact: true }).selectOption('anna')
    await page.getByRole('button', { name: 'Look at it first' }).click()
    expect(await page.frameLocator('iframe[title="The letter"]').locator('body').textContent()).toContain('Okello')
    await page.getByRole('button', { name: 'Send 1' }).click()
    expect(await page.locator('.notice[role=status]:not(.live)').textContent()).toContain('1 of 1 are queued')
  })
})

systemTest(
  [browserProgram],
  'nothing keeps anybody from reading or using them',
  async () => {
    const [item] = await home.rows<{ item: string }>(
      "select item_hid as item from item where item_state = 'quarantined'",
    )
    const paths = [
      '/imports',
      '/imports/1',
      '/imports/quarantine',
      `/items/${item?.item}`,
      '/inquiries?inquiry=inquiry-1',
      '/packets',
      '/letters',
      '/dispatch?records=P2+P9&to=anna&again=yes',
    ]
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280])
        await withPage({ colorScheme, width }, async page => {
          await enter(page)
          for (const path of paths) {
            await page.goto(new URL(path, served.url).href)
            expect([path, colorScheme, width, ...(await findBarriers(page))]).toEqual([path, colorScheme, width])
            const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
            expect([path, width, wide <= width]).toEqual([path, width, true])
          }
        })
  },
  120_000,
)
