// For npm run screenshots: pictures of the office console with the sample co-operative, into docs/screenshots. docs/console.md shows
// them. A home of its own, on the database of the program, is made and removed again.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { run } from '../helpers/command.ts'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withPage } from './browser.ts'

const shown: Readonly<Record<string, string>> = {
  today: '/',
  find: '/find?q=okello',
  record: '/records/P001',
  list: '/list/person',
  board: '/board/farmer',
  reports: '/reports/pipeline',
  load: '/load',
}

/** @returns how many bytes they are. */
export async function consolePictures(folder: string): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'satchel-pictures-'))
  const home = join(place, 'home')
  const satchel = async (...args: readonly string[]) => {
    const { code, err } = await run(['--home', home, ...args])
    if (code !== 0) throw new Error(`satchel ${args.join(' ')}: ${err}`)
  }
  try {
    const details = ['--organisation', 'Kilimo Co-operative', '--mail', 'core@kilimo.example', '--calling-code', '+255']
    await satchel('init', '--samples', '--protection', 'plain', ...details)
    await satchel('task', 'P001', 'Bring the seed list', '--due', 'today', '--for', 'grace', '--as', 'grace')
    await satchel('note', 'P001', 'Asked for the price of maize seed', '--as', 'grace')
    const served = await openTestConsole(home)
    try {
      return await taken(served, folder)
    } finally {
      await served.close()
    }
  } finally {
    await run(['--home', home, 'db', 'stop'])
    rmSync(place, { recursive: true, force: true })
  }
}

const taken = (served: TestConsole, folder: string): Promise<number> =>
  withPage({ width: 1280, locale: 'en', colorScheme: 'light' }, async page => {
    await page.goto(await served.link('grace'))
    await page.getByRole('button').first().click()
    await page.waitForURL(`${served.url}/`)
    let bytes = 0
    for (const [name, path] of Object.entries(shown))
      bytes += await picture(page, served.url + path, name, folder, 1280)
    return bytes + (await picture(page, `${served.url}/records/P001`, 'record', folder, 360))
  })

async function picture(page: Page, url: string, name: string, folder: string, width: number): Promise<number> {
  await page.setViewportSize({ width, height: width < 600 ? 740 : 860 })
  await page.goto(url)
  const file = join(folder, `console-${name}-${width}.jpg`)
  await page.screenshot({ path: file, type: 'jpeg', quality: 50 })
  process.stdout.write(`console-${name}-${width}.jpg\n`)
  return statSync(file).size
}
