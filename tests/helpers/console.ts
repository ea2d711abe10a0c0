// The office console of a test home, listening on loopback, and browsers without script that are logged in to it.

import { makeConsoleLink } from '@satchel/core/console/console-link'
import { openConsole } from '@satchel/core/console/serve-console'
import { type Context, makeContext } from '@satchel/core/context/context'
import { corePrivateKey } from '@satchel/core/keys/core-keys'
import { homePaths } from '@satchel/core/home/home'
import { readSettings, type Settings } from '@satchel/core/home/settings'
import { plainEnv } from './command.ts'
import type { TestHome } from './home.ts'

interface Visited {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What a person reads: without marks, spaces as one. */
  readonly words: string
  /** Where a post led. */
  readonly location: string | null
}

/** A colleague's browser: its cookie goes along, and what a browser says of itself. */
export interface Browser {
  readonly cookie: string
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Visited>
  post(
    path: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Visited>
  /** Posts, and opens the page that it leads to. */
  press(path: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Visited>
}

export interface TestConsole {
  readonly url: string
  readonly context: Context
  /** Bugs that were told to the one who runs it. */
  readonly bugs: readonly string[]
  link(staff: string): Promise<string>
  /** A browser in which this colleague has logged in. */
  as(staff: string): Promise<Browser>
  /** A browser with this cookie; the empty string: with none. */
  browser(cookie: string): Browser
  close(): Promise<void>
}

/** Long enough for everything: what a test presses is answered by its result, and not by the page of its work. */
const answerMs = 60_000

/**
 * @param home a folder, or a home with its database. @param settings besides those of the home folder.
 * @param how how long a page waits for long work; what stops its steps.
 */
export async function openTestConsole(
  home: TestHome | string,
  listen = '127.0.0.1:0',
  settings: Partial<Settings> = {},
  how: { readonly answerMs?: number; readonly failpoint?: (step: string) => void } = {},
): Promise<TestConsole> {
  const folder = typeof home === 'string' ? home : home.home.folder
  const contextFor = (operator: string) =>
    makeContext({
      home: homePaths(folder),
      settings: { ...readSettings(folder, plainEnv()), ...settings, operator },
      env: plainEnv(),
      now: () => new Date(),
      readCoreKey: corePrivateKey,
      failpoint: how.failpoint ?? (() => undefined),
      stop: new AbortController().signal,
    })
  const context = contextFor('office')
  const bugs: string[] = []
  const listener = await openConsole(context, listen, text => void bugs.push(text), how.answerMs ?? answerMs)
  const { url } = listener
  const browser = (cookie: string) => browserOf(url, cookie)
  const link = async (staff: string) => {
    const own = contextFor(staff)
    try {
      return (await makeConsoleLink(own, { address: url })).link
    } finally {
      await own.close()
    }
  }
  return {
    url,
    context,
    bugs,
    link,
    browser,
    async as(staff) {
      const word = new URL(await link(staff)).searchParams.get('word') ?? ''
      const entered = await browser('').post('/enter', { word })
      const cookie = entered.headers.get('set-cookie')?.split(';')[0]
      if (cookie === undefined) throw new Error(`${staff} could not log in: ${entered.words}`)
      return browser(cookie)
    },
    async close() {
      await listener.close()
      await context.close()
    },
  }
}

function browserOf(url: string, cookie: string): Browser {
  const visit = async (path: string, options: RequestInit): Promise<Visited> => {
    const answer = await fetch(new URL(path, url), { redirect: 'manual', ...options })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      words: wordsOf(text),
      location: answer.headers.get('location'),
    }
  }
  const own = cookie === '' ? {} : { Cookie: cookie }
  const get: Browser['get'] = (path, headers = {}) =>
    visit(path, { headers: { ...own, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate', ...headers } })
  const post: Browser['post'] = (path, fields = {}, headers = {}) => {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each)
    return visit(path, {
      method: 'POST',
      body,
      headers: { ...own, Origin: url, 'Sec-Fetch-Site': 'same-origin', ...headers },
    })
  }
  return {
    cookie,
    get,
    post,
    async press(path, fields) {
      const posted = await post(path, fields)
      return posted.location === null ? posted : get(posted.location)
    },
  }
}

const wordsOf = (text: string): string =>
  text
    .replace(/<(script|style)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
    .replace(/\s+/g, ' ')
    .trim()
