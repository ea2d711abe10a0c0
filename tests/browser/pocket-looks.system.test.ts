// Every screen of Pocket for everybody: no barrier that axe finds, nothing to scroll sideways, at three widths, by day and by night, in both
// directions. And the same app in Firefox.

import { mkdirSync } from 'node:fs'
import { words } from '@satchel/forms/pocket/words/all-words'
import { describe, expect } from 'vitest'
import type { Page } from 'playwright-core'
import { heldIn } from '../intake-server/posts.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers } from './browser.ts'
import { firefoxProgram, withFirefox } from './firefox.ts'
import { begin, passphrase, phrase, pick, pickFirst, unlock, withPocket } from './pocket.ts'

const shots = process.env.SATCHEL_SHOTS

async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) {
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: `${shots}/pocket-${name}.png` })
  }
  expect([name, await findBarriers(page)]).toEqual([name, []])
  const [scroll, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  expect([name, scroll <= width]).toEqual([name, true])
}

describe('the screens of Pocket', () => {
  for (const width of [320, 360, 1280])
    for (const colorScheme of ['light', 'dark'] as const)
      systemTest([browserProgram], `have no barrier at ${width} px, ${colorScheme}`, async () => {
        await withPocket({ width, colorScheme, reducedMotion: 'reduce' }, async ({ page, intake, locked, packet }) => {
          const at = `${width}-${colorScheme}`
          await page.goto(`${intake.url}/app/`)
          await page.getByRole('button', { name: 'Begin' }).waitFor()
          await look(page, `${at}-begin`)
          await begin(page, intake.url)
          await look(page, `${at}-empty`)
          await page.getByRole('button', { name: 'Add a packet' }).click()
          await look(page, `${at}-add`)
          await pick(page, locked())
          await page.getByRole('textbox', { name: 'Your phrase' }).waitFor()
          await look(page, `${at}-phrase`)
          await page.getByRole('button', { name: 'Not now' }).click()
          await pickFirst(page, locked())
          await look(page, `${at}-open`)
          await packet.locator('.outcomes label').first().click()
          await packet.locator('#draft', { hasText: 'Draft kept' }).waitFor()
          await page.goBack()
          for (const language of Object.keys(words)) {
            await page.locator('#setopen').click()
            await page.locator('#language').selectOption(language)
            if (language === 'ar' || language === 'en') await look(page, `${at}-settings-${language}`)
            await page.locator('#settings [data-close]').click()
            await look(page, `${at}-list-${language}`)
            expect(
              await page.evaluate(
                '[...document.querySelectorAll("[data-say]")].filter(one => one.textContent === "").length',
              ),
            ).toBe(0)
          }
          await page.reload()
          await page.locator('#pass').waitFor()
          await look(page, `${at}-locked`)
        })
      })

  systemTest([browserProgram], 'are reached and used by keyboard alone', async () => {
    await withPocket({}, async ({ page, intake, locked, packet }) => {
      await begin(page, intake.url)
      await pickFirst(page, locked())
      await page.reload()
      await page.locator('#pass:focus').waitFor()
      await page.keyboard.type(passphrase)
      await page.keyboard.press('Enter')
      await page.locator('.item').focus()
      await page.keyboard.press('Enter')
      await packet.getByText('How did it go?').waitFor()
      await page.locator('#back').focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('#open').isVisible()).toBe(false)
    })
  })
})

describe('a browser with another Pocket open', () => {
  systemTest([browserProgram], 'has the packets in the newest window alone', async () => {
    await withPocket({}, async ({ page, intake, locked }) => {
      await begin(page, intake.url)
      await pickFirst(page, locked())
      const other = await page.context().newPage()
      await other.goto(`${intake.url}/app/`)
      await unlock(other)
      await other.locator('.item').waitFor()
      await page.getByText('Pocket is open in another window').waitFor()
      expect(await page.content()).not.toContain('Okello')
      await page.getByRole('button', { name: 'Use it here' }).click()
      await unlock(page)
      await page.locator('.item').waitFor()
      await other.getByText('Pocket is open in another window').waitFor()
    })
  })
})

describe('in Firefox', () => {
  systemTest(
    [firefoxProgram, browserProgram],
    'Pocket opens a packet, starts without the server, and sends',
    async () => {
      await withPocket({}, async ({ intake, keys, locked }) => {
        await withFirefox({ width: 360 }, async page => {
          await page.open(`${intake.url}/app/`)
          await page.waitForText('Choose a passphrase of your own')
          await page.write({ css: '#new' }, passphrase)
          await page.click({ role: 'button', name: 'Begin' })
          await page.click({ role: 'button', name: 'Add a packet' })
          await page.evaluate(`document.getElementById('paste').value = ${JSON.stringify(locked())}`)
          await page.click({ role: 'button', name: 'Take what I pasted' })
          await page.waitForText('Open packet 7QK2')
          await page.write({ css: '#typed' }, phrase)
          await page.click({ css: '#phraseform button' })
          await (await page.frame()).waitForText('How did it go?')
          await page.evaluate('navigator.serviceWorker.ready.then(() => 1)')
          await page.open(`${intake.url}/app/`)
          await page.waitForText('Your packets are locked')
          await page.write({ css: '#pass' }, passphrase)
          await page.click({ role: 'button', name: 'Unlock' })
          await page.click({ css: '.item' })
          const packet = await page.frame()
          await packet.click({ css: '.outcomes label' })
          await packet.click({ css: '#review' })
          await packet.click({ role: 'button', name: 'Send to the office' })
          await packet.waitForText('The office has it')
          expect(await heldIn(intake.spool, keys)).toHaveLength(1)
          await intake.stop()
          await page.open(`${intake.url}/app/`)
          await page.waitForText('Your packets are locked')
          await page.write({ css: '#pass' }, passphrase)
          await page.click({ role: 'button', name: 'Unlock' })
          await page.find({ css: '.item .pill.good' })
        })
      })
    },
  )
})
