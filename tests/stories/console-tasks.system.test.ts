// The ten tasks of a day, in a real browser, with the presses that each takes: keys and clicks are counted. Text that is typed, and Tab from one
// field to the next while a form is filled in, are not. No task takes more than the table of docs/console.md says.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserProgram } from '../browser/browser.ts'
import { withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, mails, replyTo, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'
import { read } from '../workspace/sources.ts'

/** The most presses of each task. */
const most = {
  'Find somebody by a piece of a number, and open the record': 3,
  'Note a call with its outcome and the next date': 3,
  'Correct a field': 3,
  'Move to the next stage': 2,
  'Who is stuck?': 2,
  'Hand three people over': 6,
  'Send a record to work on outside': 2,
  'Decide between two edits': 1,
  'Load a sheet with three faults': 4,
  'Merge two records': 2,
  'Undo the merge': 1,
} as const
type Task = keyof typeof most

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome({ samples: true })
  await home.rows("update staff set staff_packet_file = true, staff_protection = 'plain'")
  await home.rows(
    "update contact_point set contact_point_value = '+255 712 345 678' where contact_point_entity = find_entity('P002') and contact_point_value like '+255%'",
  )
  await home.rows(
    `insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason)
    select id, lead, 0.9, 'same given name; other family names' from (
      select person_id as id, lead(person_id) over (order by person_id) from person) p where lead is not null order by id desc limit 1`,
  )
  const own = 'select person_hid as hid from person join entity on entity_id = person_id where entity_owner = '
  const [one] = await home.rows<{ hid: string }>(
    `${own} (select staff_id from staff where staff_hid = 'baraka') limit 1`,
  )
  await home.satchel(['dispatch', one?.hid ?? '', '--to', 'baraka'])
  await home.satchel(['send'])
  for (const packet of home.packets(mails.baraka))
    home.drop('held.sexp', replyTo(packet, { set: { born: '1971-01-01' } }))
  await home.satchel(['import'])
  served = await openTestConsole(home)
}, 120_000)
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** Presses that are counted, and the filling in of forms that is not. */
function hand(page: Page) {
  let presses = 0
  return {
    presses: () => presses,
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        presses += 1
        await page.keyboard.press(key)
      }
    },
    type: (text: string) => page.keyboard.type(text),
    async tab(times = 1) {
      for (let nth = 0; nth < times; nth++) await page.keyboard.press('Tab')
    },
  }
}
type Hand = ReturnType<typeof hand>

function task(name: Task, from: string, work: (page: Page, keys: Hand) => Promise<void>): void {
  systemTest([browserProgram], `${name}: ${most[name]} presses at most`, () =>
    withColleague(served, 'grace', { width: 1280 }, async page => {
      await page.goto(`${served.url}${from}`)
      const keys = hand(page)
      await work(page, keys)
      expect([name, keys.presses() <= most[name], keys.presses() > 0]).toEqual([name, true, true])
    }),
  )
}
const count = async (sql: string, values: unknown[] = []) => (await home.rows(sql, values)).length

task('Find somebody by a piece of a number, and open the record', '/', async (page, keys) => {
  await keys.press('/')
  await keys.type('345678')
  await page.locator('#q-list [role=option]').first().waitFor()
  await keys.press('ArrowDown', 'Enter')
  await page.waitForURL('**/records/P002')
})

task('Note a call with its outcome and the next date', '/records/P003', async (page, keys) => {
  await keys.press('a')
  await keys.tab()
  await keys.type('Reached')
  await keys.tab()
  await keys.type('Wants seed')
  await keys.tab()
  await keys.type('Bring the price list')
  await keys.tab()
  await page.locator('#act-due').fill('2027-01-04')
  await keys.press('Enter')
  await page.getByText('Noted.').waitFor()
  expect(
    await count("select from activity where activity_subject = 'Bring the price list' and activity_due = '2027-01-04'"),
  ).toBe(1)
  expect(await count("select from activity where activity_body = 'Wants seed' and activity_outcome is not null")).toBe(
    1,
  )
})

task('Correct a field', '/records/P004', async (page, keys) => {
  await keys.press('e')
  await page.waitForURL('**/edit')
  await page.locator('[name="f.given-name"]').fill('Corrected')
  await keys.press('Enter')
  await page.getByText('Saved. The history keeps the earlier value.').waitFor()
  expect(await count("select from person where person_hid = 'P004' and person_given = 'Corrected'")).toBe(1)
})

task('Move to the next stage', '/board/farmer', async (page, keys) => {
  await keys.press('ArrowRight')
  const hid = (await page.locator('[data-card].at').getAttribute('data-card')) ?? ''
  await keys.press('Shift+ArrowRight')
  await page.getByText('The cards are moved.').waitFor()
  const stage = (name: string) =>
    count(
      'select from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_finished is null and record_hid(development_tracking_entity) = $1 and development_stage_hid = $2',
      [hid, name],
    )
  expect(await stage('farmer-land-report')).toBe(1)
  // and back
  await page.keyboard.press('Control+z')
  await page.getByText('The cards are back.').waitFor()
  expect(await stage('farmer-education')).toBe(1)
  await page.keyboard.press('l')
  await page.waitForURL('**/list/person?stage=farmer-*')
})

task('Who is stuck?', '/', async (page, keys) => {
  await keys.press('g', 'b')
  await page.waitForURL('**/board/**')
  await page
    .getByText(/too long/)
    .first()
    .waitFor()
})

task('Hand three people over', '/list/person?owner=anna', async (page, keys) => {
  await keys.press('x', 'x', 'x')
  const chosen = await page
    .locator('input[name=record]:checked')
    .evaluateAll(boxes => boxes.map(box => box.getAttribute('value')))
  expect(chosen).toHaveLength(3)
  await keys.press('h')
  await keys.type('Baraka')
  await keys.tab()
  await keys.press('Enter')
  await page.getByText('3 done, 0 wait for the office, 0 refused.').waitFor()
})

task('Send a record to work on outside', '/records/P003', async (page, keys) => {
  const before = await count('select from packet')
  await keys.press('d')
  await page.waitForURL('**/dispatch?**')
  await page.locator('.btn-primary').first().waitFor()
  await keys.press('Control+Enter')
  await page.getByText(/1 of 1 are queued/).waitFor()
  expect(await count('select from packet')).toBe(before + 1)
})

task('Decide between two edits', '/review', async (page, keys) => {
  const held = await count("select from change where change_outcome = 'held'")
  await keys.press('a')
  await page.waitForURL(/done=review-accepted/)
  expect(await count("select from change where change_outcome = 'held'")).toBeLessThan(held)
  await page.keyboard.press('Control+z')
  await page.getByText(/A decision is not taken back/).waitFor()
})

task('Load a sheet with three faults', '/', async (page, keys) => {
  await keys.press('g', 'o')
  await page.waitForURL('**/load')
  const rows = ['Amina,wrong', 'Juma,bad', 'Neema,no mail', 'Said,said@tasks.example']
  const text = rows.map(row => row.replace(',', ',Oftasks,')).join('\n')
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'm.csv', mimeType: 'text/csv', buffer: Buffer.from(`Firstname,Surname,E-mail\n${text}\n`) })
  await keys.press('Control+Enter')
  await page.getByText('Step 2 of 3').waitFor()
  for (const line of [2, 3, 4]) await page.getByLabel(`Line ${line}, E-mail`).fill(`l${line}@tasks.example`)
  await keys.press('Control+Enter')
  await page.getByText('Step 3 of 3').waitFor()
  expect(await count("select from person where person_family = 'Oftasks'")).toBe(4)
})

task('Merge two records', '/duplicates', async (page, keys) => {
  await keys.press('m')
  await page.getByText('Merged. It can be undone').waitFor()
})

task('Undo the merge', '/duplicates', async (page, keys) => {
  await keys.press('u')
  await page.getByText('Two records again').waitFor()
})

systemTest([browserProgram], 'Shift x chooses up to here, and [ and ] go through the list that one came from', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/list/person`)
    for (const key of ['x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key)
    expect(await page.locator('input[name=record]:checked').count()).toBe(4)
    const hrefs = await page
      .locator('tr[data-row] a.strong')
      .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
    await page.goto(`${served.url}/list/person`)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${hrefs[0]}`)
    await page.keyboard.press(']')
    await page.waitForURL(`**${hrefs[1]}`)
    await page.keyboard.press('[')
    await page.waitForURL(`**${hrefs[0]}`)
    await page.keyboard.press('[')
    await page.getByText('goes no further').waitFor()
  }),
)

test('the table of the document has these tasks and numbers', () => {
  const document = read('docs/console.md')
  for (const [name, presses] of Object.entries(most)) expect(document).toContain(`| ${name} | ${presses} |`)
})
