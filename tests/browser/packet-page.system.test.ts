// The work packet's page in a real browser, from disk: what its reader sees and does before anything is sent.

import { parseReply } from '@satchel/protocol/messages/reply'
import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { callReport, casePacket, forms, token } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers, withPage, withSavedFile } from './browser.ts'
import { withSavedPage } from './form-page.ts'
import { arabicForm, arabicWords } from './samples.ts'
import { draftStatus as status, workPage } from './work-page.ts'

const phone = { width: 360, locale: 'en' }
const { web: _, ...mailOnly } = casePacket().replyTo

/** Presses the whole field of an outcome, as a thumb does. */
const press = (page: Page, word: string) => page.locator('label.choice', { hasText: new RegExp(`^${word}$`) }).click()

const review = (page: Page) => page.getByRole('button', { name: 'Check and send' }).click()

/** What the review lists: `label: old > new`. */
async function listed(page: Page): Promise<readonly string[]> {
  const rows = await page.locator('#body .diff > div').all()
  return Promise.all(
    rows.map(async row => {
      const old = await row.locator('del').allInnerTexts()
      const value = (await row.locator('dd').innerText()).split('\n').slice(old.length).join(' ')
      return `${await row.locator('dt').innerText()}: ${old.map(text => `${text} > `).join('')}${value}`
    }),
  )
}

async function savedBy(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

describe('the page of a work packet', () => {
  systemTest([browserProgram], 'asks how it went within the first screen of a phone', async () => {
    await withSavedPage(workPage(), phone, async page => {
      const box = await page.locator('.outcomes label').first().boundingBox()
      expect(box?.y).toBeLessThan(600)
      expect(box?.height).toBeGreaterThanOrEqual(56)
      expect(await page.locator('.bar a').first().getAttribute('href')).toBe('tel:+256700000001')
    })
  })

  systemTest(
    [browserProgram],
    'has no barriers that axe knows, opened and folded, narrow and wide, by day and by night',
    async () => {
      const arabic = workPage({
        packet: casePacket({ language: 'ar' }),
        spoken: arabicWords(forms),
        def: arabicForm(callReport()),
      })
      for (const html of [workPage(), workPage({ packet: casePacket({ language: 'de' }) }), arabic])
        await withSavedPage(html, { reducedMotion: 'reduce' }, async page => {
          for (const colorScheme of ['light', 'dark'] as const)
            for (const width of [320, 768, 1280]) {
              await page.emulateMedia({ colorScheme })
              await page.setViewportSize({ width, height: 800 })
              expect([colorScheme, width, ...(await findBarriers(page))]).toEqual([colorScheme, width])
              expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
              await page.evaluate('document.querySelectorAll("details").forEach(each => { each.open = true })')
            }
          await page.locator('.outcomes label').first().click()
          await page.locator('#review').click()
          expect(await findBarriers(page)).toEqual([])
        })
    },
  )

  systemTest(
    [browserProgram],
    'shows the old value beside a changed one, strikes through what is removed, and reviews only that',
    async () => {
      await withSavedPage(workPage(), phone, async page => {
        await page.locator('summary', { hasText: '+256 700 000 001' }).click()
        const number = page.locator('input[type=tel][value="+256 700 000 001"]')
        await number.fill('+256 700 000 002')
        const row = page.locator('details.row', { has: number })
        expect(await row.locator('.was').innerText()).toBe('was +256 700 000 001')
        await page.locator('summary', { hasText: 'jimmy@example.org' }).click()
        await page.getByLabel('Remove this address').check()
        expect(await page.locator('details.gone .was').innerText()).toBe('will be removed')
        await press(page, 'Reached')
        await page.getByLabel('What was said').fill('Wants 20 bags')
        await review(page)
        expect(await listed(page)).toEqual([
          'How it went: Reached',
          'What was said: Wants 20 bags',
          expect.stringMatching(/^Day of the contact|^Date of the contact: /),
          expect.stringMatching(/^Phone.*: \+256 700 000 001 > \+256 700 000 002$/),
          'E-mail: jimmy@example.org > removed',
        ])
      })
    },
  )

  systemTest([browserProgram], 'takes a number or an address in one box, and gives room for one more', async () => {
    await withSavedPage(workPage({ packet: casePacket({ replyTo: mailOnly }) }), phone, async page => {
      await page.locator('summary', { hasText: 'Add a phone or e-mail' }).click()
      await page.locator('[name="row.contact-point.new-1.value"]').fill('james@example.org')
      await page.locator('summary', { hasText: 'Add a phone or e-mail' }).click()
      await page.locator('[name="row.contact-point.new-2.value"]').fill('+256 700 000 009')
      await press(page, 'Call back')
      await review(page)
      const { name, text } = await savedBy(page, () =>
        page.getByRole('button', { name: 'Save the reply file' }).click(),
      )
      expect(name).toBe('reply-7QK2.sexp')
      const reply = parseReply(text)
      expect([reply.packet, reply.token, reply.epoch, reply.sequence]).toEqual(['7QK2-M9XA-3F0T', token, 3, 1])
      expect(reply.rows.map(({ row, fields }) => [row, Object.fromEntries(fields)])).toEqual([
        ['new-1', { value: 'james@example.org' }],
        ['new-2', { value: '+256 700 000 009' }],
      ])
      expect(reply.report?.get('outcome')).toBe('call-back')
      expect(reply.report?.get('when')).toMatch(/^20[0-9-]{8}$/)
    })
  })

  systemTest(
    [browserProgram],
    'makes a photo smaller, shows it, and takes it out again; asks where it is only when pressed',
    async () => {
      const packet = casePacket({ replyTo: mailOnly, report: [...casePacket().report, 'place', 'photo'] })
      await withSavedPage(workPage({ packet }), phone, async page => {
        await page.context().grantPermissions(['geolocation'])
        await page.context().setGeolocation({ latitude: 2.7746, longitude: 32.299, accuracy: 12 })
        await press(page, 'Reached')
        const place = page.locator('[name="report.place"]')
        expect(await place.inputValue()).toBe('')
        await page.getByRole('button', { name: 'Add where you are' }).click()
        await expect.poll(() => place.inputValue()).toBe('2.77460, 32.29900 (12 m)')
        const png = await page.evaluate<string>(
          `(() => { const canvas = document.createElement('canvas'); canvas.width = 3000; canvas.height = 1000
            canvas.getContext('2d').fillRect(5, 5, 900, 900); return canvas.toDataURL('image/png').split(',')[1] })()`,
        )
        const photo = { name: 'IMG_2041.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') }
        const input = page.locator('[data-photo]')
        await input.setInputFiles(photo)
        await page.locator('#photos img').waitFor()
        await input.setInputFiles(photo)
        await expect.poll(() => page.locator('#photos img').count()).toBe(2)
        await page.getByRole('button', { name: 'Remove the photo photo-2.jpg' }).click()
        expect(await page.evaluate('document.querySelector("#photos img").naturalWidth')).toBe(1600)
        await review(page)
        expect(await listed(page)).toContain('Photos: photo-1.jpg')
        const { text } = await savedBy(page, () => page.getByRole('button', { name: 'Save the reply file' }).click())
        const reply = parseReply(text)
        expect(reply.files.map(({ name, type }) => [name, type])).toEqual([['photo-1.jpg', 'image/jpeg']])
        expect(reply.report?.get('place')).toBe('2.77460, 32.29900 (12 m)')
      })
    },
  )

  systemTest([browserProgram], 'says what is missing, and goes there', async () => {
    await withSavedPage(workPage(), phone, async page => {
      await page.getByLabel('What was said').fill('x')
      await review(page)
      expect(await page.locator('#choose').isVisible()).toBe(true)
      await press(page, 'Reached')
      expect(await page.locator('#choose').isVisible()).toBe(false)
      await page.locator('summary', { hasText: 'jimmy@example.org' }).click()
      await page.locator('input[type=email]').fill('jimmy')
      await review(page)
      const summary = page.locator('#faults')
      expect(await summary.innerText()).toMatch(/number or address: ./)
      await summary.locator('button').click()
      expect(await page.evaluate('document.activeElement.type')).toBe('email')
    })
  })
})

describe('the draft', () => {
  systemTest([browserProgram], 'is kept while typing, survives a reload, and is said to be there', async () => {
    await withSavedPage(workPage(), phone, async page => {
      expect(await status(page)).toBe('No answer yet\nSaves itself')
      await press(page, 'Wrong number')
      await page.getByLabel('Right number, if you know it').fill('+256 700 000 009')
      await page.getByLabel('What was said').fill('Nobody knows him there')
      await page.locator('#draft', { hasText: /Draft kept [0-9]{2}:[0-9]{2}/ }).waitFor()
      await page.reload()
      expect(await status(page)).toMatch(/^3 to send\nDraft from /)
      expect(await page.getByLabel('What was said').inputValue()).toBe('Nobody knows him there')
      expect(await page.locator('.outcomes :checked').getAttribute('value')).toBe('wrong-number')
      expect(await page.getByLabel('Right number, if you know it').inputValue()).toBe('+256 700 000 009')
    })
  })

  systemTest(
    [browserProgram],
    'touches what the browser keeps only after the browser has answered once, and takes away nothing that was typed before that',
    async () => {
      await withSavedFile('packet-7QK2.html', workPage(), url =>
        withPage(phone, async page => {
          // time stands, but for what the test lets pass
          const start = new Date('2026-03-02T08:00:00Z')
          await page.clock.install({ time: start })
          await page.clock.pauseAt(new Date(start.getTime() + 1000))
          await page.addInitScript(`
            const kept = Object.getOwnPropertyDescriptor(window, 'localStorage').get
            window.touched = 0
            Object.defineProperty(window, 'localStorage', { get() { window.touched++; return kept.call(window) } })
            LockManager.prototype.request = () => new Promise(resolve => { window.answer = resolve })`)
          const note = page.getByLabel('What was said')
          const answer = () => page.evaluate('answer()')
          await page.goto(url)
          await note.fill('first')
          await page.clock.runFor(1000)
          expect(await page.evaluate('touched')).toBe(0)
          await answer()
          await page.locator('#draft', { hasText: 'Draft kept' }).waitFor()
          await page.reload()
          await answer()
          await page.locator('#draft', { hasText: 'Draft from ' }).waitFor()
          expect(await note.inputValue()).toBe('first')
          await page.reload()
          await note.fill('second')
          await page.clock.runFor(1000)
          await answer()
          await page.locator('#draft', { hasText: 'Not kept' }).waitFor()
          expect(await note.inputValue()).toBe('second')
          await page.getByRole('button', { name: 'Take the other one' }).click()
          expect(await note.inputValue()).toBe('first')
          // a browser that does not answer keeps a draft all the same, a little later
          await page.reload()
          await page.clock.runFor(3000)
          await page.locator('#draft', { hasText: 'Draft from ' }).waitFor()
          expect(await note.inputValue()).toBe('first')
        }),
      )
    },
  )

  systemTest([browserProgram], 'in two windows: neither writes over the other silently', async () => {
    await withSavedFile('packet-7QK2.html', workPage(), url =>
      withPage(phone, async one => {
        await one.goto(url)
        const two = await one.context().newPage()
        await two.goto(url)
        await one.getByLabel('What was said').fill('from one')
        await one.locator('#draft', { hasText: 'Draft kept' }).waitFor()
        // nothing was typed there yet, so it shows what the other one wrote
        await two.locator('#draft', { hasText: 'Draft from ' }).waitFor()
        expect(await two.getByLabel('What was said').inputValue()).toBe('from one')
        await two.getByLabel('What was said').fill('from two')
        await one.getByText('Another window has changed this draft').waitFor()
        expect(await one.getByLabel('What was said').inputValue()).toBe('from one')
        await one.getByLabel('What was said').fill('from one again')
        await one.locator('#draft', { hasText: 'Not kept' }).waitFor()
        await one.getByRole('button', { name: 'Keep this one' }).click()
        await one.locator('#draft', { hasText: 'Draft kept' }).waitFor()
        await two.getByText('Another window has changed this draft').waitFor()
        await two.getByRole('button', { name: 'Take the other one' }).click()
        expect(await two.getByLabel('What was said').inputValue()).toBe('from one again')
      }),
    )
  })

  systemTest(
    [browserProgram],
    'goes into a file and comes out of it in another browser, which kept nothing',
    async () => {
      let saved = { name: '', text: '' }
      await withSavedPage(workPage(), phone, async page => {
        await press(page, 'Reached')
        await page.getByLabel('What was said').fill('On a "file" </script>')
        saved = await savedBy(page, () => page.getByRole('button', { name: 'Save the draft as a file' }).click())
      })
      expect(saved.name).toBe('draft-7QK2.json')
      await withSavedPage(workPage(), phone, async page => {
        const open = page.locator('#draftways input')
        await open.setInputFiles({
          name: 'other.json',
          mimeType: 'application/json',
          buffer: Buffer.from('{"packet":"x"}'),
        })
        await page.getByText('This file is not a draft of this packet.').waitFor()
        await open.setInputFiles({ name: saved.name, mimeType: 'application/json', buffer: Buffer.from(saved.text) })
        await page.locator('#draft', { hasText: 'Draft kept' }).waitFor()
        expect(await page.getByLabel('What was said').inputValue()).toBe('On a "file" </script>')
      })
    },
  )
})
