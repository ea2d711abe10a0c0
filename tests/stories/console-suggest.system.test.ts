// Fields that refer to a record suggest names while somebody types: what the visitor may see, of the type that the field takes.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserProgram } from '../browser/browser.ts'
import { withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

const hostile = '<img src=x onerror=alert(1)> Millers'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  await home.person('A1', 'anna')
  await home.person('B1', 'baraka')
  await home.rows("update person set person_family = 'Millers' where person_hid in ('A1', 'B1')")
  for (let nth = 0; nth < 12; nth++)
    await home.rows('insert into organization (organization_hid, organization_name) values ($1, $2)', [
      `O-${nth}`,
      `Millers ${nth}`,
    ])
  await home.rows('insert into organization (organization_hid, organization_name) values ($1, $2)', ['O-odd', hostile])
  await home.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_name like '%Millers%' and entity_id not in (select person_id from person where person_hid = 'B1')",
  )
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const suggested = async (staff: string, type: string) => {
  const { text } = await (await served.as(staff)).get(`/find/quick?q=miller&type=${type}`)
  return JSON.parse(text) as { hid: string; type: string }[]
}

test('eight at most, of the type of the field, and none that the visitor may not see', async () => {
  const organisations = await suggested('anna', 'organization')
  expect(organisations).toHaveLength(8)
  expect(new Set(organisations.map(({ type }) => type))).toEqual(new Set(['organization']))
  expect((await suggested('anna', 'person')).map(({ hid }) => hid)).toEqual(['A1'])
  expect((await suggested('baraka', 'person')).map(({ hid }) => hid)).toEqual(['B1'])
  expect(await suggested('baraka', 'organization')).toEqual([])
})

systemTest([browserProgram], 'a name is suggested while it is typed, as text, and its id is written', () =>
  withColleague(served, 'anna', { width: 1280 }, async page => {
    await page.goto(`${served.url}/add/deal`)
    const party = page.locator('[name="f.party"]')
    await party.pressSequentially('onerror')
    const option = page.locator('#suggested option')
    await option.first().waitFor({ state: 'attached' })
    expect(await option.first().textContent()).toBe(`${hostile} · organization`)
    expect(await option.first().getAttribute('value')).toBe('O-odd')
    expect(await page.locator('#suggested img').count()).toBe(0)
    // a product is no party: its field is asked anew
    await page.locator('[name="f.line/new.product"]').fill('mi')
    await expect.poll(() => option.count()).toBe(0)
    await page.locator('[name="f.name"]').fill('Suggested')
    await page.locator('[name="f.kind"]').selectOption('quote')
    await party.fill('O-odd')
    await page.locator('[name="f.line/new.product"]').fill('')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: 'Suggested' }).waitFor()
    expect(await home.rows("select record_hid(deal_party) as party from deal where deal_name = 'Suggested'")).toEqual([
      { party: 'O-odd' },
    ])
  }),
)
