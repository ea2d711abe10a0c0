// A form in a real browser, down to the row: saved from the letter, filled in, posted to the intake, pulled and imported.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserProgram, withPage, withSavedFile } from '../browser/browser.ts'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { systemTest } from '../helpers/system.ts'

const jimmy = 'jimmy@example.org'

let channels: Channels
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2'])
})
afterAll(() => channels.close())

const newest = (address: string, kind: string): ReceivedLetter => {
  const letter = channels.home.letters(address).findLast(one => one.file.startsWith(kind))
  if (letter === undefined) throw new Error(`no letter ${kind}`)
  return letter
}

describe('a form posted to the intake', () => {
  systemTest(
    [browserProgram],
    'from a saved page in a browser without JavaScript reaches the row, is settled, and is acknowledged',
    async () => {
      await channels.satchel('form', 'P1')
      await channels.satchel('send')
      const page = attachmentOf(newest(jimmy, 'packet-'), '.html')
      await withSavedFile('packet.html', page, url =>
        withPage({ javaScriptEnabled: false, locale: 'en', width: 320 }, async opened => {
          await opened.goto(url)
          await opened.locator('summary', { hasText: 'Okello' }).first().click()
          await opened.getByLabel('Given name').fill('Jacaranda')
          await opened.getByRole('button', { name: 'Send my changes' }).click()
          await opened.waitForURL(`${channels.intake().url}/thanks**`)
        }),
      )
      expect(channels.waiting()).toHaveLength(1)
      const facts = await channels.round()
      expect(facts).toMatchObject({ pulled: 1, settled: 1, balance: { imported: 1 }, letters: { sent: 1 } })
      expect((await channels.satchel('show', 'P1')).out).toContain('Jacaranda')
      expect(newest(jimmy, 'outcome-').headers.get('to')).toBe(jimmy)
      expect(channels.waiting()).toEqual([])
      expect(filesBelow(join(channels.intake().spool, 'done'))).toHaveLength(1)
    },
  )

  systemTest(
    [browserProgram],
    'of a work packet reaches the row with its report, as the salesperson that it went to',
    async () => {
      await channels.satchel('dispatch', 'P2', '--to', 'anna')
      await channels.satchel('send')
      const page = attachmentOf(newest(mails.anna, 'packet-'), '.html')
      await withSavedFile('packet.html', page, url =>
        withPage({ javaScriptEnabled: false, locale: 'en' }, async opened => {
          await opened.goto(url)
          for (const fold of ['More: Name', 'Note about the person', 'Day of the contact'])
            await opened.locator('summary', { hasText: fold }).click()
          await opened.getByLabel('Note about the person').fill('Grows vanilla,\nand sells it.')
          await opened.getByLabel('Date of the contact').fill('2026-11-20')
          await opened.getByLabel('What was said').fill('Called back')
          await opened.getByRole('button').click()
          await opened.waitForURL(`${channels.intake().url}/thanks**`)
        }),
      )
      expect(await channels.round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
      const rows = await channels.home.rows(
        `select person_note as note, activity_body as said, audit_by as by from person
       join activity on activity_entity = person_id join audit on audit_table = 'activity' and audit_row = activity_id
       where person_hid = 'P2' order by activity_id desc limit 1`,
      )
      expect(rows).toEqual([
        { note: 'Grows vanilla,\nand sells it.', said: 'Called back', by: expect.stringMatching(/_staff_anna$/) },
      ])
    },
  )
})
