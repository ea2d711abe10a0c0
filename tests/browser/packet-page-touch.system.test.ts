// The work packet's page on a phone, by taps: each choice takes one, reaches the answer, and leaves it again with the outcome that asked.

import { parseReply } from '@satchel/protocol/messages/reply'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { casePacket, words } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram } from './browser.ts'
import { withSavedPage } from './form-page.ts'
import { workPage } from './work-page.ts'

const phone = { width: 360, locale: 'en', hasTouch: true, reducedMotion: 'reduce' } as const
const { web: _, ...mailOnly } = casePacket().replyTo
const html = () => workPage({ packet: casePacket({ replyTo: mailOnly }), keys: undefined })

const chip = (page: Page, word: string) => page.locator('label.choice', { hasText: new RegExp(`^${word}`) }).first()
const tap = (page: Page, word: string) => chip(page, word).tap()
const takeOff = (page: Page) => page.locator('#wrongrow label.tick').first()
const right = (page: Page) => page.getByLabel('Right number, if you know it')

/** The answer as the page saves it. */
async function saved(page: Page) {
  await page.locator('#review').tap()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the reply file, unsealed' }).tap(),
  ])
  await page.getByRole('button', { name: 'Go on editing' }).tap()
  return parseReply(readFileSync(await file.path(), 'utf8'))
}

describe('after "Wrong number"', () => {
  systemTest([browserProgram], 'a tap takes the number off the record, and the next one leaves it there', async () => {
    await withSavedPage(html(), phone, async page => {
      await tap(page, 'Wrong number')
      await takeOff(page).tap()
      expect(await takeOff(page).locator('input').isChecked()).toBe(true)
      await page.locator('#review').tap()
      expect(await page.locator('#body').innerText()).toContain('removed')
      await page.getByRole('button', { name: 'Go on editing' }).tap()
      expect((await saved(page)).drops).toHaveLength(1)
      await takeOff(page).tap()
      expect((await saved(page)).drops).toEqual([])
      await takeOff(page).click()
      expect((await saved(page)).drops).toHaveLength(1)
    })
  })

  systemTest(
    [browserProgram],
    'another outcome takes back what was said there, and this one brings it again; what the record says itself stays',
    async () => {
      await withSavedPage(html(), phone, async page => {
        await tap(page, 'Wrong number')
        await takeOff(page).tap()
        await right(page).fill('+255 700 000 009')
        await tap(page, 'Reached')
        const reached = await saved(page)
        expect([reached.drops, reached.rows]).toEqual([[], []])
        await tap(page, 'Wrong number')
        expect(await right(page).inputValue()).toBe('+255 700 000 009')
        expect((await saved(page)).drops).toHaveLength(1)
        // the draft brings it as it was written
        await page.locator('#draft', { hasText: 'Draft kept' }).waitFor()
        await page.reload()
        await page.locator('#draft', { hasText: 'Draft from ' }).waitFor()
        await tap(page, 'Reached')
        expect((await saved(page)).rows).toEqual([])
        await page.evaluate('document.querySelectorAll("details").forEach(each => { each.open = true })')
        await page.locator('details.contact input').first().fill('+255 700 000 010')
        expect((await saved(page)).rows).toHaveLength(1)
      })
    },
  )
})

describe('the next step', () => {
  systemTest([browserProgram], 'takes one tap, also back to none', async () => {
    await withSavedPage(html(), phone, async page => {
      await tap(page, 'Reached')
      const isOn = (word: string) => chip(page, word).locator('input').isChecked()
      for (const word of ['Call again', 'None', 'Other', 'None', 'Visit', 'Other', 'Call again', 'None']) {
        await tap(page, word)
        expect([word, await isOn(word)]).toEqual([word, true])
      }
      expect((await saved(page)).report?.has('next-step')).toBe(false)
    })
  })

  systemTest([browserProgram], 'that is another one must be written', async () => {
    await withSavedPage(html(), phone, async page => {
      await tap(page, 'Reached')
      await tap(page, 'Other')
      await page.locator('#review').tap()
      expect(await page.locator('#faults button').allInnerTexts()).toEqual([expect.stringMatching(/: write which$/)])
      await page.locator('#step input').fill('Bring seeds')
      await tap(page, 'Tomorrow')
      expect((await saved(page)).report?.get('next-step')).toBe('Bring seeds')
    })
  })
})

systemTest([browserProgram], 'every choice fits its button, in every language', async () => {
  for (const language of ['en', 'sw', 'fr', 'de']) {
    const page = workPage({ packet: casePacket({ language }), spoken: words(language) })
    await withSavedPage(page, phone, async shown => {
      const wide = await shown.evaluate(
        "[...document.querySelectorAll('.choice')].filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)",
      )
      expect([language, wide]).toEqual([language, []])
    })
  }
})
