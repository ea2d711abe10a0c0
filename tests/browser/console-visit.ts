// Pages of the office console in a real Chromium: a colleague who is logged in, and what must be so on every page.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestConsole } from '../helpers/console.ts'
import { findBarriers, type PageOptions, withPage } from './browser.ts'

/** A browser in which this colleague has logged in; what script or policy complains of fails the test. */
export async function withColleague<Result>(
  served: TestConsole,
  staff: string,
  options: PageOptions,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const [name = '', value = ''] = (await served.as(staff)).cookie.split('=')
  return withPage(options, async page => {
    await page.context().addCookies([{ name, value, url: served.url }])
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (/Content Security Policy|TypeError/.test(message.text())) complaints.push(message.text())
    })
    const result = await work(page)
    expect(complaints).toEqual([])
    return result
  })
}

/** Neither barriers nor anything to scroll sideways: by day and by night, narrow and wide, with everything opened. */
export async function expectOpenToAll(page: Page, address: string): Promise<void> {
  await page.goto(address)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1280]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      expect([address, colorScheme, width, ...(await findBarriers(page))]).toEqual([address, colorScheme, width])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
}
