// Several intakes and one core. One of them lies: it lists what is not its own, repeats, swaps, withholds and never ends. The work of the
// others goes on, nothing of the lie reaches a record, and status tells it. And a host that is replaced in the middle of a campaign.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { printAbout } from '@satchel/protocol/pull/pull-about'
import { printListing } from '@satchel/protocol/pull/pull-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byName, itemOf } from '../dispatcher/pull-liar.ts'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { mails, replyTo } from '../helpers/home.ts'
import { publicKeysOf, type RunningIntake, startIntake } from '../helpers/intake.ts'

let channels: Channels
let packet: Packet
let liar: http.Server
let answer: (url: string, response: http.ServerResponse) => void
let liarUrl: string
const told: { readonly url: string; readonly body: string }[] = []
beforeAll(async () => {
  channels = await openChannels(['P1'])
  await channels.satchel('dispatch', 'P1', '--to', 'anna')
  await channels.satchel('send')
  const [first] = channels.home.packets(mails.anna)
  if (first === undefined) throw new Error('no packet')
  packet = first
  liar = http.createServer((request, response) => {
    const chunks: Uint8Array[] = []
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    request.on('end', () => {
      told.push({ url: request.url ?? '', body: Buffer.concat(chunks).toString('latin1') })
      answer(request.url ?? '', response)
    })
  })
  await new Promise<void>(resolve => liar.listen(0, '127.0.0.1', () => resolve()))
  liarUrl = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`
})
afterAll(async () => {
  liar.closeAllConnections()
  await new Promise(resolve => liar.close(resolve))
  await channels.close()
})

async function post(url: string, note: string): Promise<{ code: string }> {
  const headers = { 'content-type': 'text/plain' }
  const sent = await fetch(`${url}/reply`, {
    method: 'POST',
    body: replyTo(packet, { set: { 'family-name': note } }),
    headers,
  })
  return (await sent.json()) as { code: string }
}
async function stateAt(url: string, code: string): Promise<string> {
  const [body, headers] = [new URLSearchParams({ code }), { accept: 'application/json' }]
  const said = await fetch(`${url}/receipt`, { method: 'POST', body, headers })
  return ((await said.json()) as { state: string }).state
}
const note = async () =>
  (await channels.home.rows<{ note: string }>("select person_family as note from person where person_hid = 'P1'"))[0]
    ?.note
const both = () => ({ ...channels.env(), SATCHEL_INTAKES: `${liarUrl} ${channels.intake().pullUrl}` })
const status = async () => (await channels.home.satchel(['status'], { env: both() })).out
const none = {
  receiptKey: null,
  counts: { reply: 0, unsubscribe: 0, open: 0, bad: 0, done: 0 },
  oldest: null,
  freeBytes: 1,
  outcomes: null,
}

describe('an intake that lies', () => {
  const [a, b] = byName([itemOf('a'), itemOf('b')])
  const lost = itemOf('lost')
  const other = (url: string) => (url.includes(itemOf('a').name) ? 'b' : 'a')
  if (a === undefined || b === undefined) throw new Error('two')
  const forged = `(satchel-reply (version 1))`

  test.each<readonly [string, RegExp, (url: string, response: http.ServerResponse) => void]>([
    [
      'gives other bytes under the names of others, swapped',
      /has other bytes than its name stands for/,
      (url, response) =>
        void response.end(url.startsWith('/items/') ? other(url) : printListing({ items: [a, b], next: null })),
    ],
    [
      'lists the same item again and again, and never ends',
      /listed out of order or twice|does not go on in order/,
      (_, response) => void response.end(printListing({ items: [a, a, b, a], next: 'f'.repeat(64) })),
    ],
    [
      'lists what it does not give',
      /was listed and is not there/,
      (url, response) => {
        if (url.startsWith('/items/')) response.writeHead(404).end()
        else response.end(printListing({ items: [lost], next: null }))
      },
    ],
    [
      'says that it keeps words of the core that were never said',
      /outcomes of a later epoch/,
      (url, response) =>
        void response.end(
          url === '/about'
            ? printAbout({ ...none, outcomes: { epoch: Number.MAX_SAFE_INTEGER, number: 1 } })
            : printListing({ items: [], next: null }),
        ),
    ],
  ])('and %s stops nobody, and is told', async (name, lie, lying) => {
    answer = (url, response) => {
      const isList = url.startsWith('/items')
      if (isList || (url === '/about' && name.includes('keeps words'))) lying(url, response)
      else response.end(url === '/about' ? printAbout(none) : '')
    }
    const given = await post(channels.intake().url, name)
    const ended = await channels.home.satchel(['run', '--once'], { env: both() })
    expect(ended.err).toMatch(lie)
    expect(ended.out).toContain('1 imported')
    expect(await note()).toBe(name)
    expect(await stateAt(channels.intake().url, given.code)).toBe('imported')
    expect(await status()).toMatch(new RegExp(`^NOT HONEST in the last round: .*${lie.source}`, 'm'))
    expect((await channels.home.satchel(['next'], { env: both() })).out).toContain('not honest in the last round')
    expect(channels.waiting()).toEqual([])
  })

  test('learns nothing of anybody from what it is told', () => {
    const bodies = told.map(({ body }) => body).join('')
    expect(told.some(({ url }) => url === '/outcomes')).toBe(true)
    for (const canary of [packet.token, packet.id, 'stops nobody', mails.anna, 'given-name', forged])
      expect(bodies).not.toContain(canary)
  })

  test('is no longer told of once it was honest for a round', async () => {
    answer = (url, response) =>
      void response.end(
        url === '/about' ? printAbout(none) : url.startsWith('/items') ? printListing({ items: [], next: null }) : '',
      )
    expect((await channels.home.satchel(['run', '--once'], { env: both() })).code).toBe(0)
    expect(await status()).not.toContain('NOT HONEST')
  })
})

describe('an intake that is honest', () => {
  const one = itemOf('waits at an older host')
  const serve = (statusOf: (url: string) => number) => {
    told.length = 0
    answer = (url, response) => {
      if (url.startsWith('/items?')) response.end(printListing({ items: [one], next: null }))
      else if (url.startsWith('/items/')) response.end('waits at an older host')
      else if (url === '/about') response.end(printAbout(none))
      else response.writeHead(statusOf(url)).end()
    }
  }
  const wasTold = (url: string) => told.some(each => each.url === url)

  test('and older is told what it can take, is pulled from, and is asked to be updated', async () => {
    const places = ['/outcomes', '/purposes', '/app-signed']
    serve(url => (places.includes(url) ? 404 : 200))
    const pulled = await channels.home.satchel(['pull', liarUrl])
    expect([pulled.code, pulled.out]).toEqual([0, expect.stringContaining('1 fetched')])
    expect(pulled.err).toMatch(/is of an earlier version and does not take .*update it/)
    expect(pulled.err.match(/earlier version/g)).toHaveLength(1)
    await channels.home.satchel(['run', '--once'], { env: both() })
    expect(['/live-tokens', ...places].filter(wasTold)).toEqual(['/live-tokens', ...places])
    expect(await status()).not.toContain('NOT HONEST')
    expect(await status()).toMatch(/^OLDER or full in the last round: .* does not take /m)
  })

  test('and full gets everything else; so does one that fails with one thing, and the fault is told', async () => {
    serve(url => (url === '/outcomes' ? 507 : url === '/live-tokens' ? 500 : 200))
    const pulled = await channels.home.satchel(['pull', liarUrl])
    expect([pulled.code, pulled.out]).toEqual([10, expect.stringContaining('known already')])
    expect(pulled.err).toContain('has no room for what became of posts')
    expect(pulled.err).toContain('status 500')
    expect(['/purposes', '/app-signed', '/outcomes'].every(wasTold)).toBe(true)
  })
})

describe('a host that is replaced in the middle of a campaign', () => {
  test('loses nothing: what waits is pulled, packets that are out work at the new host, and old receipts are answered there', async () => {
    const old = channels.intake()
    const before = await post(old.url, 'posted at the old host')
    const pull = readFileSync(join(old.home, 'keys/pull.pem'), 'utf8')
    const folder = join(mkdtempSync(join(tmpdir(), 'satchel-new-host-')), 'intake')
    let fresh: RunningIntake | null = null
    try {
      fresh = await startIntake({ home: folder, keys: { ...publicKeysOf(channels.home.home.keys), pull } })
      const env = { SATCHEL_INTAKE_URL: fresh.url, SATCHEL_INTAKES: `${old.pullUrl} ${fresh.pullUrl}` }
      // the packet names the old receipt key and the old address; its file and its text form go to the new one
      const after = await post(fresh.url, 'posted at the new host')
      const run = await channels.home.satchel(['run', '--once'], { env })
      expect([run.code, run.out]).toEqual([0, expect.stringContaining('2 imported')])
      expect(await stateAt(fresh.url, after.code)).toBe('imported')
      expect(await stateAt(fresh.url, before.code)).toBe('imported')
      expect(readFileSync(join(folder, 'live-tokens'), 'utf8').split('\n').length).toBeGreaterThan(2)
      // and with the old one gone for good
      const alone = { ...env, SATCHEL_INTAKES: fresh.pullUrl }
      const later = await post(fresh.url, 'after the old host was gone')
      expect((await channels.home.satchel(['run', '--once'], { env: alone })).out).toContain('1 imported')
      expect(await stateAt(fresh.url, later.code)).toBe('imported')
      expect(await note()).toBe('after the old host was gone')
    } finally {
      await fresh?.close()
      rmSync(join(folder, '..'), { recursive: true, force: true })
    }
  })
})
