// Answers that wait in Pocket: what goes again by itself, when, and what is told.

import { startSender } from '@satchel/forms/pocket/script/kept/queue'
import { type Held, isAbout, outdated, stateOf } from '@satchel/forms/pocket/script/kept/held'
import type { Head, Queued, Verdict } from '@satchel/forms/pocket/script/kept/items'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const packet = '7QK2-M9XA-3F0T'
const head = { packet, fate: null, answer: null, sent: 0, expires: '2026-12-01T00:00:00Z' } as unknown as Head

function heldWith(...ids: readonly string[]) {
  const queue = new Map<string, Queued>(
    ids.map(id => [
      id,
      { kind: 'queued', id, packet, at: 1, url: 'https://x.example/reply', receiptKey: '', tokenHash: '0', parts: [] },
    ]),
  )
  const held = {
    queue,
    heads: new Map([[packet, head]]),
    line: () => null,
    judge: async (queued: Queued, verdict: Verdict) => {
      queue.set(queued.id, { ...queued, verdict })
    },
  }
  return held as unknown as Held
}

let online: (() => void) | undefined
const answers = vi.fn<() => Promise<Response>>()

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-30T10:00:00Z') })
  vi.stubGlobal('fetch', answers)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('addEventListener', (_: string, call: () => void) => (online = call))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  answers.mockReset()
})

const answering = (status: number, body: string, headers = {}) =>
  answers.mockImplementation(() => Promise.resolve(new Response(body, { status, headers })))

describe('an answer that waits', () => {
  test('and that the office’s computer refuses is posted once, is shown as not sent, and stays', async () => {
    answering(413, '{"problem":"request/too-large"}')
    const held = heldWith('a')
    expect(stateOf(held, head)).toBe('queued')
    const sender = startSender(
      held,
      () => {},
      () => {},
    )
    await sender.all()
    await vi.advanceTimersByTimeAsync(3_600_000)
    await sender.all()
    online?.()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(answers).toHaveBeenCalledTimes(1)
    expect(stateOf(held, head)).toBe('unsent')
    expect(outdated(held, Date.parse('2027-12-01T00:00:00Z'))).toEqual([])
  })

  test('and that met a log-in page goes again with another network, not by the clock', async () => {
    answering(200, '<h1>Welcome to the hotel</h1>')
    const held = heldWith('a')
    await startSender(
      held,
      () => {},
      () => {},
    ).all()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(answers).toHaveBeenCalledTimes(1)
    expect(stateOf(held, head)).toBe('unsent')
    online?.()
    await vi.advanceTimersByTimeAsync(1000)
    expect(answers).toHaveBeenCalledTimes(2)
  })

  test('waits longer after each attempt without an answer', async () => {
    answers.mockRejectedValue(new TypeError('no network'))
    const held = heldWith('a', 'b')
    startSender(
      held,
      () => {},
      () => {},
    )
    await vi.advanceTimersByTimeAsync(2 * 3_600_000)
    expect(stateOf(held, head)).toBe('queued')
    // 240 ticks of the clock, and at most a post per half hour in the end
    expect(answers.mock.calls.length).toBeGreaterThan(5)
    expect(answers.mock.calls.length).toBeLessThan(12)
  })

  test('goes no sooner than a busy computer asks, however often the network comes and goes', async () => {
    answering(503, '{"problem":"intake/full"}', { 'Retry-After': '600' })
    startSender(
      heldWith('a'),
      () => {},
      () => {},
    )
    await vi.advanceTimersByTimeAsync(30_000)
    for (let minute = 0; minute < 9; minute += 1) {
      online?.()
      await vi.advanceTimersByTimeAsync(60_000)
    }
    expect(answers).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(answers).toHaveBeenCalledTimes(2)
  })
})

describe('the office’s answer', () => {
  const now = Date.parse('2026-11-30T10:00:00Z')
  const answer = {
    packet,
    reply: 'r1',
    slots: [{ slot: 'field a', is: 'applied' }],
    at: now - 31 * 86_400_000,
  } as const
  const fate = (state: 'imported' | 'refused' | 'held') => ({ state, epoch: 1, number: 9, at: now })
  const held = (one: Head) =>
    ({ queue: new Map(), heads: new Map([[packet, one]]), line: () => null }) as unknown as Held

  test('that is not signed does not count against the end that the core signed', () => {
    const refused = { ...head, answer, fate: fate('refused') }
    expect(stateOf(held(refused), refused)).toBe('answered')
    expect(outdated(held(refused), now)).toEqual([])
    const slots = [{ slot: 'field a', is: 'refused' }] as const
    const imported = { ...head, answer: { ...answer, slots }, fate: fate('imported') }
    expect(stateOf(held(imported), imported)).toBe('closed')
    const open = { ...head, answer: { ...answer, slots }, fate: fate('held') }
    expect(stateOf(held(open), open)).toBe('answered')
  })

  test('is taken where it names the reply that was sent from here; a share without one changes nothing', () => {
    const sent = { ...head, reply: 'r1' }
    for (const isShared of [false, true]) {
      expect(isAbout(sent, answer, isShared)).toBe(true)
      expect(isAbout(sent, { ...answer, reply: 'r2' }, isShared)).toBe(false)
    }
    expect(isAbout(head, answer, false)).toBe(true)
    expect(isAbout(head, answer, true)).toBe(false)
    expect(isAbout({ ...head, reply: '' }, { ...answer, reply: '' }, true)).toBe(false)
  })
})

test('a packet with a draft that was not sent stays, however long its last day is over', () => {
  const late = Date.parse('2027-06-01T00:00:00Z')
  const held = heldWith()
  expect(outdated(held, late)).toEqual([head])
  expect(outdated({ ...held, line: () => '{"saved":1}' }, late)).toEqual([])
})
