// What people see, in a real browser: no barriers, nothing fetched, everything within reach of the keyboard, and the words
// that say what to do where a mail program's preview blocks the button.
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { printOwnForm } from '@satchel/forms/html/own-form'
import { brandOf } from '@satchel/forms/look/brand'
import { readLogo } from '@satchel/forms/look/logo'
import { pngOf } from '../forms/pictures.ts'
import { callReport, forms, org, ownPacket, samplePacket, selfUpdate, words } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers, focused, withPage, withSavedFile } from './browser.ts'
import { confirmPage, printPage, replyTo, withSavedPage } from './form-page.ts'
import { withPostServer } from './post-server.ts'
import { arabicForm, arabicWords } from './samples.ts'

const { web: _, ...mailOnly } = samplePacket().replyTo

const pages: Readonly<Record<string, string>> = {
  'call report': printPage(callReport(), samplePacket()),
  'own form in German': printPage(selfUpdate(), ownPacket({ language: 'de' })),
  'own form from right to left': printPage(arabicForm(selfUpdate()), ownPacket({ language: 'ar' }), arabicWords(forms)),
  'page without an address on the web': printPage(selfUpdate(), ownPacket({ replyTo: mailOnly })),
  "own form in an organisation's colour, with its logo": printOwnForm(
    selfUpdate(),
    ownPacket(),
    words('en'),
    { ...org, brand: brandOf('#7a1f5c', undefined, readLogo(pngOf(120, 40))) },
    forms.ownForm,
    'packet-7QK2.txt',
  ),
  'page that confirms a change': confirmPage('https://intake.example.org/reply'),
}

describe('every page', () => {
  systemTest([browserProgram], 'would be told of a box without a label', async () => {
    await withSavedPage('<html lang="en"><title>x</title><main><h1>x</h1><input></main>', {}, async page => {
      expect(await findBarriers(page)).toEqual(['label (critical): <input>'])
    })
  })

  for (const [name, html] of Object.entries(pages))
    systemTest(
      [browserProgram],
      `the ${name} has no barriers that axe knows, by day and by night, narrow and wide`,
      async () => {
        await withSavedPage(html, {}, async page => {
          await page.evaluate('document.querySelectorAll("details").forEach(each => { each.open = true })')
          for (const colorScheme of ['light', 'dark'] as const)
            for (const width of [320, 360, 768, 1280]) {
              await page.emulateMedia({ colorScheme })
              await page.setViewportSize({ width, height: 800 })
              expect([colorScheme, width, ...(await findBarriers(page))]).toEqual([colorScheme, width])
              // Nothing to scroll sideways: the widest thing fits.
              expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
            }
        })
      },
    )

  systemTest([browserProgram], 'asks for nothing when it is opened', async () => {
    await withSavedFile('packet.html', pages['call report'] ?? '', url =>
      withPage({}, async page => {
        const asked: string[] = []
        page.on('request', request => asked.push(request.url()))
        await page.goto(url)
        expect(asked).toEqual([url])
      }),
    )
  })
})

describe('with the keyboard alone', () => {
  systemTest([browserProgram], 'every control is reached in reading order, and one sees where one is', async () => {
    await withSavedPage(pages['own form in German'] ?? '', {}, async page => {
      const reached: string[] = []
      for (let name = await tab(page); name !== 'body' && reached.length < 40; name = await tab(page)) {
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
        reached.push(name)
      }
      expect(reached).toEqual([
        'nothing',
        ...Array.from({ length: 9 }, (_each, index) => `r${index + 1}`),
        'row.consent.o5.answer',
        'row.consent.o6.answer',
        'submit',
      ])
    })
  })

  systemTest([browserProgram], 'an opened row leads to its own boxes', async () => {
    await withSavedPage(pages['own form in German'] ?? '', {}, async page => {
      await page.locator('summary').first().focus()
      await page.keyboard.press('Enter')
      expect([await tab(page), await tab(page), await tab(page)]).toEqual([
        'row.contact-point.c81.value',
        'drop.contact-point.c81',
        'r2',
      ])
    })
  })
})

systemTest(
  [browserProgram],
  'a preview that blocks the button is told apart: the page says first what to do',
  async () => {
    await withPostServer(server => {
      const html = printPage(selfUpdate(), ownPacket({ replyTo: replyTo(server) }))
      const preview = `<iframe sandbox width="700" height="700" srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
      return withSavedPage(preview, {}, async page => {
        const frame = page.frameLocator('iframe')
        await frame.getByText('Save this file, open it in your web browser').waitFor()
        const blocked = page.waitForEvent('console', message => message.text().includes('sandboxed'))
        await frame.getByRole('button').first().click()
        await blocked
        expect(server.requests).toEqual([])
      })
    })
  },
)

async function tab(page: Page): Promise<string> {
  await page.keyboard.press('Tab')
  return focused(page)
}
