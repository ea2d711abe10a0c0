// Pocket from its first visit to a sealed answer at the office's intake, without a network in between, in a real Chromium under its worker.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { parseReply } from '@satchel/protocol/messages/reply'
import { describe, expect } from 'vitest'
import { startIntake } from '../helpers/intake.ts'
import { systemTest } from '../helpers/system.ts'
import { heldIn, publicHalves } from '../intake-server/posts.ts'
import { browserProgram } from './browser.ts'
import { begin, pick, pickFirst, type PocketWorld, unlock, withPocket } from './pocket.ts'

/** The reply that the intake has, opened. */
async function replyIn({ intake, keys }: Pick<PocketWorld, 'intake' | 'keys'>) {
  const held = await heldIn(intake.spool, keys)
  const sealed = held.flatMap(({ submission }) => submission?.fields ?? []).find(([name]) => name === 'sealed')?.[1]
  const { text } = await open(new Uint8Array(Buffer.from(sealed ?? '', 'base64')), { keys: [keys.corePrivate] })
  return parseReply(text.trimEnd())
}

async function answer({ packet }: Pick<PocketWorld, 'packet'>, note: string): Promise<void> {
  await packet.locator('.outcomes label', { hasText: /^Reached$/ }).click()
  await packet.getByLabel('What was said').fill(note)
  await packet.locator('#draft', { hasText: 'Draft kept' }).waitFor()
}

async function send({ packet }: Pick<PocketWorld, 'packet'>): Promise<void> {
  await packet.getByRole('button', { name: 'Check and send' }).click()
  await packet.getByRole('button', { name: 'Send to the office' }).click()
}

describe('Pocket', () => {
  systemTest([browserProgram], 'opens a packet by its phrase, and its answer arrives sealed', async () => {
    await withPocket({}, async world => {
      const { page, packet } = world
      await begin(page, world.intake.url)
      await pickFirst(page, world.locked())
      await answer(world, 'Wants twenty bags')
      await send(world)
      await packet.getByText('The office has it').first().waitFor()
      expect((await replyIn(world)).report?.get('note')).toBe('Wants twenty bags')
      await page.goBack()
      await page.locator('.item .pill', { hasText: 'Sent' }).waitFor()
    })
  })

  systemTest([browserProgram], 'starts and answers without a network; the answer goes when there is one', async () => {
    await withPocket({}, async world => {
      const { page, packet, intake } = world
      await begin(page, intake.url)
      await pickFirst(page, world.locked())
      await page.evaluate('navigator.serviceWorker.ready.then(() => 1)')
      await intake.stop()
      await page.reload()
      await unlock(page)
      await page.getByRole('button', { name: /^Jimmy/ }).click()
      await answer(world, 'Offline in the field')
      await send(world)
      await packet.getByText('is kept here').waitFor()
      await page.reload()
      await unlock(page)
      await page.locator('.item .pill', { hasText: 'Waiting' }).waitFor()
      // the same host again, on the same port
      const again = await startIntake({
        keys: publicHalves(world.keys),
        home: intake.home,
        settings: { listen: new URL(intake.url).host },
      })
      try {
        await page.evaluate("dispatchEvent(new Event('online'))")
        await page.locator('.item .pill', { hasText: 'Sent' }).waitFor()
        expect((await replyIn({ intake: again, keys: world.keys })).report?.get('note')).toBe('Offline in the field')
      } finally {
        await again.close()
      }
    })
  })

  systemTest([browserProgram], 'can be installed, takes shared files, and starts in a window of its own', async () => {
    await withPocket({}, async ({ page, intake }) => {
      await begin(page, intake.url)
      await page.evaluate('navigator.serviceWorker.ready.then(() => 1)')
      const session = await page.context().newCDPSession(page)
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      // a browser without a profile of its own installs nothing; that is all that it has against it
      expect(installabilityErrors.map(({ errorId }) => errorId).filter(id => id !== 'in-incognito')).toEqual([])
      const { data, errors } = await session.send('Page.getAppManifest')
      expect(errors).toEqual([])
      expect(JSON.parse(data ?? '')).toMatchObject({
        start_url: '/app/',
        display: 'standalone',
        share_target: { action: '/app/share', method: 'POST', enctype: 'multipart/form-data' },
      })
    })
  })

  systemTest([browserProgram], 'opens a later packet of the same phrase by itself', async () => {
    await withPocket({}, async world => {
      await begin(world.page, world.intake.url)
      await pickFirst(world.page, world.locked())
      await world.packet.getByText('How did it go?').waitFor()
      await world.page.goBack()
      await pick(world.page, world.locked({ id: '8QK2-M9XA-3F0T' }))
      await world.packet.getByText('How did it go?').waitFor()
      expect(await world.packet.locator('.foot .num').innerText()).toContain('8QK2')
    })
  })
})
