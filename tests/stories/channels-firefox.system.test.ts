// Pages in Firefox, down to the row: saved from the letter, filled in, sent to the intake, pulled and imported.

import { afterAll, beforeAll, describe, expect } from 'vitest'
import { withSavedFile } from '../browser/browser.ts'
import { firefoxProgram, withFirefox } from '../browser/firefox.ts'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { mails } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { systemTest } from '../helpers/system.ts'

let channels: Channels
let receiptKey = ''
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2', 'P3'])
  receiptKey = (await (await fetch(`${channels.intake().url}/receipt.pub`)).text()).trim()
})
afterAll(() => channels.close())

/** Runs a command and sends its letters. */
async function send(...command: readonly string[]): Promise<void> {
  const env = { ...channels.env(), SATCHEL_INTAKE_RECEIPT_KEY: receiptKey }
  for (const args of [command, ['send']]) {
    const ended = await channels.home.satchel(args, { env })
    expect([ended.code, ended.err]).toEqual([0, ''])
  }
}

function newestPage(address: string): string {
  const letter = channels.home.letters(address).findLast(one => one.file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter came')
  return attachmentOf(letter, '.html')
}

const reported = (hid: string) =>
  channels.home.rows(
    `select activity_body as said, audit_by as by from person join activity on activity_entity = person_id
     join audit on audit_table = 'activity' and audit_row = activity_id
     where person_hid = $1 order by activity_id desc limit 1`,
    [hid],
  )
const byAnna = expect.stringMatching(/_staff_anna$/)

describe('in Firefox', () => {
  systemTest([firefoxProgram], "a person's own form, without script, reaches the row", async () => {
    await send('form', 'P1')
    await withSavedFile('packet.html', newestPage('jimmy@example.org'), url =>
      withFirefox({ javaScriptEnabled: false, width: 360 }, async page => {
        await page.open(url)
        await page.click({ css: 'summary:has(+ div [name="set.given-name"])' })
        await page.write({ label: 'Given name' }, 'Jacaranda')
        await page.click({ role: 'button', name: 'Send my changes' })
        await page.waitForUrl(/\/thanks/)
      }),
    )
    expect(await channels.round()).toMatchObject({ pulled: 1, balance: { imported: 1 } })
    expect((await channels.satchel('show', 'P1')).out).toContain('Jacaranda')
  })

  systemTest([firefoxProgram], 'a work packet, sealed by its script, reaches the row', async () => {
    await send('dispatch', 'P2', '--to', 'anna')
    await withSavedFile('packet.html', newestPage(mails.anna), url =>
      withFirefox({ width: 360 }, async page => {
        await page.open(url)
        await page.click({ css: '.outcomes label' })
        await page.write({ label: 'What was said' }, 'Wants 20 bags')
        await page.click({ role: 'button', name: 'Check and send' })
        await page.click({ role: 'button', name: 'Send to the office' })
        await page.waitForText('The office has it')
      }),
    )
    expect(await channels.round()).toMatchObject({ pulled: 1, balance: { imported: 1 } })
    expect(await reported('P2')).toEqual([{ said: 'Wants 20 bags', by: byAnna }])
  })

  systemTest([firefoxProgram], 'a work packet, without script, reaches the row', async () => {
    await send('dispatch', 'P3', '--to', 'anna')
    await withSavedFile('packet.html', newestPage(mails.anna), url =>
      withFirefox({ javaScriptEnabled: false, width: 360 }, async page => {
        await page.open(url)
        await page.write({ label: 'What was said' }, 'Called back')
        await page.click({ css: 'button[type=submit], form button' })
        await page.waitForUrl(/\/thanks/)
      }),
    )
    expect(await channels.round()).toMatchObject({ pulled: 1, balance: { imported: 1 } })
    expect(await reported('P3')).toEqual([{ said: 'Called back', by: byAnna }])
  })
})
