// The same pages in the other browser: Firefox opens them from a file, fills them in with pointer and keys, and sends them.

import { replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import type { Packet } from '@satchel/protocol/messages/packet'
import { describe, expect } from 'vitest'
import { ownPacket, selfUpdate, texts, token } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { withSavedFile } from './browser.ts'
import { firefoxProgram, type FirefoxPage, withFirefox } from './firefox.ts'
import { confirmPage, printPage, replyTo } from './form-page.ts'
import { type PostServer, thanks, withPostServer } from './post-server.ts'

type Options = Parameters<typeof withFirefox>[0]

/** Prints a page for a server of the test, saves it, and opens it in Firefox at the width of a phone. */
function inFirefox<Result>(
  print: (server: PostServer) => string,
  options: Options,
  work: (page: FirefoxPage, server: PostServer) => Promise<Result>,
): Promise<Result> {
  return withPostServer(server =>
    withSavedFile('packet-7QK2.html', print(server), url =>
      withFirefox({ width: 360, ...options }, async page => {
        await page.open(url)
        return work(page, server)
      }),
    ),
  )
}

const own =
  (changes: Partial<Packet> = {}) =>
  (server: PostServer) =>
    printPage(selfUpdate(), ownPacket({ replyTo: replyTo(server), ...changes }))

describe('in Firefox, from a file', () => {
  for (const javaScriptEnabled of [false, true])
    systemTest(
      [firefoxProgram],
      `a form posts exactly what was meant, script ${javaScriptEnabled ? 'on' : 'off'}`,
      async () => {
        const [post, requests] = await inFirefox(own(), { javaScriptEnabled }, async (page, server) => {
          await page.click({ text: 'Jimmy Okello' })
          await page.write({ label: 'Given name' }, 'جيمي "O\'Brien"')
          await page.click({ text: 'Add a phone number' })
          await page.write({ css: '[name="row.contact-point.new-1.value"]' }, '+256 700 000 009')
          await page.click({ text: 'jimmy@example.org' })
          await page.click({ label: 'Remove this address' })
          await page.click({ role: 'button', name: 'Send my changes' })
          await page.waitForText(thanks)
          return [server.posts[0], server.requests] as const
        })
        expect(requests).toEqual(['POST /reply', 'GET /thanks'])
        const statements = replyFromHtmlFields(post?.fields ?? [], selfUpdate())
        expect(statements.set.get('given-name')).toBe('جيمي "O\'Brien"')
        expect(statements.rows.find(({ row }) => row === 'new-1')?.fields).toEqual(texts({ value: '+256 700 000 009' }))
        expect(statements.drops).toEqual([{ collection: 'contact-point', row: 'c82' }])
      },
    )

  systemTest([firefoxProgram], 'one press says that nothing has changed; one confirms a change', async () => {
    const said = await inFirefox(own(), { javaScriptEnabled: false }, async (page, server) => {
      await page.click({ role: 'button', name: 'Yes, nothing has changed' })
      await page.waitForText(thanks)
      return server.posts[0]
    })
    expect(replyFromHtmlFields(said?.fields ?? [], selfUpdate()).confirms).toBe(true)
    const confirmed = await inFirefox(
      ({ url }) => confirmPage(`${url}/reply`),
      { javaScriptEnabled: false },
      async (page, server) => {
        await page.click({ role: 'button', name: 'Yes, I meant this' })
        await page.waitForText(thanks)
        return server.posts[0]
      },
    )
    expect(Object.fromEntries(confirmed?.fields ?? [])).toEqual({ token, confirm: 'yes' })
  })

  systemTest([firefoxProgram], 'without a network the whole form opens, and nothing is sent', async () => {
    const requests = await inFirefox(own(), { isOffline: true }, async (page, server) => {
      await page.click({ text: 'Jimmy Okello' })
      await page.write({ label: 'Given name' }, 'James')
      await page.click({ role: 'button', name: 'Send my changes' })
      // the browser's own page about a network that is not there
      await page.find({ css: '#errorPageContainer, .container, body.neterror, [data-l10n-id*="neterror"]' })
      return server.requests
    })
    expect(requests).toEqual([])
  })

  systemTest(
    [firefoxProgram],
    'in a preview that blocks the button nothing is sent, and the page says what to do',
    async () => {
      const preview = (server: PostServer) => {
        const page = own()(server).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
        return `<!DOCTYPE html><title>Preview</title><iframe sandbox width="350" height="3000" srcdoc="${page}"></iframe>`
      }
      const requests = await inFirefox(preview, {}, async (page, server) => {
        const frame = await page.frame()
        await frame.waitForText('Does the button do nothing?')
        await frame.click({ role: 'button', name: 'Yes, nothing has changed' })
        await frame.click({ text: 'Jimmy Okello' })
        await frame.find({ label: 'Given name' })
        return server.requests
      })
      expect(requests).toEqual([])
    },
  )

  systemTest([firefoxProgram], 'nothing has to be scrolled sideways, from right to left neither', async () => {
    await inFirefox(own(), {}, async page => {
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate(`document.documentElement.dir = ${JSON.stringify(direction)}`)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      }
    })
  })
})
