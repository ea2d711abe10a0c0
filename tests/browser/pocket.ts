// Pocket on a real intake in a real Chromium, with locked packets of the test that its phrase opens. Nothing here judges.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import type { SealKeys } from '@satchel/forms/browser/seal'
import { keyOfPhrase, type PhraseKey } from '@satchel/forms/locked/lock'
import { printLockedPage } from '@satchel/forms/locked/locked-page'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FrameLocator, Page } from 'playwright-core'
import { casePacket, forms, org, words } from '../forms/samples.ts'
import { type RunningIntake, startIntake } from '../helpers/intake.ts'
import { publicHalves } from '../intake-server/posts.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { type PageOptions, withPage } from './browser.ts'
import { workPage } from './work-page.ts'

export const phrase = '7QK2-M9XA-3F0T-8WVB'
export const passphrase = 'donkey lantern river'

export interface PocketWorld {
  readonly intake: RunningIntake
  readonly keys: TestKeys
  /** A locked page for this intake, as a letter carries it. */
  readonly locked: (changes?: Partial<Packet>, at?: string) => string
  /** The page inside it. */
  readonly inner: (changes?: Partial<Packet>, at?: string, def?: FormDefinition) => string
  readonly page: Page
  /** The packet that is open. */
  readonly packet: FrameLocator
}

let made: Promise<readonly [TestKeys, SealKeys, PhraseKey]> | undefined

async function make(): Promise<readonly [TestKeys, SealKeys, PhraseKey]> {
  const keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
  const [core = '', recovery = ''] = await Promise.all(keys.publicKeys.map(key => sealingPart(key, new Date())))
  return [keys, [core, recovery], await keyOfPhrase(phrase)]
}

/** Around a page that stands in the clear. */
export function lockedAround(page: string, key: PhraseKey, packet: string): string {
  const script = forms.scripts.get('locked-page')
  if (script === undefined) throw new Error('the script of the locked page is not there')
  return printLockedPage(page, packet, words('en'), org, { template: forms.lockedPage, script, key })
}

export const phraseKey = async (): Promise<PhraseKey> => (await (made ??= make()))[2]

export async function withPocket(options: PageOptions, work: (world: PocketWorld) => Promise<void>): Promise<void> {
  const [keys, sealKeys, key] = await (made ??= make())
  const intake = await startIntake({ keys: publicHalves(keys) })
  try {
    const receiptKey = (await (await fetch(`${intake.url}/receipt.pub`)).text()).trim()
    const packetFor = (changes: Partial<Packet> = {}, at = intake.url): Packet => {
      const web = { url: `${at}/reply`, receiptKey }
      return casePacket({ replyTo: { mail: 'core+reply@example.org', web }, ...changes })
    }
    const inner: PocketWorld['inner'] = (changes, at, def) =>
      workPage({
        packet: packetFor(changes, at),
        keys: [sealKeys[0], sealKeys[1]],
        plain: false,
        ...(def ? { def } : {}),
      })
    const locked: PocketWorld['locked'] = (changes, at) =>
      lockedAround(inner(changes, at), key, packetFor(changes, at).id)
    await withPage({ width: 360, locale: 'en', ...options }, page =>
      work({ intake, keys, locked, inner, page, packet: page.frameLocator('#frame') }),
    )
  } finally {
    await intake.close()
  }
}

/** The first visit: a passphrase is chosen. */
export async function begin(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/app/`)
  await page.getByRole('textbox', { name: 'Passphrase of Pocket' }).fill(passphrase)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: 'Your packets', exact: true }).waitFor()
}

export async function unlock(page: Page, typed = passphrase): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase of Pocket' }).fill(typed)
  await page.getByRole('button', { name: 'Unlock' }).click()
}

export const asFile = (content: string, name = 'packet-7QK2.html') => ({
  name,
  mimeType: 'text/html',
  buffer: Buffer.from(content),
})

/** Picks files as the file button does. */
export async function pick(page: Page, ...contents: readonly string[]): Promise<void> {
  await page.locator('#pick').setInputFiles(contents.map(each => asFile(each)))
}

/** A packet whose phrase is not known yet, until it is open. */
export async function pickFirst(page: Page, content: string): Promise<void> {
  await pickWithPhrase(page, content)
  await page.frameLocator('#frame').locator('#draft:not(:empty)').waitFor()
}

export async function pickWithPhrase(page: Page, content: string, typed = phrase): Promise<void> {
  await page.getByRole('button', { name: 'Add a packet' }).click()
  await pick(page, content)
  await page.getByRole('textbox', { name: 'Your phrase' }).fill(typed)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}
