// A salesperson with Pocket, the whole way round: a packet leaves the core, is opened from its letter without a network, answered, sent when
// there is one, pulled, and its answer is in the row. The public host learns no word of it, on its disk, in its log or in its memory.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserProgram, withPage } from '../browser/browser.ts'
import { begin, passphrase, pickWithPhrase, unlock } from '../browser/pocket.ts'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails } from '../helpers/home.ts'
import { eachPart } from '../helpers/process-memory.ts'
import { systemTest } from '../helpers/system.ts'

let channels: Channels
let phrase = ''
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2', 'P3', 'P4'])
  const chosen = await channels.home.satchel(['staff', 'protection', 'anna', 'passphrase'])
  phrase = /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(chosen.out)?.[1] ?? ''
})
afterAll(() => channels.close())

/** The locked page of a packet that was just sent to a salesperson. */
async function letterAbout(hid: string): Promise<string> {
  const receiptKey = (await (await fetch(`${channels.intake().url}/receipt.pub`)).text()).trim()
  const env = { ...channels.env(), SATCHEL_INTAKE_RECEIPT_KEY: receiptKey }
  for (const command of [['dispatch', hid, '--to', 'anna'], ['send']]) {
    const ended = await channels.home.satchel(command, { env })
    expect([ended.code, ended.err]).toEqual([0, ''])
  }
  const pages = channels.home.letters(mails.anna).flatMap(({ attachments }) => [...attachments])
  const page = pages.findLast(([name]) => name.endsWith('.html'))?.[1]
  if (page === undefined) throw new Error('no locked page')
  return page
}

/** As the telephone shares a file: a post that the worker takes, and the address that it answers with. */
async function share(page: Page, content: string): Promise<void> {
  const at = await page.evaluate<string>(
    `(() => { const form = new FormData(); form.append('file', new File([${JSON.stringify(content)}], 'packet.html', { type: 'text/html' }));
      return fetch('share', { method: 'POST', body: form }).then(answer => answer.url) })()`,
  )
  await page.goto(`${at}#shared`)
}

const countTaps = `window.taps = 0
for (const at of [window, document.getElementById('frame').contentWindow])
  at.addEventListener('pointerdown', event => { if (event.isTrusted) window.taps++ }, true)
document.getElementById('frame').addEventListener('load', event =>
  event.target.contentWindow.addEventListener('pointerdown', press => { if (press.isTrusted) window.taps++ }, true))`

/** In the mail program: the file is pressed to be shared, and Pocket is chosen. */
const tapsBefore = 2
/** Milliseconds that somebody takes for a tap, and for a sign. */
const perTap = 2500
const perSign = 150

const canary = 'Kanarienvogel7f3a wants vanilla'

describe('a salesperson with Pocket', () => {
  systemTest(
    [browserProgram],
    'answers a packet from its letter in at most eight taps and a minute, without a network until it is sent',
    async () => {
      const [first, second] = [await letterAbout('P1'), await letterAbout('P2')]
      await withPage({ width: 360, locale: 'en', hasTouch: true }, async page => {
        const packet = page.frameLocator('#frame')
        // the first visit: a passphrase, and the phrase of the office
        await begin(page, channels.intake().url)
        await pickWithPhrase(page, first, phrase)
        await packet.getByText('How did it go?').waitFor()
        await page.waitForFunction('navigator.serviceWorker.controller !== null')
        await page.reload()
        await page.context().setOffline(true)
        // another day
        await share(page, second)
        const begun = Date.now()
        await page.evaluate(countTaps)
        await page.locator('#pass:focus').pressSequentially(passphrase, { delay: perSign })
        await page.getByRole('button', { name: 'Unlock' }).tap()
        await packet.locator('.outcomes label', { hasText: /^Reached$/ }).tap()
        const note = packet.getByLabel('What was said')
        await note.tap()
        await note.pressSequentially(canary, { delay: perSign })
        await packet.getByRole('button', { name: 'Check and send' }).tap()
        await packet.getByRole('button', { name: 'Send to the office' }).tap()
        await packet.getByText('is kept here').waitFor()
        await page.context().setOffline(false)
        await packet.getByRole('heading', { name: 'The office has it' }).waitFor()
        await packet.getByRole('button', { name: 'Done' }).tap()
        const taps = tapsBefore + (await page.evaluate<number>('window.taps'))
        const seconds = (Date.now() - begun + taps * perTap) / 1000
        expect(taps).toBeGreaterThan(tapsBefore + 4)
        expect(taps).toBeLessThanOrEqual(8)
        expect(seconds).toBeLessThan(60)
      })
    },
  )

  systemTest(
    [browserProgram],
    'leaves no word at the public host: not on its disk, in its log, or in its memory',
    async () => {
      const intake = channels.intake()
      const { home, child } = intake
      const secrets = ['Kanarienvogel7f3a', 'vanilla', 'Okello', phrase, phrase.replaceAll('-', ''), passphrase]
      const coats = secrets.flatMap(secret => [
        secret,
        Buffer.from(secret, 'utf8').toString('base64').slice(0, -4),
        Buffer.from(secret, 'utf16le').toString('latin1'),
      ])
      const found = new Set<string>()
      const look = (place: string, bytes: Buffer) => {
        for (const coat of coats) if (bytes.includes(Buffer.from(coat, 'latin1'))) found.add(`${place}: ${coat}`)
      }
      const files = filesBelow(join(home, '..'))
      expect(files.some(file => file.includes('new/reply/'))).toBe(true)
      for (const file of files) look(file, readFileSync(join(home, '..', file)))
      look('log', Buffer.from(intake.log()))
      let isSeen = false
      eachPart(child.pid ?? 0, bytes => {
        isSeen ||= bytes.includes('reply.sexp.pgp')
        look('memory', bytes)
      })
      // the search finds what is there
      expect(isSeen).toBe(true)
      expect([...found]).toEqual([])
    },
  )

  systemTest([browserProgram], 'has its answer in the row, with strong evidence', async () => {
    expect(await channels.round()).toMatchObject({ pulled: 1, settled: 1, balance: { imported: 1 } })
    const rows = await channels.home.rows(
      `select activity_body as said, lookup_value as outcome, reply_evidence as evidence from activity
       join person on person_id = activity_entity join lookup on lookup_id = activity_outcome
       join packet on packet_entity = person_id join reply on reply_packet = packet_id
       where person_hid = 'P2' and activity_body like 'Kanarien%'`,
    )
    expect(rows).toEqual([{ said: canary, outcome: 'reached', evidence: 'strong' }])
  })

  systemTest(
    [browserProgram],
    'learns what became of an answer, by a word that the core signed and nobody else can',
    async () => {
      await withPage({ width: 360, locale: 'en' }, async page => {
        const { url } = channels.intake()
        const packet = page.frameLocator('#frame')
        await begin(page, url)
        await pickWithPhrase(page, await letterAbout('P4'), phrase)
        await packet.locator('.outcomes label', { hasText: /^Busy$/ }).click()
        await packet.getByRole('button', { name: 'Check and send' }).click()
        await packet.getByRole('button', { name: 'Send to the office' }).click()
        await packet.getByRole('heading', { name: 'The office has it' }).waitFor()
        expect(await channels.round()).toMatchObject({ balance: { imported: 1 } })
        await page.route('**/receipt', async route => {
          const answer = await route.fetch()
          await route.fulfill({
            response: answer,
            body: (await answer.text()).replace('state imported', 'state refused'),
          })
        })
        await page.reload()
        const forged = page.waitForResponse('**/receipt')
        await unlock(page)
        expect(await (await forged).text()).toContain('(state refused)')
        await page.locator('.item .pill', { hasText: 'Sent' }).waitFor()
        await page.unroute('**/receipt')
        await page.reload()
        await unlock(page)
        await page.locator('.item .pill', { hasText: 'All taken' }).waitFor()
      })
    },
  )

  systemTest(
    [browserProgram],
    'is told where the public host serves other files of Pocket, or hides the signature',
    async () => {
      await withPage({ width: 360, locale: 'en' }, async page => {
        const { url, home } = channels.intake()
        const packet = page.frameLocator('#frame')
        await begin(page, url)
        await pickWithPhrase(page, await letterAbout('P3'), phrase)
        await packet.getByText('How did it go?').waitFor()
        const shows = async (says: string | null) => {
          await page.reload()
          const checked = page.waitForResponse(`${url}/app/icon.png`)
          await unlock(page)
          await checked
          if (says === null) {
            await page.waitForTimeout(500)
            expect(await page.locator('#changed').isVisible()).toBe(false)
          } else await page.locator('#changed', { hasText: says }).waitFor()
        }
        await shows(null)
        const signed = readFileSync(join(home, 'app-signed'), 'utf8')
        writeFileSync(join(home, 'app-signed'), '')
        await shows('signature for Pocket’s own files is missing')
        writeFileSync(join(home, 'app-signed'), signed.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`))
        await shows('signature for Pocket’s own files is missing')
        // the core leaves its list anew with each round
        await channels.satchel('run', '--once')
        await shows(null)
        await page.route('**/app/worker.js', route =>
          route.fulfill({ contentType: 'text/javascript', body: '// another worker' }),
        )
        await shows('are not those that the office signed')
      })
    },
  )
})
