// A reply that a page sealed and sent, by the page's own function, to a real intake; and to servers that only look like one.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SealKeys } from '@satchel/forms/browser/seal'
import { mostFiles, type Sending, sendReply } from '@satchel/forms/browser/send'
import { intakeLimits } from '@satchel/intake-server/limits'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { parseReceipt, printReceipt } from '@satchel/protocol/messages/receipt'
import { receiptKeyText, signReceipt } from '@satchel/protocol/messages/receipt-sign'
import { newReplyId } from '@satchel/protocol/messages/token'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { beforeAll, describe, expect, test } from 'vitest'
import { eachWithIntake, liveToken, postBody } from './posts.ts'

const host = eachWithIntake()
let keys: SealKeys
beforeAll(async () => {
  const [core, recovery] = await Promise.all(host.keys.publicKeys.map(key => sealingPart(key, new Date())))
  keys = [core ?? '', recovery ?? '']
})

const reply = (note: string) => `(satchel-reply (id "${newReplyId()}") (note "${note}"))`
const photo = (size = 5000) => ({
  name: 'photo-1.jpg',
  type: 'image/jpeg',
  bytes: new Uint8Array(randomBytes(size)),
})

async function sending(more: Partial<Sending> = {}): Promise<Sending> {
  const receiptKey = (await (await fetch(`${host.intake.url}/receipt.pub`)).text()).trim()
  return { url: `${host.intake.url}/reply`, receiptKey, keys, reply: reply('Mangoes'), token: liveToken, ...more }
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void

/** Another server in the place of the intake. */
async function withServer<Result>(answer: Answer, work: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reply`)
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}

const json = (status: number, body: unknown): Answer => {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }
}

describe('a reply that a page seals', () => {
  test('arrives: the intake holds what the core alone opens, and its receipt names it', async () => {
    const steps: string[] = []
    const sent = await sendReply(await sending({ step: step => void steps.push(step) }))
    const [held, ...more] = await host.held()
    expect(sent).toEqual({ state: 'arrived', code: held?.submission?.receipt, item: held?.name })
    expect(steps).toEqual(['sealed', 'sent'])
    expect(more).toEqual([])
    expect(held?.pool).toBe('reply')
    expect(held?.submission).toMatchObject({ channel: 'sealed-web', kind: 'reply', files: [] })
    const [[name, sealed] = ['', '']] = held?.submission?.fields ?? []
    expect(name).toBe('sealed')
    const { text } = await open(new Uint8Array(Buffer.from(sealed, 'base64')), { keys: [host.keys.corePrivate] })
    expect(text).toContain('Mangoes')
  })

  test('arrives with photos, each sealed by itself, under names that tell nothing', async () => {
    const files = [photo(), photo(700_000)]
    expect(await sendReply(await sending({ files }))).toMatchObject({ state: 'arrived' })
    const held = await host.held()
    const uploads = held.flatMap(({ upload }) => upload ?? [])
    expect(uploads).toHaveLength(2)
    const named = held.flatMap(({ submission }) => submission?.files ?? [])
    expect(named.map(({ sha256 }) => sha256).toSorted()).toEqual(
      held.flatMap(({ upload, name }) => (upload === undefined ? [] : [name])).toSorted(),
    )
    for (const each of [...uploads, ...named])
      expect(each).toMatchObject({ name: 'upload.sexp.pgp', type: 'application/octet-stream' })
    const inside = await Promise.all(
      uploads.map(async ({ bytes }) => parseUpload((await open(bytes, { keys: [host.keys.recoveryPrivate] })).text)),
    )
    expect(new Set(inside.map(({ bytes }) => Buffer.from(bytes).toString('hex')))).toEqual(
      new Set(files.map(({ bytes }) => Buffer.from(bytes).toString('hex'))),
    )
    for (const each of inside) expect(each).toMatchObject({ name: 'photo-1.jpg', type: 'image/jpeg' })
  })

  test('with more files than the intake takes is refused, and so is one that is too long', async () => {
    expect(mostFiles).toBe(intakeLimits.uploads)
    const files = Array.from({ length: mostFiles + 1 }, () => photo(10))
    expect(await sendReply(await sending({ files }))).toEqual({ state: 'refused' })
    expect(await sendReply(await sending({ reply: reply('x'.repeat(9_000_000)) }))).toEqual({ state: 'refused' })
    expect(await host.held()).toEqual([])
  })

  test('is said to have no answer where nothing answers, or nobody in time', async () => {
    await host.intake.close()
    const to = { receiptKey: '', keys, reply: reply('a'), token: liveToken }
    expect(await sendReply({ ...to, url: `${host.intake.url}/reply` })).toEqual({ state: 'no-answer' })
    const silent: Answer = () => undefined
    expect(await withServer(silent, url => sendReply({ ...to, url, timeoutMs: 200 }))).toEqual({ state: 'no-answer' })
    const moved: Answer = (_, response) => void response.writeHead(302, { location: 'https://portal.example/' }).end()
    expect(await withServer(moved, url => sendReply({ ...to, url }))).toEqual({ state: 'no-answer' })
    const busy = json(503, { problem: 'intake/busy' })
    expect(await withServer(busy, url => sendReply({ ...to, url }))).toEqual({ state: 'no-answer' })
  })
})

describe('an answer that is not the receipt of this reply', () => {
  async function answered(answer: Answer, more: Partial<Sending> = {}) {
    const to = await sending(more)
    return withServer(answer, url => sendReply({ ...to, url }))
  }

  /** What the intake answers to a post, passed on as it came. */
  async function passedOn(body: Buffer, request: IncomingMessage): Promise<unknown> {
    const headers = { 'Content-Type': request.headers['content-type'] ?? '', Accept: 'application/json' }
    const answer = await fetch(`${host.intake.url}/reply`, { method: 'POST', body: new Uint8Array(body), headers })
    return answer.json()
  }
  const passing =
    (change: (answer: Record<string, string>) => unknown): Answer =>
    (request, response, body) =>
      void passedOn(body, request).then(found =>
        response.writeHead(201).end(JSON.stringify(change(found as Record<string, string>))),
      )

  test('counts where it is passed on unchanged', async () => {
    expect(
      await answered(
        passing(answer => answer),
        { files: [photo()] },
      ),
    ).toMatchObject({ state: 'arrived' })
  })

  test('does not count from a captive portal, as a page or as anything else that is read', async () => {
    const page: Answer = (_, response) => void response.writeHead(200).end('<h1>Welcome to Hotel Wi-Fi</h1>')
    expect(await answered(page)).toEqual({ state: 'not-genuine' })
    for (const status of [200, 201])
      for (const body of [{}, null, [], 'yes', { code: liveToken }, { receipt: 1, signature: {} }])
        expect(await answered(json(status, body))).toEqual({ state: 'not-genuine' })
  })

  test('does not count after one changed letter of receipt or signature', async () => {
    const flip = (text = '') => `${text.slice(0, 30)}${text[30] === 'A' ? 'B' : 'A'}${text.slice(31)}`
    expect(await answered(passing(answer => ({ ...answer, receipt: flip(answer.receipt) })))).toEqual({
      state: 'not-genuine',
    })
    expect(await answered(passing(answer => ({ ...answer, signature: flip(answer.signature) })))).toEqual({
      state: 'not-genuine',
    })
  })

  test('does not count where an earlier genuine receipt is shown again', async () => {
    let earlier: Record<string, string> = {}
    const keep = passing(answer => (earlier = answer))
    expect(await answered(keep)).toMatchObject({ state: 'arrived' })
    expect(await answered(json(201, earlier))).toEqual({ state: 'not-genuine' })
    // the same text sealed again is another post
    const same = { reply: reply('the same') }
    expect(await answered(keep, same)).toMatchObject({ state: 'arrived' })
    expect(await answered(json(201, earlier), same)).toEqual({ state: 'not-genuine' })
  })

  test('does not count where the receipt is for an unsealed post', async () => {
    const plain = (await (
      await postBody(`${host.intake.url}/reply`, '(satchel-reply)', 'text/plain')
    ).json()) as Record<string, string>
    expect(parseReceipt(plain.receipt ?? '').version).toBe(1)
    expect(await answered(json(201, plain))).toEqual({ state: 'not-genuine' })
  })

  test('does not count where a photo is missing in it', async () => {
    const withoutPhoto: Answer = (request, response, body) => {
      const boundary = `--${/boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? ''}`
      const parts = body.toString('latin1').split(boundary)
      const cut = Buffer.from([parts[0], parts[1], '--\r\n'].join(boundary), 'latin1')
      void passedOn(cut, request).then(found => response.writeHead(201).end(JSON.stringify(found)))
    }
    expect(await answered(withoutPhoto)).toMatchObject({ state: 'arrived' })
    expect(await answered(withoutPhoto, { files: [photo()] })).toEqual({ state: 'not-genuine' })
  })

  test('does not count where another key signed it', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forge = (answer: Record<string, string>) => ({
      ...answer,
      signature: signReceipt(answer.receipt ?? '', privateKey),
    })
    expect(await answered(passing(forge))).toEqual({ state: 'not-genuine' })
    // and does where that is the key which the packet names
    expect(await answered(passing(forge), { receiptKey: receiptKeyText(privateKey) })).toMatchObject({
      state: 'arrived',
    })
  })
})

test('a receipt of version 2 is printed and read, and one of version 1 names nothing that was posted', () => {
  const digest = 'ab'.repeat(32)
  const received = { item: digest, code: liveToken, received: '2026-11-29T22:00:00Z' } as const
  const two = { version: 2, ...received, sealed: 'cd'.repeat(32), files: [digest] } as const
  expect(parseReceipt(printReceipt(two))).toEqual(two)
  expect(() => parseReceipt(printReceipt(two).replace('(version 2)', '(version 1)'))).toThrow('version 1')
  expect(() => parseReceipt(printReceipt(two).replace('(version 2)', '(version 3)'))).toThrow('version')
  expect(() => parseReceipt(printReceipt({ version: 1, ...received }).replace('(version 1)', '(version 2)'))).toThrow(
    'sealed',
  )
})
