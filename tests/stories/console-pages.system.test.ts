// Every page of the console in a real browser, for three roles: no barrier that axe knows, nothing to scroll sideways, no complaint of
// script or policy, one heading, a title, and small. A page whose path has a part that no sample fills fails here, so that none is left out.

import { pages } from '@satchel/core/console/pages/pages'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserProgram, findBarriers } from '../browser/browser.ts'
import { withColleague } from '../browser/console-visit.ts'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, mails, replyTo, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

/** What fills the parts of a path: by the name of the part, or by the path where it says something else there. */
let samples: Readonly<Record<string, readonly string[]>> = {}
let home: TestHome
let served: TestConsole

beforeAll(async () => {
  home = await makeHome({ samples: true })
  await home.rows("select add_staff('mona', 'Mona Otieno', 'mona@kilimo.example', 'manager', 'en')")
  await home.rows("select staff_manager_set('anna', 'mona')")
  await home.rows("update staff set staff_packet_file = true, staff_protection = 'plain'")
  const person = await ownOf('anna')
  const satchel = async (...args: string[]) => expect(await home.satchel(args)).toMatchObject({ code: 0 })
  await satchel('task', person, 'Bring the seed list', '--due', 'today', '--for', 'anna')
  await satchel('dispatch', person, '--to', 'anna')
  await satchel('send')
  for (const packet of home.packets(mails.anna))
    home.drop('one.sexp', replyTo(packet, { set: { born: '1971-01-01', note: 'Grows coffee' } }))
  home.drop('nonsense.txt', 'no answer of anybody')
  await home.satchel(['import'])
  samples = {
    record: [person, await ownOf('anna', 'organization', 'O'), 'P-nobody'],
    type: ['person', 'deal'],
    process: ['farmer'],
    change: await ids('select change_id::text as id from change order by 1 limit 1'),
    run: await ids('select max(import_run_id)::text as id from import_run'),
    item: await ids("select item_hid as id from item where item_state = 'quarantined' limit 1"),
    file: ['1'],
    place: ['1'],
    number: ['1'],
    inquiry: ['1'],
    domain: ['industry'],
    kind: ['type', 'table', 'field'],
    name: ['person'],
    // `field` names one of one's own, which the samples have not
    field: ['shoe-size'],
    noun: ['people'],
    verb: ['pipeline'],
    hid: ['anna'],
    sheet: ['1'],
    table: ['development_stage', 'activity'],
    row: ['1'],
    work: await ids(
      "insert into console_work (console_work_staff, console_work_kind, console_work_about, console_work_key, console_work_pid, console_work_connected) select staff_id, 'load', 'people.csv', 'killed', 1, now() from staff where staff_hid = 'grace' returning console_work_id::text as id",
    ),
    form: ['self-update'],
    id: ['0123456789abcdef0123456789abcdef'],
    what: ['page', 'letter'],
    report: ['pipeline', 'forecast', 'time', 'activity', 'channels', 'growth'],
  }
  served = await openTestConsole(home)
}, 120_000)
afterAll(async () => {
  await served.close()
  await home.close()
})

const ids = async (query: string) => (await home.rows<{ id: string }>(query)).map(({ id }) => id)

/** A record of a colleague's own; of others where they have none of this type. */
async function ownOf(staff: string, table = 'person', prefix = 'P'): Promise<string> {
  const [row] = await home.rows<{ hid: string }>(
    `select ${table}_hid as hid from ${table} join entity on entity_id = ${table}_id left join staff on staff_id = entity_owner order by staff_hid = $1 desc, 1 limit 1`,
    [staff],
  )
  return row?.hid ?? `${prefix}-none`
}

/** A stream that stays open as long as its page is no page itself: console-live.test.ts. */
const read = pages.filter(({ path, get }) => get !== undefined && !path.startsWith('/live/'))

/** The addresses of all pages that are read, every part filled. */
function addresses(): readonly string[] {
  return read
    .flatMap(({ path }) =>
      path.split('/').reduce<readonly string[]>(
        (begun, part) => {
          const filled = part.startsWith(':') ? (samples[part.slice(1)] ?? []) : [part]
          if (filled.length === 0) throw new Error(`There is no sample for "${part}" of the page ${path}.`)
          return begun.flatMap(front =>
            filled.map(each => (front === '' ? each : `${front}/${encodeURIComponent(each)}`)),
          )
        },
        [''],
      ),
    )
    .map(path => `/${path}`.replace(/^\/+/, '/'))
}

const limit = 60 * 1024

/** While a page is looked at, the connection that was kept may have been closed by the server: then a new one is taken. */
const again = <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask)

/** What the samples have not, what asks for something chosen, and what administrators alone see: its page says so, and is looked at as well. */
const mayBeMissing = /nobody|\/(files|raw|svg)\b|^\/(staff|load|dispatch|forms|inquiries|own)\/./

/** What is wrong with one page as the server gives it. A page that is read by script, or saved, has no more to it. */
async function faultsOf(browser: Browser, path: string, role: string): Promise<{ faults: string[]; isPage: boolean }> {
  const { status, headers, text } = await again(() => browser.get(path))
  const isMissing = mayBeMissing.test(path)
  const faults: string[] = []
  if (status >= 500) faults.push(`status ${status}`)
  if (role === 'office' && !isMissing && status !== 200 && status !== 303) faults.push(`status ${status}`)
  const isPage = headers.get('content-type')?.startsWith('text/html') === true && status !== 303
  if (isPage && Buffer.byteLength(text) > limit) faults.push(`${Math.round(Buffer.byteLength(text) / 1024)} KB`)
  // a letter or a form in a frame runs nothing, so nothing can look at it there; tests of letters and forms do
  const isFramed = headers.get('content-security-policy')?.startsWith('sandbox') === true
  return { faults, isPage: isPage && !isFramed && headers.get('content-disposition') === null }
}

async function faultsShown(page: Page, looks: readonly (readonly ['light' | 'dark', number])[]): Promise<string[]> {
  const faults: string[] = []
  const headings = await page.locator('h1').count()
  if (headings !== 1) faults.push(`${headings} h1`)
  if (!/\S.* · Satchel$/.test(await page.title())) faults.push(`the title "${await page.title()}"`)
  for (const [colorScheme, width] of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    const wide = Number(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth'))
    if (wide > 0) faults.push(`${wide} px too wide at ${width}`)
    for (const barrier of await findBarriers(page)) faults.push(`${colorScheme}, ${width}: ${barrier}`)
  }
  return faults
}

/** Each width and each set of colours. The office sees most, so it is looked at in all four ways. */
const twoLooks = [
  ['light', 360],
  ['dark', 1280],
] as const
const looks = { office: [...twoLooks, ['light', 1280], ['dark', 360]], manager: twoLooks, sales: twoLooks } as const
const colleagues = { office: 'grace', manager: 'mona', sales: 'anna' } as const

for (const role of ['office', 'manager', 'sales'] as const)
  systemTest(
    [browserProgram],
    `every page is whole, small and without barriers for ${role}`,
    async () => {
      const browser = await again(() => served.as(colleagues[role]))
      const found: Record<string, readonly string[]> = {}
      await withColleague(served, colleagues[role], {}, async page => {
        const complaints: string[] = []
        page.on('pageerror', error => complaints.push(error.message))
        page.on('console', message => {
          // a page that is not there is what is asked for here
          if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
            complaints.push(message.text())
        })
        page.on('requestfailed', request => {
          const why = request.failure()?.errorText ?? ''
          if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${why}`)
        })
        for (const path of addresses()) {
          const { faults, isPage } = await faultsOf(browser, path, role)
          if (isPage) {
            complaints.length = 0
            await page.goto(`${served.url}${path}`)
            faults.push(...(await faultsShown(page, looks[role])), ...complaints)
          }
          if (faults.length > 0) found[path] = faults
        }
      })
      expect(found).toEqual({})
      expect(served.bugs).toEqual([])
    },
    300_000,
  )

test('each part of each path has a sample', () => {
  expect(addresses().length).toBeGreaterThanOrEqual(read.length)
  for (const [part, values] of Object.entries(samples)) expect([part, values.length > 0]).toEqual([part, true])
})
