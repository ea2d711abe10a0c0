// Proof of work in a real browser: its script finds the number at the true number of bits, and a page without a script waits.

import { intakeLimits } from '@satchel/intake-server/limits'
import { describe, expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { eachWithServer } from '../intake-server/in-process.ts'
import { browserProgram, withPage } from './browser.ts'

const server = eachWithServer()

describe('a page that asks for proof of work', () => {
  systemTest([browserProgram], 'is sent by pressing its button once more, which waits for the number', async () => {
    let later = 0
    const url = await server.serve({ limits: { workBurst: 0 }, now: () => new Date(Date.now() + later) })
    await withPage({ locale: 'en' }, async page => {
      const faults: string[] = []
      page.on('console', message => void (message.type() === 'error' && faults.push(message.text())))
      await page.goto(`${url}/inquiry`)
      await page.locator('#message').fill('Have you seed?')
      await page.locator('#reach').fill('ada@b.example')
      // nobody types as fast as this test
      later = 5000
      await page.locator('form button').click()
      await page.getByRole('alert').waitFor({ timeout: 10_000 })
      expect(await page.locator('#message').inputValue()).toBe('Have you seed?')
      // is pressed when it is no longer disabled
      await page.locator('form button').click({ timeout: 60_000 })
      await page.waitForURL(`${url}/thanks**`, { timeout: 10_000 })
      // the answer with 429 is all that a browser complains about
      expect(faults.filter(fault => !fault.includes('429'))).toEqual([])
    })
    expect(await server.stored()).toBe(1)
  })

  systemTest([browserProgram], 'without a script is sent after the wait', async () => {
    let later = 0
    const url = await server.serve({ limits: { workBurst: 0 }, now: () => new Date(Date.now() + later) })
    await withPage({ locale: 'en', javaScriptEnabled: false }, async page => {
      await page.goto(`${url}/update`)
      await page.locator('#email').fill('ada@b.example')
      later = 5000
      await page.locator('form button').click()
      await page.getByRole('alert').waitFor({ timeout: 10_000 })
      later += intakeLimits.workWaitSeconds * 1000
      await page.locator('form button').click()
      await page.waitForURL(`${url}/thanks**`, { timeout: 10_000 })
    })
    expect(await server.stored()).toBe(1)
  })
})
