// A real Chromium for tests: one page at a time, closed again whatever happens. Nothing of it goes to the network but to
// servers of the test itself.

import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { findProgram } from '../helpers/system.ts'

export interface PageOptions {
  /** Off shows what a page without script can do. On where axe has to run. */
  readonly javaScriptEnabled?: boolean
  readonly colorScheme?: 'light' | 'dark'
  /** `reduce`: what changes is there at once. */
  readonly reducedMotion?: 'reduce'
  /** CSS pixels; the height is 800. */
  readonly width?: number
  readonly locale?: string
  /** A screen that is tapped. */
  readonly hasTouch?: boolean
}

/** Name on PATH of the browser that the tests run, for `systemTest`. */
export const browserProgram = 'chromium'

/** Opens an empty page in a browser of its own, and closes both after the work. */
export async function withPage<Result>(options: PageOptions, work: (page: Page) => Promise<Result>): Promise<Result> {
  const executablePath = findProgram(browserProgram)
  if (executablePath === null) throw new Error(`${browserProgram} is not on PATH`)
  // Root may not run Chromium's own sandbox; what is opened here is only our own pages.
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const { width = 1024, ...rest } = options
    const context = await browser.newContext({ ...rest, viewport: { width, height: 800 } })
    return await work(await context.newPage())
  } finally {
    await browser.close()
  }
}

/** Writes a page into a folder of its own, as a mail program saves an attachment, and gives its file:// address. */
export async function withSavedFile<Result>(
  name: string,
  content: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'satchel-page-'))
  try {
    await writeFile(join(folder, name), content)
    return await work(pathToFileURL(join(folder, name)).href)
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
  }[]
}

/** What axe-core finds on the page, one line a place: rule, impact, markup. Empty when nothing is wrong. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })')
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${id} (${impact ?? '?'}): ${html}`))
}

/** Id, name or type of what has the focus, as the keyboard reaches it; `body` when nothing has. */
export async function focused(page: Page): Promise<string> {
  const active = page.locator(':focus')
  if ((await active.count()) === 0) return 'body'
  for (const attribute of ['id', 'name', 'type']) {
    const said = await active.getAttribute(attribute)
    if (said !== null) return said
  }
  return 'unnamed'
}
