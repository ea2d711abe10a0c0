// The folder of a record and the form of a new one in a real browser: the work of a day by keys alone, and without script by the same forms.

import { afterAll, beforeAll, expect } from 'vitest'
import { browserProgram } from '../browser/browser.ts'
import { expectOpenToAll, withColleague } from '../browser/console-visit.ts'
import { systemTest } from '../helpers/system.ts'
import { openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
beforeAll(async () => {
  world = await openRecordWorld()
})
afterAll(() => world.close())

const person = (hid: string) =>
  world.one<{ given: string; note: string | null }>(
    `select person_given as given, person_note as note from person where person_hid = '${hid}'`,
  )

systemTest([browserProgram], 'a call, a field, a stage and a new person by keys alone', () =>
  withColleague(world.served, 'anna', { width: 1280 }, async page => {
    const hid = await world.added('person', 'given-name=Keys', 'phone=+255700000601')
    const { keyboard } = page
    await page.goto(`${world.served.url}/records/${hid}`)
    // a call with its next step
    await keyboard.press('a')
    await keyboard.press('Tab')
    await keyboard.press('Tab')
    await keyboard.type('Wants seed')
    await keyboard.press('Tab')
    await keyboard.type('Bring the list')
    await keyboard.press('Enter')
    await page.getByText('Noted.').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Wants seed' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Bring the list' }).waitFor()
    // a field of the form with all of them
    await page.locator('body').press('e')
    await page.waitForURL('**/edit')
    await page.locator('#f-prefix').waitFor()
    await keyboard.press('Tab')
    await keyboard.press('Control+a')
    await keyboard.type('Corrected')
    await keyboard.press('Enter')
    await page.getByText('Saved. The history keeps the earlier value.').waitFor()
    expect((await person(hid)).given).toBe('Corrected')
    // the next stage
    await page.locator('body').press('m')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByText('Moved to the stage.').waitFor()
    await page.locator('.path .now', { hasText: 'Education' }).waitFor()
    // a new record
    await page.locator('body').press('c')
    await page.waitForURL('**/add')
    await page.locator('body').press('j')
    await keyboard.press('Enter')
    await page.waitForURL('**/add/person**')
    await keyboard.press('Tab')
    await keyboard.type('New by keys')
    await keyboard.press('Enter')
    await page.getByText('Added.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'New by keys' }).waitFor()
  }),
)

systemTest([browserProgram], 'a field that somebody else changed is chosen by a key', () =>
  withColleague(world.served, 'anna', { width: 1280 }, async page => {
    const hid = await world.added('person', 'given-name=Slip', 'note=first')
    await page.goto(`${world.served.url}/records/${hid}`)
    await page.locator('#field-note summary').click()
    await world.grace.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'of the office' })
    await page.getByLabel('Note', { exact: true }).fill('mine')
    await page.locator('#field-note').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else changed this while you were writing').waitFor()
    expect((await person(hid)).note).toBe('of the office')
    await page.locator('body').press('a')
    await page.getByText('Saved. The history keeps the earlier value.').waitFor()
    expect((await person(hid)).note).toBe('mine')
  }),
)

systemTest([browserProgram], 'the same without script, on a telephone', () =>
  withColleague(world.served, 'anna', { width: 360, javaScriptEnabled: false }, async page => {
    await page.goto(`${world.served.url}/add/person?name=Plain+Forms`)
    await page.getByLabel('Phone', { exact: true }).fill('+255700000602')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Plain Forms' }).waitFor()
    const hid = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.locator('#field-note summary').click()
    await page.getByLabel('Note', { exact: true }).fill('without script')
    await page.locator('#field-note').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. The history keeps the earlier value.').waitFor()
    expect((await person(hid)).note).toBe('without script')
    await page.getByLabel('What was said or done').fill('Came along')
    await page.getByRole('button', { name: 'Note it' }).click()
    await page.getByText('Noted.').waitFor()
    await page
      .getByLabel('Attach files')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('bytes') })
    await page.locator('#files').getByRole('button', { name: 'Add' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'a.txt' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('a.txt')
  }),
)

systemTest([browserProgram], 'the office puts a field back without script', () =>
  withColleague(world.served, 'grace', { javaScriptEnabled: false }, async page => {
    const hid = await world.added('person', 'given-name=Back', 'note=first')
    await world.anna.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
    await page.goto(`${world.served.url}/records/${hid}`)
    await page.getByText('More', { exact: true }).click()
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Put back' }).first().click()
    await page.getByText('Put back, as an edit of yours.').waitFor()
    expect((await person(hid)).note).toBe('first')
  }),
)

systemTest([browserProgram], 'the pages of a record have no barriers that axe knows', () =>
  withColleague(world.served, 'grace', {}, async page => {
    const hid = await world.added(
      'person',
      'given-name=Axe',
      'phone=+255700000603',
      'email=axe@usangi.example',
      'address.city=Moshi',
      'note=first',
    )
    const deal = await world.added('deal', 'name=Axe deal', 'kind=quote', `party=${hid}`)
    await world.anna.press(`/records/${hid}/note`, {
      kind: 'call',
      outcome: 'reached',
      text: 'Said',
      next: 'Do',
      due: '2026-12-24',
    })
    await world.anna.press(`/records/${hid}/stage`, { stage: 'farmer-education', note: '' })
    await world.grace.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
    for (const path of [
      `/records/${hid}`,
      `/records/${deal}`,
      `/records/${hid}/edit`,
      `/records/${hid}/history`,
      `/records/${hid}/print`,
      `/records/${hid}/my-data`,
      '/add',
      '/add/deal',
    ])
      await expectOpenToAll(page, `${world.served.url}${path}`)
  }),
)
