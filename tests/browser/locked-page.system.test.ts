// A locked page in a real Chromium, opened from disk as it comes by mail: with the right phrase it becomes the page inside, whose script
// runs under the policy of both; with any other it says so, and shows nothing.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keyOfPhrase, type PhraseKey } from '@satchel/forms/locked/lock'
import { printLockedPage } from '@satchel/forms/locked/locked-page'
import { hashSource, pagePolicy } from '@satchel/forms/html/page-policy'
import { loadForms, wordsFor } from '@satchel/forms/loader'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { casePacket } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, findBarriers, type PageOptions, withPage, withSavedFile } from './browser.ts'
import { firefoxProgram, withFirefox } from './firefox.ts'
import { withPostServer } from './post-server.ts'
import { workPage } from './work-page.ts'

const forms = loadForms()
const phrase = '7QK2-M9XA-3F0T-8WVB'
let key: PhraseKey
beforeAll(async () => {
  key = await keyOfPhrase(phrase)
})

/** A page with a sheet and a script of its own, which also tries what its policy does not allow. */
function innerPage(url: string): string {
  const sheet = 'h1{color:rgb(1,2,3)}'
  const script =
    "addEventListener('DOMContentLoaded',()=>{localStorage.setItem('draft','kept');document.title=localStorage.getItem('draft')});addEventListener('securitypolicyviolation',event=>{document.body.dataset.stopped=event.effectiveDirective});function send(){return fetch(document.forms[0].action,{method:'POST',body:'x',mode:'no-cors'}).then(answer=>answer.status,()=>'stopped')}"
  const policy = pagePolicy({ styles: [hashSource(sheet)], scripts: [hashSource(script)], url })
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>inside</title><style>${sheet}</style></head><body><h1>Agnes Okello 👩‍🌾</h1><form method="post" action="${url}"><button>Send</button></form><script>${script}</script></body></html>`
}

const locked = (page: string, language = 'en') =>
  printLockedPage(
    page,
    '7QK2-M9XA-3F0T',
    wordsFor(forms.words, language),
    { name: 'Kilimo' },
    {
      template: forms.lockedPage,
      script: forms.scripts.get('locked-page') ?? { text: '', source: '' },
      key,
    },
  )

const opened = <T>(content: string, work: (page: Page) => Promise<T>, options: PageOptions = { width: 360 }) =>
  withSavedFile('packet-7QK2.html', content, url =>
    withPage(options, async page => {
      await page.goto(url)
      return work(page)
    }),
  )

/** A server that lets pages read its answers, and is not the office. */
async function withAnyServer(take: (body: string) => void, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    for (const what of ['Origin', 'Headers', 'Methods']) response.setHeader(`Access-Control-Allow-${what}`, '*')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST') take(Buffer.concat(chunks).toString('latin1'))
      response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reply`)
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}

const type = async (page: Page, text: string) => {
  await page.getByLabel('Your phrase').fill(text)
  await page.getByRole('button', { name: 'Open' }).click()
}

describe('a locked page', () => {
  systemTest(
    [browserProgram],
    'becomes the page inside, whose script and sheet work, however the phrase is typed',
    async () => {
      await withPostServer(async server => {
        for (const typed of [phrase, ' 7qk2 m9xa 3fot 8wvb '])
          await opened(locked(innerPage(server.url)), async page => {
            await type(page, typed)
            await page.getByRole('heading', { name: 'Agnes Okello' }).waitFor()
            expect(await page.title()).toBe('kept')
            expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe('rgb(1, 2, 3)')
            expect(await page.locator('#sealed').count()).toBe(0)
            expect(await page.evaluate('send()')).not.toBe('stopped')
          })
      })
    },
  )

  systemTest([browserProgram], 'gives the page inside no more than its own policy allows', async () => {
    await opened(locked(innerPage('https://intake.example.org/reply')), async page => {
      await type(page, phrase)
      await page.getByRole('heading', { name: 'Agnes Okello' }).waitFor()
      await page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),{textContent:'document.title=\"broken\"'}))",
      )
      expect(await page.title()).toBe('kept')
      expect(await page.locator('body').getAttribute('data-stopped')).toMatch(/^script-src/)
      expect(await page.evaluate("fetch('https://elsewhere.example.org').then(()=>'went',()=>'stopped')")).toBe(
        'stopped',
      )
    })
  })

  systemTest(
    [browserProgram],
    'says that a phrase is wrong or none, and that a changed page does not open',
    async () => {
      const content = locked(innerPage('https://intake.example.org/reply'))
      await opened(content, async page => {
        await type(page, '7QK2-M9XA-3F0T-8WVC')
        await page.getByText('This phrase does not open the packet').waitFor()
        await type(page, '7QK2')
        await page.getByText('four groups of four signs, like').waitFor()
        expect(await page.getByLabel('Your phrase').getAttribute('aria-invalid')).toBe('true')
        expect(await page.content()).not.toContain('Okello')
        await type(page, phrase)
        await page.getByRole('heading', { name: 'Agnes Okello' }).waitFor()
      })
      for (const [from, to] of [
        ['data-packet="7QK2-M9XA-3F0T"', 'data-packet="7QK2-M9XA-3F0V"'],
        [
          /data-nonce="./.exec(content)?.[0] ?? '',
          'data-nonce="_'.replace('_', content.includes('data-nonce="A') ? 'B' : 'A'),
        ],
      ] as const)
        await opened(content.replace(from, to), async page => {
          await type(page, phrase)
          await page.getByText('This phrase does not open the packet').waitFor()
          expect(await page.content()).not.toContain('Okello')
        })
    },
  )

  systemTest([browserProgram], 'opens the page of a work packet, which keeps a draft and sends sealed', async () => {
    const bodies: string[] = []
    await withAnyServer(
      body => bodies.push(body),
      async url => {
        const [point, other] = [1, 2].map(octet => Buffer.alloc(52, octet).toString('base64'))
        const packet = casePacket({ replyTo: { mail: 'core+reply@example.org', web: { url, receiptKey: 'AAAA' } } })
        const page = workPage({ packet, keys: [point ?? '', other ?? ''], plain: false })
        await opened(locked(page), async shown => {
          await type(shown, phrase)
          await shown.locator('.outcomes label', { hasText: /^Reached$/ }).click()
          await shown.getByLabel('What was said').fill('Wants twenty bags')
          await shown.locator('#draft', { hasText: 'Draft kept' }).waitFor()
          // what this browser keeps holds no word: neither of the answer, nor the phrase, nor a key
          const kept = await shown.evaluate<string>('JSON.stringify(localStorage)')
          expect(kept).toContain('satchel-7QK2-M9XA-3F0T')
          expect(kept).not.toMatch(/twenty|bags|reached|report|token|8WVB/i)
          expect(await shown.evaluate('satchelDraftKey.extractable')).toBe(false)
          await shown.reload()
          expect(await shown.content()).not.toContain('twenty bags')
          await type(shown, phrase)
          await shown.locator('#draft', { hasText: 'Draft from ' }).waitFor()
          expect(await shown.getByLabel('What was said').inputValue()).toBe('Wants twenty bags')
          expect(await shown.locator('a[href^="mailto:"]').count()).toBe(0)
          await shown.getByRole('button', { name: 'Check and send' }).click()
          await shown.getByRole('button', { name: 'Send to the office' }).click()
          await shown.getByText('Something answered, but not the office').waitFor()
        })
      },
    )
    expect(bodies).toHaveLength(1)
    expect(bodies[0]).not.toMatch(/bags|satchel-reply|7QK2/)
  })

  systemTest(
    [browserProgram],
    'keeps its draft sealed for eight days, in two windows and as a file; one that stood open goes',
    async () => {
      const content = locked(workPage({ plain: false }))
      await withSavedFile('packet-7QK2.html', content, url =>
        withPage({ width: 360 }, async one => {
          await one.goto(url)
          await one.evaluate(
            `localStorage.setItem('satchel-7QK2-M9XA-3F0T', JSON.stringify({ packet: '7QK2-M9XA-3F0T', draft: '0'.repeat(32), sequence: 0,
              stated: [], last: null, photos: [], values: { 'report.note': 'stood open' }, saved: 1 }))`,
          )
          await type(one, phrase)
          await one.locator('#draft', { hasText: 'No answer yet' }).waitFor()
          expect(await one.evaluate('localStorage.length')).toBe(0)
          await one.getByLabel('What was said').fill('from one')
          await one.locator('#draft', { hasText: 'Draft kept' }).waitFor()
          const two = await one.context().newPage()
          await two.clock.install({ time: Date.now() + 8 * 24 * 3_600_000 })
          await two.goto(url)
          await type(two, phrase)
          await two.locator('#draft', { hasText: 'Draft from ' }).waitFor()
          expect(await two.getByLabel('What was said').inputValue()).toBe('from one')
          await two.getByLabel('What was said').fill('from two')
          await two.clock.runFor(1000)
          await one.getByText('Another window has changed this draft').waitFor()
          await one.getByRole('button', { name: 'Take the other one' }).click()
          expect(await one.getByLabel('What was said').inputValue()).toBe('from two')
          expect(await one.evaluate('JSON.stringify(localStorage)')).not.toMatch(/from (?:one|two)/)
          const [file] = await Promise.all([
            one.waitForEvent('download'),
            one.getByRole('button', { name: 'Save the draft as a file' }).click(),
          ])
          const saved = readFileSync(await file.path())
          expect(saved.toString()).not.toContain('from two')
          await one.getByLabel('What was said').fill('from one again')
          await one
            .locator('#draftways input')
            .setInputFiles({ name: 'draft.json', mimeType: 'application/json', buffer: saved })
          await expect.poll(() => one.getByLabel('What was said').inputValue()).toBe('from two')
        }),
      )
    },
  )

  systemTest([browserProgram], 'without a script says what it needs; has no barrier in any language', async () => {
    const content = locked(innerPage('https://intake.example.org/reply'))
    expect(content).not.toContain('Okello')
    expect(Buffer.byteLength(content)).toBeLessThan(20_000)
    await opened(
      content,
      async page => {
        await page.getByText('This page needs JavaScript').waitFor()
        expect(await page.getByLabel('Your phrase').isVisible()).toBe(false)
      },
      { javaScriptEnabled: false },
    )
    for (const language of forms.words.keys())
      for (const colorScheme of ['light', 'dark'] as const)
        await opened(
          locked(innerPage('https://intake.example.org/reply'), language),
          async page => {
            expect(await findBarriers(page)).toEqual([])
            if (process.env.SATCHEL_SHOTS !== undefined)
              await page.screenshot({ path: `${process.env.SATCHEL_SHOTS}/locked-${language}-${colorScheme}.png` })
          },
          { width: 360, colorScheme },
        )
  })
})

describe('in Firefox, from a file', () => {
  systemTest([firefoxProgram], 'a locked page becomes the page of a work packet, with its script', async () => {
    await withSavedFile('packet-7QK2.html', locked(workPage({ plain: false })), url =>
      withFirefox({ width: 360 }, async page => {
        await page.open(url)
        await page.write({ label: 'Your phrase' }, '7QK2-M9XA-3F0T-8WVC')
        await page.click({ role: 'button', name: 'Open' })
        await page.waitForText('This phrase does not open the packet')
        await page.write({ label: 'Your phrase' }, phrase)
        await page.click({ role: 'button', name: 'Open' })
        await page.waitForText('Check and send')
      }),
    )
  })
})
