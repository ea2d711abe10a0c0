// A work packet's page in a real browser, sealed there, down to the row: saved from the letter, filled in on a phone, sent to the real
// intake, pulled and imported. What lies at the intake holds no word of it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserProgram, withPage, withSavedFile } from '../browser/browser.ts'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { systemTest } from '../helpers/system.ts'
import { draftStatus } from '../browser/work-page.ts'

let channels: Channels
let receiptKey = ''
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2', 'P3', 'P4'])
  receiptKey = (await (await fetch(`${channels.intake().url}/receipt.pub`)).text()).trim()
})
afterAll(() => channels.close())

/** The page of a packet that was just sent to a salesperson. */
async function pageOf(hid: string): Promise<string> {
  const env = { ...channels.env(), SATCHEL_INTAKE_RECEIPT_KEY: receiptKey }
  for (const command of [['dispatch', hid, '--to', 'anna'], ['send']]) {
    const ended = await channels.home.satchel(command, { env })
    expect([ended.code, ended.err]).toEqual([0, ''])
  }
  const letter = channels.home.letters(mails.anna).findLast(one => one.file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter')
  return attachmentOf(letter, '.html')
}

const onPhone = <Result>(html: string, work: (page: Page) => Promise<Result>): Promise<Result> =>
  withSavedFile('packet.html', html, url =>
    withPage({ width: 360, locale: 'en' }, async page => {
      await page.goto(url)
      return work(page)
    }),
  )

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

const outcome = (page: Page, word: string) =>
  page.locator('.outcomes label', { hasText: new RegExp(`^${word}$`) }).click()

describe('the page of a work packet', () => {
  systemTest(
    [browserProgram],
    'takes three taps from "not reached" to the checked receipt, and its report reaches the row',
    async () => {
      await onPhone(await pageOf('P1'), async page => {
        await page.evaluate(
          "window.taps = 0; addEventListener('click', event => { if (event.isTrusted) window.taps++ }, true)",
        )
        await outcome(page, 'Not reached')
        await press(page, 'Check and send')
        await press(page, 'Send to the office')
        await page.getByRole('heading', { name: 'The office has it' }).waitFor()
        // a press on the field of a choice is one tap; the browser counts the box inside as another
        expect(await page.evaluate('window.taps')).toBeLessThanOrEqual(4)
        expect(await page.locator('#body').innerText()).toMatch(/Receipt [0-9A-Z]{26}, checked/)
        await press(page, 'Done')
        expect(await draftStatus(page)).toMatch(/^Sent [0-9:]{5}\nReceipt checked$/)
        // the draft goes once the office has it; that it was sent is said
        await page.reload()
        expect(await draftStatus(page)).toMatch(/^Sent .* [0-9:]{5}\nReceipt checked$/)
      })
      expect(await channels.round()).toMatchObject({ pulled: 1, settled: 1, balance: { imported: 1 } })
      const rows = await channels.home.rows(
        `select lookup_value as outcome, audit_by as by from activity join person on person_id = activity_entity join lookup on lookup_id = activity_outcome
       join audit on audit_table = 'activity' and audit_row = activity_id where person_hid = 'P1' order by activity_id desc limit 1`,
      )
      expect(rows).toEqual([{ outcome: 'not-reached', by: expect.stringMatching(/_staff_anna$/) }])
    },
  )

  systemTest(
    [browserProgram],
    'answers once more after it was opened again: with a report of its own, and without taking back what arrived',
    async () => {
      await onPhone(await pageOf('P4'), async page => {
        const answer = async (note: string) => {
          await outcome(page, 'Reached')
          await page.getByLabel('What was said').fill(note)
          await press(page, 'Check and send')
          await press(page, 'Send to the office')
          await page.getByRole('heading', { name: 'The office has it' }).waitFor()
        }
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        await page.locator('[name="set.given-name"]').fill('Zuberi')
        await answer('First call')
        await page.reload()
        await answer('Second call')
      })
      await channels.round()
      const rows = await channels.home.rows(
        `select person_given as given, activity_body as said from person join activity on activity_entity = person_id
       where person_hid = 'P4' and activity_body like '% call' order by activity_body`,
      )
      expect(rows).toEqual([
        { given: 'Zuberi', said: 'First call' },
        { given: 'Zuberi', said: 'Second call' },
      ])
    },
  )

  systemTest(
    [browserProgram],
    'waits without a network, sends by itself when there is one, and leaves no word at the intake',
    async () => {
      await onPhone(await pageOf('P2'), async page => {
        await page.context().setOffline(true)
        await outcome(page, 'Reached')
        await page.getByLabel('What was said').fill('Wants vanilla seedlings')
        await page.locator('summary', { hasText: 'Add a phone or e-mail' }).click()
        await page.locator('[name="row.contact-point.new-1.value"]').fill('+256 700 123 456')
        await press(page, 'Check and send')
        await press(page, 'Send to the office')
        await page.getByRole('heading', { name: 'No network' }).waitFor()
        await press(page, 'Wait')
        expect(await draftStatus(page)).toBe('Waits for a network\nGoes by itself; keep this page open')
        await page.context().setOffline(false)
        await page.getByRole('heading', { name: 'The office has it' }).waitFor()
      })
      const { spool } = channels.intake()
      const kept = filesBelow(spool).map(file => readFileSync(join(spool, file), 'latin1'))
      expect(kept.length).toBeGreaterThan(0)
      for (const text of kept) expect(text).not.toMatch(/vanilla|700 ?123|reached/i)
      expect(await channels.round()).toMatchObject({ balance: { imported: 1 } })
      const rows = await channels.home.rows(
        `select contact_point_value as value, activity_body as said from person
       join contact_point on contact_point_entity = person_id join activity on activity_entity = person_id
       where person_hid = 'P2' and contact_point_value like '%123%456' and activity_body like 'Wants%'`,
      )
      expect(rows).toEqual([{ value: expect.stringContaining('700'), said: 'Wants vanilla seedlings' }])
    },
  )

  systemTest(
    [browserProgram],
    'sent twice states in the second send what the first one did, so that it can be taken back',
    async () => {
      await onPhone(await pageOf('P3'), async page => {
        const send = async () => {
          await page.locator('#review').click()
          await press(page, 'Send to the office')
          await page.getByRole('heading', { name: 'The office has it' }).waitFor()
          await press(page, 'Done')
        }
        await outcome(page, 'Call back')
        for (const fold of ['More: Name', 'Note about the person'])
          await page.locator('summary', { hasText: fold }).click()
        const note = page.getByLabel('Note about the person')
        const before = await note.inputValue()
        await note.fill('Sells honey')
        await send()
        expect(await channels.round()).toMatchObject({ balance: { imported: 1 } })
        const noteOf = () =>
          channels.home.rows(`select coalesce(person_note, '') as note from person where person_hid = 'P3'`)
        expect(await noteOf()).toEqual([{ note: 'Sells honey' }])
        await note.fill(before)
        await send()
        expect(await channels.round()).toMatchObject({ balance: { imported: 1 } })
        expect(await noteOf()).toEqual([{ note: before }])
      })
    },
  )
})
