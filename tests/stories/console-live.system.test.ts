// An open page, in a real Chromium: long work shows how far it is and leads to its result, with script and without.

import { afterAll, beforeAll, expect } from 'vitest'
import { makePool, type Pool } from '@satchel/core/db/pool'
import { loginUrl } from '@satchel/core/db/logins'
import { makeWorks, type Works } from '@satchel/core/console/work/works'
import { speak } from '@satchel/core/console/page/words'
import { browserProgram } from '../browser/browser.ts'
import { expectOpenToAll, withColleague } from '../browser/console-visit.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let served: TestConsole
let pool: Pool
let works: Works
beforeAll(async () => {
  home = await makeHome({ samples: true })
  served = await openTestConsole(home, '127.0.0.1:0', {}, { answerMs: 0 })
  pool = makePool(loginUrl(home.home, served.context.settings, 'console'), { isWatched: false })
  works = makeWorks(pool, () => undefined, 0)
})
afterAll(async () => {
  await works.close()
  await pool.close()
  await served.close()
  await home.close()
})

/** Work of a colleague that is as far as the test says, and ends when it says so. */
async function begin(hid: string, key: string) {
  const [row] = await home.rows<{ id: string }>('select staff_id as id from staff where staff_hid = $1', [hid])
  const ends = Promise.withResolvers<void>()
  let tell: (done: number) => void = () => undefined
  const begun = await works.begin(
    { context: served.context, staff: Number(row?.id), say: speak('en', 'UTC') },
    { kind: 'load', about: 'people.csv', key },
    async (_, progress) => {
      tell = done => progress.step('', undefined, { done, of: 40 })
      tell(10)
      await ends.promise
      return { kind: 'go', to: '/load' }
    },
  )
  return { path: `/work/${begun?.work}`, tell: (done: number) => tell(done), end: () => ends.resolve() }
}

systemTest([browserProgram], 'long work shows its bar grow, and leads to its result', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    const { path, tell, end } = await begin('grace', 'one')
    await page.goto(`${served.url}${path}`)
    await page.getByText('10 of 40 done').waitFor()
    tell(30)
    await page.getByText('30 of 40 done').waitFor()
    expect(await page.evaluate("document.querySelector('[data-work] progress').value")).toBe(30)
    await expectOpenToAll(page, `${served.url}${path}`)
    end()
    await page.waitForURL('**/load')
  }),
)

systemTest([browserProgram], 'without script the page is loaded again until the work is over', () =>
  withColleague(served, 'grace', { width: 360, javaScriptEnabled: false }, async page => {
    const { path, end } = await begin('grace', 'two')
    await page.goto(`${served.url}${path}`)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    end()
    await page.waitForURL('**/load')
  }),
)

systemTest([browserProgram], 'an import that is begun by its key shows its run', () =>
  withColleague(served, 'grace', { width: 1280 }, async page => {
    await page.goto(`${served.url}/imports`)
    await page.keyboard.press('i')
    await page.waitForURL('**/imports/*')
    await page.getByText('Imported. The run is below.').waitFor()
  }),
)

systemTest([browserProgram], 'two colleagues: a list says how many rows changed, and a mention is a notice', () =>
  withColleague(served, 'grace', { width: 1280 }, async hers =>
    withColleague(served, 'anna', { width: 1280 }, async his => {
      const [row] = await home.rows<{ hid: string }>(
        "select person_hid as hid from person join entity on entity_id = person_id join staff on staff_id = entity_owner where staff_hid = 'anna' order by entity_name limit 1",
      )
      const record = row?.hid ?? ''
      await his.goto(`${served.url}/list/person`)
      await hers.goto(`${served.url}/records/${record}`)
      await hers.locator('form[action$="/note"] [name=text]').first().fill('please see @anna')
      await hers.locator('form[action$="/note"] button').first().click()
      await hers.getByText('Noted.').first().waitFor()
      await his.getByText('mentions you').waitFor()
      await home.satchel(['--as', 'grace', 'set', record, 'given-name=Furaha'])
      await his.getByText('Changed since: 1').waitFor()
      await his.locator('#live a').click()
      await his.getByText('Furaha').first().waitFor()
    }),
  ),
)
