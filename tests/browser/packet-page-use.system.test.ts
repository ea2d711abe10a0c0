// The work packet's page as people use it: by keyboard alone, in forced colours, in another language than the browser's, with files that
// are no photos; and how many taps an answer takes.

import { parseReply } from '@satchel/protocol/messages/reply'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { casePacket } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers } from './browser.ts'
import { withSavedPage } from './form-page.ts'
import { draftStatus as status, workPage } from './work-page.ts'

const phone = { width: 360, locale: 'en' }
const { web: _, ...mailOnly } = casePacket().replyTo

const press = (page: Page, word: string) => page.locator('label.choice', { hasText: new RegExp(`^${word}$`) }).click()

describe('what is counted as to send', () => {
  systemTest([browserProgram], 'is what somebody wrote, not the day that the page put in', async () => {
    await withSavedPage(workPage(), phone, async page => {
      await press(page, 'Reached')
      expect(await status(page)).toMatch(/^1 to send/)
      await page.getByLabel('What was said').fill('Wants 20 bags')
      expect(await status(page)).toMatch(/^2 to send/)
      await page.locator('#dayfold summary').click()
      await page.locator('#day input').fill('2026-01-05')
      expect(await status(page)).toMatch(/^3 to send/)
    })
  })
})

describe('what does not fit', () => {
  systemTest(
    [browserProgram],
    'is said in the language of the page, below its box and above the form, and the first box has the focus',
    async () => {
      const html = workPage({ packet: casePacket({ language: 'de' }) })
      await withSavedPage(html, { width: 360, locale: 'en' }, async page => {
        await press(page, 'Erreicht')
        await page.evaluate('document.querySelectorAll("details").forEach(each => { each.open = true })')
        await page.locator('input[type=email]').fill('jimmy')
        await page.locator('[name="set.given-name"]').fill('')
        await page.locator('#review').click()
        const summary = page.locator('#faults')
        expect(await summary.getAttribute('role')).toBe('alert')
        expect(await summary.locator('button').allInnerTexts()).toEqual([
          expect.stringMatching(/: bitte so: name@example.org$/),
          expect.stringMatching(/: darf nicht leer sein$/),
        ])
        const email = page.locator('input[type=email]')
        expect(await page.evaluate('document.activeElement.type')).toBe('email')
        const note = await email.getAttribute('aria-describedby')
        expect(await page.locator(`#${note}`).innerText()).toContain('bitte so: name@example.org')
        expect(await findBarriers(page)).toEqual([])
        await email.fill('jimmy@example.org')
        await page.locator('[name="set.given-name"]').fill('Jim')
        await page.locator('#review').click()
        await page.locator('#box[open]').waitFor()
        expect(await page.locator('.fault').count()).toBe(0)
        expect(await page.locator('[aria-invalid]').count()).toBe(0)
      })
    },
  )
})

describe('photos', () => {
  systemTest(
    [browserProgram],
    'have a limit that stands there before it is met, and a file that is none is refused in words',
    async () => {
      const packet = casePacket({ replyTo: mailOnly, report: [...casePacket().report, 'photo'] })
      await withSavedPage(workPage({ packet }), phone, async page => {
        const said = page.locator('#photosay')
        expect(await said.innerText()).toBe('Up to 3 photos.')
        const input = page.locator('[data-photo]')
        const text = { name: 'plot.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('No photo, but words.') }
        await input.setInputFiles(text)
        await expect
          .poll(() => said.innerText())
          .toBe('This is no picture, or cannot be opened here. Choose another one.')
        expect(await page.locator('#photos img').count()).toBe(0)
        expect(await status(page)).toMatch(/^No answer yet/)
        const png = await page.evaluate<string>(
          `(() => { const canvas = document.createElement('canvas'); canvas.width = canvas.height = 40
            canvas.getContext('2d').fillRect(5, 5, 9, 9); return canvas.toDataURL('image/png').split(',')[1] })()`,
        )
        for (const count of [1, 2, 3]) {
          expect(await page.locator('#photoadd').isVisible()).toBe(true)
          await input.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
          await expect.poll(() => page.locator('#photos img').count()).toBe(count)
        }
        expect(await page.locator('#photoadd').isVisible()).toBe(false)
        expect(await said.innerText()).toBe('Up to 3 photos.')
        await page.getByRole('button', { name: 'Remove the photo photo-2.jpg' }).click()
        expect(await page.locator('#photoadd').isVisible()).toBe(true)
      })
    },
  )
})

/** Tabs until the focus is on what a selector finds; it must be seen and have a ring. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

describe('without a mouse, and in forced colours', () => {
  systemTest(
    [browserProgram],
    'an answer is written, reviewed, mended and saved by the keyboard alone, with no barrier that axe knows',
    async () => {
      const html = workPage({ packet: casePacket({ replyTo: mailOnly }) })
      await withSavedPage(html, phone, async page => {
        await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
        await tabTo(page, '[name="report.outcome"]')
        for (const key of ['Space', 'ArrowRight']) await page.keyboard.press(key)
        expect(await page.locator('.outcomes :checked').getAttribute('value')).toBe('not-reached')
        // in forced colours the system draws the edge: what is chosen, and what has the focus, is seen by it
        const edge = await page.evaluate<string>(
          "getComputedStyle(document.querySelector('.outcomes .choice:has(:checked)')).outlineStyle",
        )
        expect(edge).toBe('solid')
        await tabTo(page, '[name="report.note"]')
        await page.keyboard.type('Rang twice')
        await tabTo(page, '[name=chip]')
        await page.keyboard.press('Space')
        await tabTo(page, '[name=daychip]')
        await page.keyboard.press('Space')
        expect(await findBarriers(page)).toEqual([])
        await page.keyboard.press('Enter')
        await page.locator('#box[open]').waitFor()
        expect(await page.evaluate('document.activeElement.id')).toBe('boxtitle')
        expect(await findBarriers(page)).toEqual([])
        // back to the page and its focus, then again, to a way out
        await page.keyboard.press('Escape')
        await tabTo(page, '#review')
        await page.keyboard.press('Enter')
        await tabTo(page, '#acts button')
        const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
        const { report } = parseReply(readFileSync(await file.path(), 'utf8'))
        expect([report?.get('outcome'), report?.get('note'), report?.get('next-step')]).toEqual([
          'not-reached',
          'Rang twice',
          'Call again',
        ])
        expect(report?.get('next-date')).toMatch(/^20[0-9-]{8}$/)
      })
    },
  )
})
