// What a page's script seals, sends and draws in a real browser, from a file on the disk, under the policy that a page has.

import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { padText } from '@satchel/forms/browser/padding'
import type { seal, SealKeys } from '@satchel/forms/browser/seal'
import type { sendReply } from '@satchel/forms/browser/send'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { parseUpload } from '@satchel/protocol/messages/upload'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { startIntake } from '../helpers/intake.ts'
import { systemTest } from '../helpers/system.ts'
import { heldIn, liveToken, publicHalves } from '../intake-server/posts.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { bundle } from '../workspace/bundle.ts'
import { root } from '../workspace/sources.ts'
import { browserProgram, withPage, withSavedFile } from './browser.ts'
import { firefoxProgram, withFirefox } from './firefox.ts'

/** The parts of scripts, as the page of this test shows them. */
interface Parts {
  readonly seal: typeof seal
  readonly padText: typeof padText
  readonly sendReply: typeof sendReply
}
declare const parts: Parts

let keys: TestKeys
let to: SealKeys
let script: string
beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 60_000))
  const [core = '', recovery = ''] = await Promise.all(keys.publicKeys.map(key => sealingPart(key, new Date())))
  to = [core, recovery]
  const folder = await mkdtemp(join(tmpdir(), 'satchel-script-'))
  try {
    const entry = join(folder, 'parts-entry.ts')
    const imports = ['seal', 'padding', 'send', 'photos'].map(
      name => `import * as ${name} from '${join(root, 'forms/browser', name)}.ts'`,
    )
    await writeFile(entry, `${imports.join('\n')}\n${sendOnPress}`)
    script = await bundle(entry)
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** The test has no types of a browser, so what runs there alone is text. */
const withoutX25519 = `{
  const { generateKey } = SubtleCrypto.prototype
  SubtleCrypto.prototype.generateKey = function (...args) {
    if (args[0] === 'X25519') throw new DOMException('unknown', 'NotSupportedError')
    return generateKey.apply(this, args)
  }
}`
interface Photo {
  readonly before: readonly number[]
  readonly small: {
    readonly bytes: readonly number[]
    readonly width: number
    readonly height: number
    readonly type: string
  }
  readonly tiny: number
  readonly refusal: string
}
const photoAndItsCopies = `(async () => {
  const canvas = document.createElement('canvas')
  canvas.width = 3000
  canvas.height = 1500
  const paper = canvas.getContext('2d')
  for (let at = 0; at < 6000; at++) {
    paper.fillStyle = 'hsl(' + (at * 37) % 360 + ' 80% 50%)'
    paper.fillRect((at * 131) % 3000, (at * 71) % 1500, 60, 40)
  }
  const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 1))
  const plain = new Uint8Array(await blob.arrayBuffer())
  // a segment as cameras write it, behind the first two octets
  const said = new TextEncoder().encode('Exif\\0\\0GPS -6.1731 35.7419 Camera of Anna')
  const marked = new Uint8Array([...plain.subarray(0, 2), 255, 225, 0, said.length + 2, ...said, ...plain.subarray(2)])
  const small = await parts.shrinkPhoto(new Blob([marked], { type: 'image/jpeg' }), { edge: 1600, bytes: 200000 })
  const tiny = await parts.shrinkPhoto(new Blob([marked]), { edge: 1600, bytes: 4000 })
  const refusal = await parts.shrinkPhoto(new Blob(['no picture']), { edge: 16, bytes: 9 }).catch(String)
  return { before: [...marked], small: { ...small, bytes: [...small.bytes] }, tiny: tiny.bytes.length, refusal }
})()`

/** Makes the parts known to tests, and sends what the page holds when its button is pressed. */
const sendOnPress = `
const parts = { ...seal, ...padding, ...send, ...photos }
Object.assign(globalThis, { parts })
document.querySelector('button').addEventListener('click', async () => {
  const files = [{ name: 'photo-1.jpg', type: 'image/jpeg', bytes: new Uint8Array(9000).fill(7) }]
  const { state } = await parts.sendReply({ ...JSON.parse(document.body.dataset.sending), files })
  document.querySelector('output').textContent = 'It is: ' + state
})`

/** A page that may run its script, and connect to one origin. @param sending without photos, which the page adds. */
function pageFor(origin: string, sending: unknown = {}): string {
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; connect-src ${origin}; form-action 'none'; base-uri 'none'`
  const data = JSON.stringify(sending).replaceAll('&', '&amp;').replaceAll("'", '&#39;')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body data-sending='${data}'><button type="button">Send</button><output></output><script>${script}</script></body></html>`
}

/** Opens such a page from disk in Chromium. */
function withScript<Result>(origin: string, work: (page: Page) => Promise<Result>): Promise<Result> {
  return withSavedFile('packet.html', pageFor(origin), url =>
    withPage({}, async page => {
      await page.goto(url)
      return work(page)
    }),
  )
}

const opened = async (sealed: readonly number[], by: 'corePrivate' | 'recoveryPrivate') =>
  (await open(Uint8Array.from(sealed), { keys: [keys[by]] })).text

describe('a page that was opened from disk', () => {
  systemTest(
    [browserProgram],
    'seals what the core and the recovery key open, with and without X25519 of the browser',
    () =>
      withScript("'none'", async page => {
        for (const native of [true, false]) {
          if (!native) await page.evaluate(withoutX25519)
          for (const size of [0, 5000, 200_000]) {
            const sealed = await page.evaluate(
              async ([keys, size]) => [...(await parts.seal(parts.padText('é'.repeat(size)), keys))],
              [to, size] as const,
            )
            for (const by of ['corePrivate', 'recoveryPrivate'] as const)
              expect((await opened(sealed, by)).trimEnd()).toBe('é'.repeat(size))
          }
        }
      }),
  )

  systemTest([browserProgram], 'sends a sealed reply with a photo to the intake, and knows the receipt', async () => {
    const intake = await startIntake({ keys: publicHalves(keys) })
    try {
      const receiptKey = (await (await fetch(`${intake.url}/receipt.pub`)).text()).trim()
      const sending = { url: `${intake.url}/reply`, receiptKey, keys: to, reply: '(satchel-reply)', token: liveToken }
      const sent = await withScript(intake.url, page =>
        page.evaluate(sending => {
          const bytes = new Uint8Array(9000).fill(7)
          return parts.sendReply({ ...sending, files: [{ name: 'photo-1.jpg', type: 'image/jpeg', bytes }] })
        }, sending),
      )
      const held = await heldIn(intake.spool, keys)
      const item = held.find(({ submission }) => submission !== undefined)
      const submission = item?.submission
      expect(sent).toEqual({ state: 'arrived', code: submission?.receipt, item: item?.name })
      expect(submission).toMatchObject({ channel: 'sealed-web', kind: 'reply' })
      const inside = held.find(item => item.upload !== undefined)?.upload?.bytes ?? new Uint8Array()
      expect(parseUpload(await opened([...inside], 'corePrivate'))).toMatchObject({ name: 'photo-1.jpg' })
    } finally {
      await intake.close()
    }
  })

  systemTest([browserProgram], 'is not taken in by a portal, and says where nobody answers', async () => {
    const portal = createServer((_, response) => {
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' })
      response.end('<h1>Welcome</h1>')
    })
    const strict = createServer((_, response) => void response.writeHead(200).end('<h1>Welcome</h1>'))
    for (const server of [portal, strict])
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
    try {
      const states: string[] = []
      for (const server of [portal, strict]) {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
        const sending = { url: `${url}/reply`, receiptKey: '', keys: to, reply: '(satchel-reply)', token: liveToken }
        states.push(
          await withScript(url, async page => {
            const { state } = await page.evaluate(given => parts.sendReply(given), sending)
            await page.context().setOffline(true)
            const offline = await page.evaluate(given => parts.sendReply(given), sending)
            return `${state}, offline ${offline.state}`
          }),
        )
      }
      expect(states).toEqual(['not-genuine, offline no-answer', 'no-answer, offline no-answer'])
    } finally {
      for (const server of [portal, strict]) {
        server.closeAllConnections()
        server.close()
      }
    }
  })

  systemTest([browserProgram], 'makes a photo small, and leaves behind what its file says of place and camera', () =>
    withScript("'none'", async page => {
      const photo = await page.evaluate<Photo>(photoAndItsCopies)
      expect(Buffer.from(photo.before).includes('Camera of Anna')).toBe(true)
      const after = Buffer.from(photo.small.bytes)
      expect(after.includes('Camera of Anna') || after.includes('Exif')).toBe(false)
      expect([photo.small.width, photo.small.height, photo.small.type]).toEqual([1600, 800, 'image/jpeg'])
      expect(after.length).toBeLessThanOrEqual(200_000)
      expect(photo.tiny).toBeLessThanOrEqual(4000)
      expect(photo.refusal).toContain('InvalidStateError')
    }),
  )

  systemTest([firefoxProgram], 'seals and sends from Firefox, too', async () => {
    const intake = await startIntake({ keys: publicHalves(keys) })
    try {
      const receiptKey = (await (await fetch(`${intake.url}/receipt.pub`)).text()).trim()
      const sending = { url: `${intake.url}/reply`, receiptKey, keys: to, reply: '(satchel-reply)', token: liveToken }
      await withSavedFile('packet.html', pageFor(intake.url, sending), url =>
        withFirefox({}, async page => {
          await page.open(url)
          await page.click({ role: 'button', name: 'Send' })
          await page.waitForText('It is: arrived')
        }),
      )
      const held = await heldIn(intake.spool, keys)
      const inside = held.find(item => item.upload !== undefined)?.upload?.bytes ?? new Uint8Array()
      for (const by of ['corePrivate', 'recoveryPrivate'] as const)
        expect(parseUpload(await opened([...inside], by))).toMatchObject({ name: 'photo-1.jpg' })
      const sealed = held.flatMap(({ submission }) => submission?.fields ?? [])
      expect(sealed.map(([name]) => name)).toEqual(['sealed'])
      expect((await opened([...Buffer.from(sealed[0]?.[1] ?? '', 'base64')], 'corePrivate')).trimEnd()).toBe(
        '(satchel-reply)',
      )
    } finally {
      await intake.close()
    }
  })
})
