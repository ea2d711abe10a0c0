// From the button of a saved page to a sealed item: a real browser without script posts to the real intake process.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readHtmlHeader, replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { makeCoreKey, makeRecoveryKey, readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { parseSubmission, type Submission } from '@satchel/protocol/messages/submission'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { ownPacket, selfUpdate, token } from '../forms/samples.ts'
import { type RunningIntake, startIntake } from '../helpers/intake.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram } from './browser.ts'
import { confirmPage, printPage, replyTo, withSavedPage } from './form-page.ts'

describe('a page that posts to the real intake', () => {
  systemTest([browserProgram], 'leaves one sealed item that says what was filled in, and thanks', async () => {
    const name = 'جيمي 👩‍🌾 "O\'Brien"'
    const print = (intake: { url: string }) => printPage(selfUpdate(), ownPacket({ replyTo: replyTo(intake) }))
    const said = await post(print, async opened => {
      await opened.getByText('Jimmy Okello').click()
      await opened.getByLabel('Given name').fill(name)
      await opened.getByLabel('Family name').fill('')
      await opened.getByRole('button', { name: 'Send my changes' }).click()
    })
    expect(readHtmlHeader(said.fields).token).toBe(token)
    const { set, drops } = replyFromHtmlFields(said.fields, selfUpdate())
    expect([set.get('given-name'), set.get('family-name'), set.get('language'), drops]).toEqual([name, null, 'lg', []])
    expect([said.kind, said.channel]).toEqual(['reply', 'web'])
  })

  systemTest([browserProgram], 'brings the answer to a question whether a change was meant', async () => {
    const said = await post(
      ({ url }) => confirmPage(`${url}/reply`),
      opened => opened.getByRole('button').click(),
    )
    expect(said.fields).toEqual([
      ['token', token],
      ['confirm', 'yes'],
    ])
  })
})

/** Prints a page for an intake that was just started, fills it in without script, and opens the one item that it left. */
async function post(
  print: (intake: RunningIntake) => string,
  work: (page: Page) => Promise<void>,
): Promise<Submission> {
  const order = { name: 'Test', email: 'core@example.org', now: new Date(Date.now() - 60_000) }
  const core = await makeCoreKey(order)
  const recovery = await makeRecoveryKey({ ...order, passphrase: 'correct horse battery staple' })
  const intake = await startIntake({ keys: { core: core.publicArmored, recovery: recovery.publicArmored } })
  try {
    await withSavedPage(print(intake), { javaScriptEnabled: false, locale: 'en' }, async page => {
      await work(page)
      await page.waitForURL(`${intake.url}/thanks**`)
      expect(await page.getByRole('heading').first().innerText()).toBe('It has arrived')
    })
    const [item = '', ...more] = itemsOf(join(intake.spool, 'new/reply'))
    expect(more).toEqual([])
    const bytes = readFileSync(item)
    expect(bytes.includes(token)).toBe(false)
    const { text } = await open(bytes, { keys: [await readPrivateKey(core.privateArmored)] })
    return parseSubmission(text)
  } finally {
    await intake.close()
  }
}

/** Complete items below a folder. */
function itemsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.sexp.pgp'))
    .map(file => join(folder, file))
}
