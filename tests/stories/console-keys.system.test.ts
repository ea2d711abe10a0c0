// Keys of the console in a real browser: finding somebody by a piece of a number, going to pages, walking rows, and single keys that do
// nothing while somebody types. The same task without script. Two windows on one record.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserProgram, findBarriers, focused } from '../browser/browser.ts'
import { withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
/** Of P002's number, without its spaces. */
const piece = '345678'
const hostile = '<img src=x onerror=alert(1)>"&Odhiambo'

beforeAll(async () => {
  home = await makeHome({ samples: true })
  await home.rows("insert into organization (organization_hid, organization_name) values ('O-odd', $1)", [hostile])
  await home.rows(
    "update contact_point set contact_point_value = '+255 712 345 678' where contact_point_entity = find_entity('P002') and contact_point_value like '+255%'",
  )
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
  expect(served.bugs).toEqual([])
})

/** Presses keys and counts them. Text that is typed into a field is not counted, as in the design's table of steps. */
function counted(page: Page) {
  let steps = 0
  return {
    steps: () => steps,
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        steps += 1
        await page.keyboard.press(key)
      }
    },
  }
}

const options = (page: Page) => page.locator('#q-list [role=option]')
const at = (page: Page) => new URL(page.url()).pathname
systemTest([browserProgram], 'somebody is found by a piece of a number and opened in three keys', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(served.url)
    const keys = counted(page)
    await keys.press('/')
    await page.keyboard.type(piece)
    await options(page).first().waitFor()
    await keys.press('ArrowDown', 'Enter')
    await page.waitForURL('**/records/P002')
    expect(keys.steps()).toBeLessThanOrEqual(3)
  }),
)

systemTest([browserProgram], 'without script the same person is found by the same box', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(served.url)
    expect(await page.getByRole('combobox').count()).toBe(0)
    await page.getByLabel('Find a record').fill(piece)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/find\?q=/)
    await page.locator('#found a[href="/records/P002"]').click()
    await page.waitForURL('**/records/P002')
    expect(await page.locator('h1').count()).toBe(1)
  }),
)

systemTest([browserProgram], 'the list below the box is a combobox: arrows, Escape, Enter without a choice', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(served.url)
    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: 'Find a record' })
    expect(await box.getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.type('o')
    await page.keyboard.type('kello')
    await options(page).nth(1).waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    expect(await page.locator('form.find [role=status]').textContent()).toMatch(/^[0-9]+ found\.$/)
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await page.keyboard.press('ArrowDown')
        expect(await findBarriers(page)).toEqual([])
        expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true)
      }
    const chosen = page.locator('#q-list [aria-selected=true]')
    const many = await options(page).count()
    // past the last and before the first is the box itself
    for (let nth = 4; nth < many + 1; nth++) await page.keyboard.press('ArrowDown')
    expect(await chosen.count()).toBe(0)
    expect(await box.getAttribute('aria-activedescendant')).toBe(null)
    await page.keyboard.press('ArrowUp')
    expect(await chosen.getAttribute('id')).toBe(`q-${many - 1}`)
    expect(await box.getAttribute('aria-activedescendant')).toBe(`q-${many - 1}`)
    await page.keyboard.press('Escape')
    expect([await options(page).count(), await focused(page), await box.inputValue()]).toEqual([0, 'q', 'okello'])
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('body')
    await page.keyboard.press('/')
    await page.keyboard.type('okello')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/find?q=okello')
  }),
)

systemTest([browserProgram], 'a click opens a result, and the name of a record is text and never HTML', () =>
  withColleague(served, 'grace', { width: 360 }, async page => {
    await page.goto(served.url)
    await page.getByRole('combobox').fill('Odhiambo')
    const option = options(page).filter({ hasText: hostile })
    await option.waitFor()
    expect(await page.locator('#q-list img').count()).toBe(0)
    await option.click()
    await page.waitForURL('**/records/O-odd')
  }),
)

systemTest([browserProgram], 'an answer to fewer letters is dropped when it comes late', () =>
  withColleague(served, 'grace', {}, async page => {
    await page.goto(served.url)
    const asked: string[] = []
    let letGo = () => undefined as void
    const held = new Promise<void>(resolve => (letGo = resolve))
    await page.route('**/find/quick?*', async route => {
      const words = new URL(route.request().url()).searchParams.get('q') ?? ''
      asked.push(words)
      if (words === 'ok') await held
      await route
        .fulfill({
          json: [{ href: `/records/${words}`, hid: words, name: `found ${words}`, type: 'person', owner: null }],
        })
        .catch(() => undefined)
    })
    const box = page.getByRole('combobox')
    await box.fill('ok')
    await expect.poll(() => asked).toEqual(['ok'])
    await box.pressSequentially('ello')
    await options(page).filter({ hasText: 'found okello' }).waitFor()
    letGo()
    await page.evaluate('new Promise(resolve => setTimeout(resolve, 100))')
    expect(await options(page).allTextContents()).toEqual([expect.stringContaining('found okello')])
    // letters that follow at once are one question
    expect(asked.length).toBeLessThan(6)
  }),
)

systemTest([browserProgram], 'g and a letter go to each page of the column on the left, and ? lists the keys', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(served.url)
    const ways = await page
      .locator('[data-go]')
      .evaluateAll(links =>
        links.map(link => [link.getAttribute('data-go') ?? '', link.getAttribute('href') ?? ''] as const),
      )
    expect(ways.length).toBeGreaterThan(4)
    expect(new Set(ways.map(([key]) => key)).size).toBe(ways.length)
    for (const [key, href] of ways) {
      await page.goto(`${served.url}/me`)
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      // a board that is alone leads on to its process
      await page.waitForURL(url => url.pathname === href || url.pathname.startsWith(`${href}/`))
    }
    await page.keyboard.press('?')
    await page.waitForURL('**/keys')
    for (const [key] of ways) expect(await page.locator('#keys').textContent()).toContain(`g ${key}`)
    await page.keyboard.press('Escape')
    await page.waitForURL(url => url.pathname !== '/keys')
  }),
)

systemTest([browserProgram], 'j and k walk rows, Enter opens one, Escape goes back', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/find?q=okello`)
    const rows = await page.locator('tr[data-row] a').evaluateAll(links => links.map(link => link.getAttribute('href')))
    expect(rows.length).toBeGreaterThan(2)
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    expect(await page.locator('[data-row].at a').getAttribute('href')).toBe(rows[1])
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${rows[1]}`)
    await page.keyboard.press('Escape')
    await page.waitForURL('**/find?q=okello')
  }),
)

systemTest([browserProgram], 'single keys do nothing while somebody types, and Escape leaves the field', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    for (const path of ['/find', '/records/P002/edit', '/list/person']) {
      await page.goto(`${served.url}${path}`)
      const field = page.locator('main input:visible:not([type=checkbox]):not([type=radio]), #q').first()
      await field.focus()
      await field.fill('')
      await page.keyboard.type('gpxjk?c/ad')
      expect([path, at(page), await field.inputValue()]).toEqual([path, path, 'gpxjk?c/ad'])
      await page.keyboard.press('Escape')
      if ((await focused(page)) !== 'body') await page.keyboard.press('Escape')
      expect([path, at(page), await focused(page)]).toEqual([path, path, 'body'])
    }
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.waitForURL(`${served.url}/`)
  }),
)

systemTest(
  [browserProgram],
  'a change shows at once in another window; where somebody writes, a notice comes and what was typed stays',
  () =>
    withColleague(served, 'grace', { width: 1280 }, async reader =>
      withColleague(served, 'grace', { width: 1280 }, async writer => {
        const address = `${served.url}/records/P003`
        const save = async (value: string) => {
          await writer.goto(`${address}/edit`)
          await writer.locator('main [name="f.given-name"]').fill(value)
          await writer.keyboard.press('Enter')
          await writer.waitForURL(url => url.pathname === '/records/P003')
        }
        await reader.goto(address)
        await save('Nafula')
        await reader.locator('h1').filter({ hasText: 'Nafula' }).waitFor()

        await reader.locator('details.fld > summary').first().click()
        const field = reader.locator('details.fld[open] input:visible, details.fld[open] textarea:visible').first()
        await field.fill('half a wo')
        await save('Achieng')
        await reader.locator('#live:visible').getByRole('link').waitFor()
        expect(await field.inputValue()).toBe('half a wo')
        expect(await reader.locator('h1').textContent()).toContain('Nafula')
        expect(await findBarriers(reader)).toEqual([])
      }),
    ),
)

test('the box says what script reads to those who listen, in the words of the page', async () => {
  const { text } = await (await served.as('baraka')).get('/')
  expect(text).toMatch(
    /<form class="find"[^>]* data-list="[^"]+" data-found="[^"]*\{count\}[^"]*" data-none="[^"]*\{words\}[^"]*">/,
  )
})
