// Shares that the telephone gives to Pocket, and the office's answers that it shows.

import { describe, expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { browserProgram } from './browser.ts'
import { begin, phrase, pickFirst, unlock, withPocket } from './pocket.ts'

describe('a share', () => {
  systemTest([browserProgram], 'is taken by the worker, which keeps it in memory and asks no server', async () => {
    await withPocket({}, async ({ page, intake, locked, packet }) => {
      await begin(page, intake.url)
      await page.evaluate('navigator.serviceWorker.ready.then(() => 1)')
      await page.waitForFunction('navigator.serviceWorker.controller !== null')
      await intake.stop()
      const shared = await page.evaluate<string>(
        `(() => { const form = new FormData(); form.append('file', new File([${JSON.stringify(locked())}], 'packet-7QK2.html', { type: 'text/html' }));
          return fetch('share', { method: 'POST', body: form }).then(answer => answer.url, () => 'failed') })()`,
      )
      expect(new URL(shared).pathname).toBe('/app/')
      expect(
        await page.evaluate(
          'caches.keys().then(async names => (await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length))).join())',
        ),
      ).toBe('5')
      await page.evaluate("location.hash = '#shared'")
      await page.getByRole('textbox', { name: 'Your phrase' }).fill(phrase)
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await packet.getByText('How did it go?').waitFor()
    })
  })
})

describe('the office’s answer', () => {
  systemTest([browserProgram], 'is shown field by field, and its packet goes 30 days later', async () => {
    await withPocket({}, async ({ page, intake, locked, packet }) => {
      await page.clock.install({ time: new Date('2026-11-30T10:00:00Z') })
      await begin(page, intake.url)
      await pickFirst(page, locked())
      await page.goBack()
      const outcome = (what: string) =>
        `(satchel-outcome (version 1) (reply "5f") (packet "7QK2-M9XA-3F0T") (epoch 3) (status partly-held) (report applied) (row contact-point "c81" ${what}) (report-field note refused invalid))`
      await page.getByRole('button', { name: 'Add a packet' }).click()
      await page.getByLabel('Or paste the letter').fill(outcome('held changed-meanwhile'))
      await page.getByRole('button', { name: 'Take what I pasted' }).click()
      await packet.getByText('How did it go?').waitFor()
      const said = await page.locator('#answer').innerText()
      expect(said).toMatch(
        /The office has answered:[^]*\+256 700 000 001: is being checked[^]*What was said: not taken/,
      )
      await page.goBack()
      await page.getByRole('heading', { name: /^The office asks/ }).waitFor()
      await page.clock.setSystemTime(new Date('2026-12-29T10:00:00Z'))
      await page.reload()
      await unlock(page)
      await page.locator('.item').waitFor()
      await page.clock.setSystemTime(new Date('2026-12-31T10:00:00Z'))
      await page.reload()
      await unlock(page)
      await page.getByText('No packet here yet').waitFor()
    })
  })
})
