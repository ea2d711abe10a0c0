// Cells of a list that open in place, in a real browser: they are saved as on the record's page, and overwrite nothing that somebody else wrote.

import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram, findBarriers } from '../browser/browser.ts'
import { withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['A1', 'A2']) await home.person(hid, 'anna')
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const person = async (hid: string) =>
  (
    await home.rows<{ born: string; note: string | null }>(
      'select person_born::text as born, person_note as note from person where person_hid = $1',
      [hid],
    )
  )[0]

systemTest([browserProgram], 'a cell is opened by a key, written and saved under the role of the colleague', () =>
  withColleague(served, 'anna', { width: 1280 }, async page => {
    await page.goto(`${served.url}/list/person?column=born&column=note`)
    await page.keyboard.press('j')
    const hid = (await page.locator('tr.at').getAttribute('data-record')) ?? ''
    await page.keyboard.press('e')
    const field = page.locator('td[data-field=born] input')
    await field.waitFor()
    expect(await findBarriers(page)).toEqual([])
    await field.fill('1971-02-03')
    await page.keyboard.press('Tab')
    const note = page.locator('td[data-field=note] textarea')
    await note.waitFor()
    await note.fill('By the cell')
    await page.keyboard.press('Enter')
    await page.locator('tr.at td[data-field=note]', { hasText: 'By the cell' }).waitFor()
    expect(await person(hid)).toEqual({ born: '1971-02-03', note: 'By the cell' })
    const audit = await home.rows<{ by: string }>(
      "select distinct audit_by as by from audit where audit_table = 'person' and audit_verb = 'update'",
    )
    expect(audit.at(-1)?.by).toMatch(/_staff_anna$/)
    // Escape leaves it as it is
    await page.locator(`tr[data-record="${hid}"] td[data-field=note]`).dblclick()
    await note.fill('nothing of this')
    await page.keyboard.press('Escape')
    await page.locator('tr.at td[data-field=note]', { hasText: 'By the cell' }).waitFor()
    expect((await person(hid))?.note).toBe('By the cell')
  }),
)

systemTest(
  [browserProgram],
  'a cell that somebody else changed meanwhile comes back as a slip, a wrong value stays in its field',
  () =>
    withColleague(served, 'anna', { width: 1280 }, async page => {
      await page.goto(`${served.url}/list/person?column=born&column=note`)
      const cell = page.locator('tr[data-record=A2] td[data-field=born]')
      await cell.dblclick()
      await cell.locator('input').fill('1700-01-01')
      await page.keyboard.press('Enter')
      await cell.locator('[aria-invalid=true]').waitFor()
      expect(await cell.locator('input').inputValue()).toBe('1700-01-01')
      await home.rows("update person set person_born = '1990-09-09' where person_hid = 'A2'")
      await cell.locator('input').fill('1975-05-05')
      await page.keyboard.press('Enter')
      await page.getByText('Nothing was overwritten').waitFor()
      expect((await person('A2'))?.born).toBe('1990-09-09')
    }),
)
