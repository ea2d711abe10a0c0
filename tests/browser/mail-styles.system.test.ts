// Our letters as people see them: with the styles that Gmail and Outlook keep, and with none. Whatever a program takes away, the words
// stay in their order, in sight, and clear of each other.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { callReport, casePacket, forms, org, ownPacket, selfUpdate, words } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers } from './browser.ts'
import { withSavedPage } from './form-page.ts'
import { asGmail, asOutlook, withoutStyles } from './mail-styles.ts'

const letterOf = (language: string, isOwn: boolean): string => {
  const [def, packet] = isOwn ? [selfUpdate(), ownPacket({ language })] : [callReport(), casePacket({ language })]
  const htmlForm = isOwn ? forms.ownForm : forms.htmlForm
  return packetLetter(def, packet, words(language), org, { htmlForm }).html ?? ''
}

const programs = {
  'every style': (html: string) => html,
  'those of Gmail': asGmail,
  'those of Outlook': asOutlook,
  none: withoutStyles,
}

/** Where each run of words stands, in the order of the file. Runs in the page: a string, since its types are those of browsers. */
const placesOfWords = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    if (walker.currentNode.data.trim() === '') continue
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    for (const { left, top, right, bottom } of range.getClientRects())
      if (right - left > 1) found.push({ left, top, right, bottom, text: walker.currentNode.data.trim().slice(0, 40) })
  }
  return found
})()`

interface Place {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly text: string
}

/** Faults that a person would see: words out of the window, over each other, or above words that come before them. */
async function faultsOf(page: Page, width: number): Promise<readonly string[]> {
  const places = await page.evaluate<readonly Place[]>(placesOfWords)
  expect(places.length).toBeGreaterThan(5)
  // a form for the keyboard keeps its lines: without any style nothing wraps them
  const wide = (await page.locator('pre').count()) > 0 && (await page.locator('[style]:not([style=""])').count()) === 0
  return places.flatMap((one, index) => [
    ...(!wide && (one.left < -1 || one.right > width + 1) ? [`"${one.text}" leaves the window`] : []),
    ...places.slice(index + 1).flatMap(other => [
      ...(Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 6
        ? [`"${one.text}" and "${other.text}" are over each other`]
        : []),
      // of two that stand side by side, one may have more lines
      ...(other.bottom < one.top && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
        ? [`"${other.text}" stands above "${one.text}"`]
        : []),
    ]),
  ])
}

describe('a letter', () => {
  for (const language of ['en', 'sw', 'de'])
    for (const isOwn of [false, true])
      systemTest(
        [browserProgram],
        `${isOwn ? 'with a form of their own' : 'with a work packet'} in ${language} holds together with every style, those of Gmail, those of Outlook, and none`,
        async () => {
          const html = letterOf(language, isOwn)
          const said: string[] = []
          await withSavedPage(html, {}, async page => {
            for (const [name, change] of Object.entries(programs)) {
              await page.setContent(change(html))
              for (const width of [320, 360, 1280]) {
                await page.setViewportSize({ width, height: 800 })
                expect([name, width, ...(await faultsOf(page, width))]).toEqual([name, width])
              }
              said.push((await page.locator('body').innerText()).replaceAll(/\s+/g, ' ').trim())
              expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(5000)
            }
          })
          // the same words in the same order, whatever is taken away
          expect(new Set(said).size).toBe(1)
        },
      )

  systemTest(
    [browserProgram],
    'has no barriers that axe knows, by day and by night, as Gmail and as Outlook show it',
    async () => {
      for (const isOwn of [false, true])
        await withSavedPage(letterOf('en', isOwn), {}, async page => {
          for (const [name, change] of Object.entries(programs)) {
            await page.setContent(change(letterOf('en', isOwn)))
            // without any style, the night is the program's own
            for (const colorScheme of name === 'none' ? (['light'] as const) : (['light', 'dark'] as const)) {
              await page.emulateMedia({ colorScheme })
              // a mail program puts the subject above: a letter need not begin with a heading
              const barriers = (await findBarriers(page)).filter(each => !each.startsWith('page-has-heading-one'))
              expect([name, colorScheme, ...barriers]).toEqual([name, colorScheme])
            }
          }
        })
    },
  )

  systemTest([browserProgram], 'whose words were over each other, or left the window, would be told', async () => {
    const long = 'x'.repeat(300)
    const html = `<body>${'<p>word</p>'.repeat(10)}<p style="margin-top:-40px">over</p><p>${long}</p></body>`
    await withSavedPage(html, {}, async page => {
      await page.setViewportSize({ width: 320, height: 800 })
      const faults = await faultsOf(page, 320)
      expect(faults.some(fault => fault.endsWith('are over each other'))).toBe(true)
      expect(faults.some(fault => fault.endsWith('leaves the window'))).toBe(true)
    })
  })
})
