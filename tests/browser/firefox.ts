// Debian's Firefox over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks itself: a page opened from a file,
// elements found as people name them, real pointer and keys. Nothing here runs script of its own in a page whose script is off.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { findProgram } from '../helpers/system.ts'

/** Name on PATH, for `systemTest`. */
export const firefoxProgram = 'firefox-esr'

interface FirefoxOptions {
  /** Off by the browser's own preference, as a careful person sets it. */
  readonly javaScriptEnabled?: boolean
  /** No host but the files of this computer answers: every request goes to a proxy that is not there. */
  readonly isOffline?: boolean
  readonly colorScheme?: 'light' | 'dark'
  /** CSS pixels. The window is higher than every page of ours, so that nothing has to be scrolled to. */
  readonly width?: number
  readonly locale?: string
}

/** How an element is found: by CSS, by its words, by its label, or by role and whole name as a screen reader has them. */
export type Found =
  | { readonly css: string }
  | { readonly text: string }
  | { readonly label: string }
  | { readonly role: string; readonly name?: string }

const height = 4000
const patienceMs = 30_000

const Answer = z.object({
  id: z.number().nullish(),
  type: z.string(),
  result: z.unknown().optional(),
  message: z.string().optional(),
})
const Nodes = z.object({ nodes: z.array(z.object({ sharedId: z.string() })) })
const Place = z.object({ context: z.string(), url: z.string() })
const Tree = z.object({ contexts: z.array(Place.extend({ children: z.array(Place).nullish() })) })

/** One page of Firefox. Every method waits until it can be done, up to half a minute, and then fails with what it looked for. */
export class FirefoxPage {
  readonly #connection: Connection
  readonly #context: string

  constructor(connection: Connection, context: string) {
    this.#connection = connection
    this.#context = context
  }

  async open(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' })
  }

  async url(): Promise<string> {
    const { contexts } = Tree.parse(await this.#send('browsingContext.getTree', { root: this.#context }))
    return contexts[0]?.url ?? ''
  }

  /** The first frame of the page. */
  async frame(): Promise<FirefoxPage> {
    const inside = await until(async () => {
      const { contexts } = Tree.parse(await this.#send('browsingContext.getTree', { root: this.#context }))
      return contexts[0]?.children?.[0]?.context
    }, 'no frame on the page')
    return new FirefoxPage(this.#connection, inside)
  }

  /** The first of the elements, as soon as there is one. */
  async find(found: Found): Promise<string> {
    return until(async () => (await this.all(found))[0], `no ${JSON.stringify(found)} on the page`)
  }

  /** Every element that is there now. */
  async all(found: Found): Promise<readonly string[]> {
    const locator = locatorOf(found)
    const answer = await this.#send('browsingContext.locateNodes', { context: this.#context, locator })
    return Nodes.parse(answer).nodes.map(({ sharedId }) => sharedId)
  }

  async click(found: Found): Promise<void> {
    const origin = { type: 'element', element: { sharedId: await this.find(found) } }
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await this.#act({ type: 'pointer', id: 'mouse', actions })
  }

  /** Types into what has the focus. A key is a character, or a private one of WebDriver's list. */
  async type(text: string): Promise<void> {
    const actions = [...text].flatMap(value => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.#act({ type: 'key', id: 'keys', actions })
  }

  /** Replaces what stands in a box. */
  async write(found: Found, text: string): Promise<void> {
    await this.click(found)
    const control = '\uE009'
    await this.#act({
      type: 'key',
      id: 'keys',
      actions: [
        { type: 'keyDown', value: control },
        { type: 'keyDown', value: 'a' },
        { type: 'keyUp', value: 'a' },
        { type: 'keyUp', value: control },
      ],
    })
    await this.type(text === '' ? '\uE017' : text)
  }

  async waitForText(text: string): Promise<void> {
    await this.find({ text })
  }

  async waitForUrl(pattern: RegExp): Promise<string> {
    return until(
      async () => {
        const url = await this.url()
        return pattern.test(url) ? url : undefined
      },
      `the page did not become ${String(pattern)}`,
    )
  }

  /** The value of an expression in the page; only where its script is on. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#send('script.evaluate', {
      expression,
      target: { context: this.#context },
      awaitPromise: true,
    })
    const { result } = z.object({ type: z.literal('success'), result: z.object({ value: z.unknown() }) }).parse(answer)
    return result.value
  }

  /** What the window shows, as PNG. */
  async screenshot(): Promise<Buffer> {
    const answer = await this.#send('browsingContext.captureScreenshot', { context: this.#context, origin: 'document' })
    return Buffer.from(z.object({ data: z.string() }).parse(answer).data, 'base64')
  }

  async #act(source: object): Promise<void> {
    await this.#send('input.performActions', { context: this.#context, actions: [source] })
  }

  #send(method: string, params: object): Promise<unknown> {
    return this.#connection.send(method, params)
  }
}

/** Starts Firefox with a profile of its own, opens an empty page, and ends both after the work. */
export async function withFirefox<Result>(
  options: FirefoxOptions,
  work: (page: FirefoxPage) => Promise<Result>,
): Promise<Result> {
  const program = findProgram(firefoxProgram)
  if (program === null) throw new Error(`${firefoxProgram} is not on PATH`)
  const profile = await mkdtemp(join(tmpdir(), 'satchel-firefox-'))
  await writeFile(join(profile, 'user.js'), preferences(options))
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']
  const firefox = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } })
  const ended = new Promise(resolve => firefox.once('exit', resolve))
  try {
    const connection = await Connection.open(`${await addressOf(firefox)}/session`)
    await connection.send('session.new', { capabilities: {} })
    const { contexts } = Tree.parse(await connection.send('browsingContext.getTree', {}))
    const context = contexts[0]?.context ?? ''
    const viewport = { width: options.width ?? 1024, height }
    await connection.send('browsingContext.setViewport', { context, viewport })
    return await work(new FirefoxPage(connection, context))
  } finally {
    firefox.kill()
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function preferences({ javaScriptEnabled = true, isOffline = false, colorScheme, locale }: FirefoxOptions): string {
  const all: Readonly<Record<string, string | number | boolean>> = {
    'javascript.enabled': javaScriptEnabled,
    'ui.systemUsesDarkTheme': colorScheme === 'dark' ? 1 : 0,
    'intl.accept_languages': locale ?? 'en',
    // it asks nobody for updates, lists or experiments: nothing of a test goes to the network
    'app.update.enabled': false,
    'browser.safebrowsing.update.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'services.settings.server': 'data:,',
    ...(isOffline
      ? {
          'network.proxy.type': 1,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': 9,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': 9,
          'network.proxy.allow_hijacking_localhost': true,
        }
      : {}),
  }
  return Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')
}

/** Firefox says it on stderr, once it listens. */
function addressOf(firefox: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    firefox.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
    firefox.once('exit', code => reject(new Error(`Firefox ended with ${code} before it listened: ${said}`)))
  })
}

/** Commands with their answers, over one socket. */
class Connection {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #last = 0

  static async open(url: string): Promise<Connection> {
    const socket = new WebSocket(url)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)), { once: true })
    })
    return new Connection(socket)
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(Answer.parse(JSON.parse(String(data)))))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has gone'))
    })
  }

  send(method: string, params: object): Promise<unknown> {
    this.#last += 1
    const id = this.#last
    this.#socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject: error => reject(new Error(`${method}: ${error.message}`)) })
    })
  }

  #take({ id, type, result, message }: z.infer<typeof Answer>): void {
    const waits = typeof id === 'number' ? this.#waiting.get(id) : undefined
    if (!waits || typeof id !== 'number') return
    this.#waiting.delete(id)
    if (type === 'success') waits.resolve(result)
    else waits.reject(new Error(message ?? type))
  }
}

function locatorOf(found: Found): object {
  if ('css' in found) return { type: 'css', value: found.css }
  if ('role' in found) return { type: 'accessibility', value: found }
  const words = 'text' in found ? found.text : found.label
  const holds = `contains(normalize-space(.), ${words.includes('"') ? `'${words}'` : `"${words}"`})`
  // a page may hold sentences that it does not show yet
  const innermost = `//body//*[${holds}][not(*[${holds}])][not(ancestor-or-self::*[@hidden])]`
  const labelled = `//*[@id = //label[${holds}]/@for] | //label[${holds}]//*[self::input or self::select or self::textarea]`
  return { type: 'xpath', value: 'text' in found ? innermost : labelled }
}

async function until<Value>(look: () => Promise<Value | undefined>, otherwise: string): Promise<Value> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(otherwise)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
