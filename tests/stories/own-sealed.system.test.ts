// A person's own sealed form in a real browser, down to the row: saved from the letter, filled in on a phone, sealed there, taken by the
// real intake, pulled and imported. A relay before the intake keeps everything that was on the wire.

import { readFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserProgram, findBarriers, withPage, withSavedFile } from '../browser/browser.ts'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { systemTest } from '../helpers/system.ts'

const jimmy = 'jimmy@example.org'

let channels: Channels
let relay: Server
let receiptKey = ''
/** What the browser sent, head and body. */
let wire: string[] = []
/** What the relay does with a post. */
let way: 'on' | 'hotel' | 'nowhere' = 'on'

beforeAll(async () => {
  channels = await openChannels(['P1'])
  receiptKey = (await (await fetch(`${channels.intake().url}/receipt.pub`)).text()).trim()
  relay = createServer((asked, answer) => {
    const parts: Buffer[] = []
    asked.on('data', (part: Buffer) => parts.push(part))
    asked.on('end', () => {
      const body = Buffer.concat(parts)
      wire.push(`${asked.method} ${asked.url}\n${asked.rawHeaders.join('\n')}\n${body.toString('latin1')}`)
      if (way === 'nowhere') return asked.socket.destroy()
      const open = { 'access-control-allow-origin': '*', 'content-type': 'text/html' }
      if (way === 'hotel' && asked.method === 'POST')
        return answer.writeHead(200, open).end('<h1>Welcome, please log in</h1>')
      const { hostname, port } = new URL(channels.intake().url)
      const on = { hostname, port, path: asked.url, method: asked.method, headers: asked.headers }
      const passed = request(on, from => {
        answer.writeHead(from.statusCode ?? 500, from.headers)
        from.pipe(answer)
      })
      passed.end(body)
      return undefined
    })
  })
  await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  relay.closeAllConnections()
  await new Promise(resolve => relay.close(resolve))
  await channels.close()
})

/** The page of a sealed form that was just sent to Jimmy. */
async function sealedForm(args = ['--sealed'], own = {}): Promise<string> {
  const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`
  const env = { ...channels.env(), SATCHEL_INTAKE_URL: url, SATCHEL_INTAKE_RECEIPT_KEY: receiptKey, ...own }
  for (const command of [['form', 'P1', ...args], ['send']]) {
    const ended = await channels.home.satchel(command, { env })
    expect([ended.code, ended.err]).toEqual([0, ''])
  }
  const letter = channels.home.letters(jimmy).findLast(one => one.file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter')
  wire = []
  return attachmentOf(letter, '.html')
}

const onPhone = (html: string, work: (page: Page) => Promise<void>, options = {}): Promise<void> =>
  withSavedFile('packet.html', html, url =>
    withPage({ width: 360, locale: 'en', ...options }, async page => {
      await page.goto(url)
      await work(page)
    }),
  )

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const told = (page: Page, text: string) => page.locator('#told', { hasText: text }).waitFor()
const kept = () => {
  const { spool } = channels.intake()
  return filesBelow(spool).map(file => readFileSync(join(spool, file), 'latin1'))
}
const given = async () =>
  (await channels.home.rows<{ given: string }>(`select person_given as given from person where person_hid = 'P1'`))[0]
    ?.given

async function rename(page: Page, name: string): Promise<void> {
  await page.locator('summary', { hasText: 'Okello' }).click()
  await page.locator('[name="set.given-name"]').fill(name)
}

describe('a person’s own sealed form', () => {
  systemTest(
    [browserProgram],
    'is sealed in the browser: its words are in the row, and neither on the wire nor at the intake',
    async () => {
      const page = await sealedForm()
      await onPhone(page, async page => {
        expect(await page.locator('#plain').isVisible()).toBe(false)
        await press(page, 'Send my changes')
        await told(page, 'You have not changed anything')
        await rename(page, 'Zebulon')
        await page.locator('summary', { hasText: 'Add a phone number' }).click()
        await page.locator('[name="row.contact-point.new-1.value"]').fill('+256 700 123 456')
        await press(page, 'Yes, nothing has changed')
        await told(page, 'You have changed something')
        expect(wire).toEqual([])
        await press(page, 'Send my changes')
        await told(page, 'The office has it')
        expect(await page.locator('#told').innerText()).toMatch(/Receipt [0-9A-Z]{26}, checked/)
        expect(await findBarriers(page)).toEqual([])
      })
      expect(wire.some(sent => sent.startsWith('POST /reply'))).toBe(true)
      expect(kept().length).toBeGreaterThan(0)
      for (const text of [...wire, ...kept()]) expect(text).not.toMatch(/zebulon|700 ?123|given-name|self-update/i)
      expect(await channels.round()).toMatchObject({ pulled: 1, settled: 1, balance: { 'partly-held': 1 } })
      expect(await given()).toBe('Zebulon')
      // sealed says nothing of who wrote it: a number is asked about as ever
      const held = `select reply_evidence as evidence, change_reason as reason from reply join change on change_reply = reply_id
        where change_slot like 'row/contact-point/new%'`
      expect(await channels.home.rows(held)).toEqual([{ evidence: 'weak', reason: 'weak-evidence' }])
      await channels.home.rows(`update person set person_given = 'Jimmy' where person_hid = 'P1'`)
    },
  )

  systemTest([browserProgram], 'says by one button that nothing has changed, sealed, too', async () => {
    await onPhone(await sealedForm([], { SATCHEL_OWN_FORMS: 'sealed' }), async page => {
      await press(page, 'Yes, nothing has changed')
      await told(page, 'The office has it')
    })
    for (const text of [...wire, ...kept()]) expect(text).not.toMatch(/confirms|nothing|Jimmy/)
    expect(await channels.round()).toMatchObject({ balance: { imported: 1 } })
    const noted = `select reply_confirms as confirms, (select count(*)::integer from change where change_reply = reply_id) as changes
      from reply order by reply_id desc limit 1`
    expect(await channels.home.rows(noted)).toEqual([{ confirms: true, changes: 0 }])
  })

  systemTest(
    [browserProgram],
    'says plainly that it was not sent, keeps what was typed, and sends the same answer again',
    async () => {
      await onPhone(await sealedForm(), async page => {
        await rename(page, 'Yusufu')
        way = 'nowhere'
        await press(page, 'Send my changes')
        await told(page, 'No answer from the office')
        way = 'hotel'
        await press(page, 'Send my changes')
        await told(page, 'Something answered, but not the office')
        expect(await page.locator('#told').innerText()).toContain('Not sent')
        expect(await page.locator('[name="set.given-name"]').inputValue()).toBe('Yusufu')
        way = 'on'
        await press(page, 'Send my changes')
        await told(page, 'The office has it')
        // changed back after it was sent: the second answer takes the first one back
        await page.locator('[name="set.given-name"]').fill('Jimmy')
        await press(page, 'Send my changes')
        await told(page, 'The office has it')
      })
      for (const text of wire) expect(text).not.toMatch(/Yusufu/)
      expect(await channels.round()).toMatchObject({ pulled: 2 })
      expect(await given()).toBe('Jimmy')
    },
  )

  systemTest(
    [browserProgram],
    'posts nothing without its script, nor in a frame that forbids it, and says so',
    async () => {
      const page = await sealedForm()
      const tryAll = async (within: Pick<Page, 'locator'>) => {
        expect(await within.locator('#plain').innerText()).toContain('the buttons do nothing, and nothing is sent')
        for (const id of ['#nothing', '#send']) {
          expect(await within.locator(id).isDisabled()).toBe(true)
          await within.locator(id).click({ force: true })
        }
        await within.locator('summary', { hasText: 'Okello' }).click()
        const name = within.locator('[name="set.given-name"]')
        await name.fill('Zebulon')
        await name.press('Enter')
      }
      await onPhone(page, tryAll, { javaScriptEnabled: false })
      const framed = `<!DOCTYPE html><iframe sandbox width="360" height="800" srcdoc="${page.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
      await onPhone(framed, outer => tryAll(outer.frameLocator('iframe')))
      expect(wire).toEqual([])
    },
  )
})
