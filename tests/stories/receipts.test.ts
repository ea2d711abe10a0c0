// The fate of a post, told by its receipt: stored, imported, held or refused, signed by the core; and items of erased
// people, which every intake forgets, however long it is away and wherever the program is killed.

import { createPublicKey, verify } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReceipt } from '@satchel/protocol/messages/receipt'
import type { Packet } from '@satchel/protocol/messages/packet'
import { parseReceiptState } from '@satchel/protocol/messages/receipt-state'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails, replyTo } from '../helpers/home.ts'

let channels: Channels
let packets: ReadonlyMap<string, Packet>
beforeAll(async () => {
  const people = ['P1', 'P2', 'P3', 'P4']
  channels = await openChannels(people)
  const sent = await channels.satchel('dispatch', ...people, '--to', 'anna', '--json')
  await channels.satchel('send')
  const found = channels.home.packets(mails.anna)
  packets = new Map(
    sent.json<{ packet: string }[]>().flatMap(({ packet }, at) => {
      const one = found.find(each => each.id === packet)
      return one === undefined ? [] : [[people[at] ?? '', one] as const]
    }),
  )
})
afterAll(() => channels.close())

const packetOf = (hid: string): Packet => {
  const packet = packets.get(hid)
  if (packet === undefined) throw new Error(`no packet of ${hid}`)
  return packet
}
interface Given {
  readonly code: string
  readonly receipt: string
}
async function post(body: string): Promise<Given> {
  const headers = { 'content-type': 'text/plain' }
  const answer = await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers })
  return (await answer.json()) as Given
}
async function ask(code: string): Promise<{ state: string; outcome: string | null; signature: string | null }> {
  const [body, headers] = [new URLSearchParams({ code }), { accept: 'application/json' }]
  const answer = await fetch(`${channels.intake().url}/receipt`, { method: 'POST', body, headers })
  return (await answer.json()) as Awaited<ReturnType<typeof ask>>
}
const stateOf = async ({ code }: Given) => (await ask(code)).state
const asGrace = ['--as', 'grace'] as const

describe('a receipt', () => {
  test('says stored, then imported, held or refused, each in the same round', async () => {
    const good = await post(replyTo(packetOf('P1'), { set: { 'family-name': 'Jacaranda' } }))
    const doubtful = await post(replyTo(packetOf('P2'), { set: { born: '1971-01-01' } }))
    const wrong = await post(replyTo({ ...packetOf('P3'), token: '0'.repeat(26) }, { set: { note: 'x' } }))
    const broken = await post('(satchel-reply (version 1)')
    const all = [good, doubtful, wrong, broken]
    expect(await Promise.all(all.map(stateOf))).toEqual(['stored', 'stored', 'stored', 'stored'])
    await channels.satchel('run', '--once')
    expect(await Promise.all(all.map(stateOf))).toEqual(['imported', 'held', 'refused', 'refused'])
    const listed = await channels.home.satchel([...asGrace, 'review', 'list', '--reason', 'needs-review'])
    const stamp = /--stamp ([0-9a-f]{8})/.exec(listed.err)?.[1] ?? ''
    const decided = ['review', 'accept', '--reason', 'needs-review', '--stamp', stamp]
    expect(await channels.home.satchel([...asGrace, ...decided])).toMatchObject({ code: 0 })
    await channels.round()
    expect(await stateOf(doubtful)).toBe('imported')
  })

  test('carries the signature of the core over the item that the receipt names, for the key in the packet', async () => {
    const given = await post(replyTo(packetOf('P1'), { set: { note: 'signed' } }))
    await channels.round()
    const { outcome, signature } = await ask(given.code)
    const { outcomeKey = '' } = packetOf('P1').replyTo.web ?? {}
    const key = createPublicKey({ key: Buffer.from(outcomeKey, 'base64'), type: 'spki', format: 'der' })
    const isRight = (text: string) => verify(null, Buffer.from(text), key, Buffer.from(signature ?? '', 'base64'))
    expect(isRight(outcome ?? '')).toBe(true)
    expect(isRight((outcome ?? '').replace('imported', 'refused'))).toBe(false)
    expect(parseReceiptState(outcome ?? '')).toMatchObject({
      state: 'imported',
      item: parseReceipt(given.receipt).item,
      epoch: packetOf('P1').epoch,
    })
  })

  test('says nothing of anybody: no value, no packet, no code and no address is in the files of the outcomes', async () => {
    const given = await post(replyTo(packetOf('P1'), { set: { note: 'Bougainvillea' } }))
    await channels.round()
    const folder = join(channels.intake().home, 'outcomes')
    const said = filesBelow(folder)
      .map(file => readFileSync(join(folder, file), 'utf8'))
      .join('')
    expect(said.split('\n').length).toBeGreaterThan(4)
    const { id, token } = packetOf('P1')
    for (const canary of ['Bougainvillea', 'Jacaranda', id, token, given.code, mails.anna])
      expect(said).not.toContain(canary)
  })

  test('is told again to a host that lost everything, and to one that took its place', async () => {
    const given = await post(replyTo(packetOf('P1'), { set: { note: 'host lost' } }))
    await channels.round()
    rmSync(join(channels.intake().home, 'outcomes'), { recursive: true })
    await channels.restart()
    expect(await stateOf(given)).toBe('stored')
    expect((await channels.satchel('run', '--once')).code).toBe(0)
    expect(await stateOf(given)).toBe('imported')
  })

  test('survives a program that is killed before it could note anything down', async () => {
    const given = await post(replyTo(packetOf('P1'), { set: { note: 'killed' } }))
    const killed = await channels.home.process(['run', '--once'], {
      env: { ...channels.env(), SATCHEL_CRASH_AT: 'pull/told' },
    })
    expect(killed.signal).toBe('SIGKILL')
    expect(await stateOf(given)).toBe('imported')
    expect((await channels.satchel('run', '--once')).code).toBe(0)
    expect(await stateOf(given)).toBe('imported')
  })
})

describe('an erased person', () => {
  const itemsAt = (): string => filesBelow(channels.intake().spool).join(' ')
  const waits = async () => (await channels.home.satchel([...asGrace, 'status'], { env: channels.env() })).out

  test('is forgotten by the intake, in done/ too, once it is reached; status and next tell it until then', async () => {
    const given = await post(replyTo(packetOf('P2'), { set: { note: 'to be erased' } }))
    await channels.round()
    const { item } = parseReceipt(given.receipt)
    expect(itemsAt()).toContain(`${item}.sexp.pgp`)
    expect(itemsAt()).toContain('done/')
    expect(await channels.home.satchel(['erase', 'P2', '--sure'])).toMatchObject({ code: 0 })
    expect(await waits()).toMatch(/^NOT FORGOTTEN yet, erased .* items at http:\/\/127\.0\.0\.1:/m)
    const next = await channels.home.satchel([...asGrace, 'next'], { env: channels.env() })
    expect(next.out).toMatch(/items of erased people are still at http/)
    // away, and the list of what it has to forget stays
    const gone = { ...channels.env(), SATCHEL_INTAKES: `${channels.env().SATCHEL_INTAKES} http://127.0.0.1:9` }
    expect(await channels.home.satchel(['run', '--once'], { env: gone })).toMatchObject({ code: 3 })
    expect(itemsAt()).not.toContain(item)
    expect(await stateOf(given)).toBe('stored')
    expect((await channels.home.satchel([...asGrace, 'status'], { env: gone })).out).toMatch(
      /NOT FORGOTTEN .*127\.0\.0\.1:9/,
    )
    expect(await waits()).not.toContain('NOT FORGOTTEN')
  })

  test('is forgotten also where the program is killed before it noted that the intake was told', async () => {
    const given = await post(replyTo(packetOf('P3'), { set: { note: 'killed while forgetting' } }))
    await channels.round()
    const { item } = parseReceipt(given.receipt)
    expect(await channels.home.satchel(['erase', 'P3', '--sure'])).toMatchObject({ code: 0 })
    const killed = await channels.home.process(['run', '--once'], {
      env: { ...channels.env(), SATCHEL_CRASH_AT: 'pull/forgot' },
    })
    expect(killed.signal).toBe('SIGKILL')
    expect(await waits()).toContain('NOT FORGOTTEN')
    expect((await channels.satchel('run', '--once')).code).toBe(0)
    expect(await waits()).not.toContain('NOT FORGOTTEN')
    expect(itemsAt()).not.toContain(item)
  })
})

describe('a stick', () => {
  test('carries outcomes, what is forgotten and the live tokens, both ways', async () => {
    const stick = join(mkdtempSync(join(tmpdir(), 'satchel-stick-')), 'spool')
    const there = () => {
      rmSync(stick, { recursive: true, force: true })
      cpSync(channels.intake().spool, stick, { recursive: true })
    }
    const back = async () => {
      mkdirSync(join(channels.intake().spool, 'settle'), { recursive: true })
      cpSync(join(stick, 'settle'), join(channels.intake().spool, 'settle'), { recursive: true })
      // it looks into the folder when it starts
      await channels.restart()
      await expect
        .poll(() => readdirSync(join(channels.intake().spool, 'settle')).sort(), { timeout: 60_000 })
        .toEqual(['done'])
    }
    const pull = () => channels.home.satchel(['pull', stick, '--json'])
    try {
      const given = await post(replyTo(packetOf('P4'), { set: { note: 'by stick' } }))
      rmSync(join(channels.intake().home, 'live-tokens'))
      there()
      expect((await pull()).json()).toMatchObject([{ fetched: 1 }])
      expect((await channels.home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
      for (let time = 0; time < 3; time++) expect((await pull()).code).toBe(0)
      // a later list says all that an earlier one said
      const kinds = readdirSync(join(stick, 'settle')).map(file => file.replace(/^[0-9-]+\./, ''))
      expect(kinds.filter(kind => kind === 'tokens' || kind === 'outcomes').sort()).toEqual(['outcomes', 'tokens'])
      expect(await stateOf(given)).toBe('stored')
      await back()
      expect(await stateOf(given)).toBe('imported')
      expect(readFileSync(join(channels.intake().home, 'live-tokens'), 'utf8')).toMatch(/\(epoch .*\n[0-9a-f]{16}\n/)
      // what it has is not carried again
      there()
      expect((await pull()).code).toBe(0)
      expect(readdirSync(join(stick, 'settle')).some(file => file.endsWith('.outcomes'))).toBe(false)
      expect(await channels.home.satchel(['erase', 'P4', '--sure'])).toMatchObject({ code: 0 })
      const { item } = parseReceipt(given.receipt)
      there()
      expect(filesBelow(stick).join(' ')).toContain(item)
      expect((await pull()).code).toBe(0)
      await back()
      expect(filesBelow(channels.intake().spool).join(' ')).not.toContain(item)
      expect(await stateOf(given)).toBe('stored')
    } finally {
      rmSync(join(stick, '..'), { recursive: true, force: true })
    }
  })
})
