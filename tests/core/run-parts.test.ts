// The loop of satchel run: its alarm, and the parts of a round.

import { makeAlarm } from '@satchel/core/run/alarm'
import type { Context } from '@satchel/core/context/context'
import { makeParts } from '@satchel/core/run/parts'
import { problem } from '@satchel/core/problems/problems'
import { describe, expect, test } from 'vitest'

describe('the alarm', () => {
  test('that rang before the waiting wakes at once, and only once', async () => {
    const alarm = makeAlarm(new AbortController().signal)
    alarm.ring()
    await alarm.wait(Infinity)
    let isAwake = false
    const waiting = alarm.wait(Infinity).then(() => (isAwake = true))
    await Promise.resolve()
    expect(isAwake).toBe(false)
    alarm.ring()
    await waiting
  })

  test('rings when the process is told to stop, and by itself after its time', async () => {
    const stop = new AbortController()
    const alarm = makeAlarm(stop.signal)
    await alarm.wait(1)
    const waiting = alarm.wait(Infinity)
    stop.abort()
    await waiting
  })
})

describe('the parts of a round', () => {
  const stop = new AbortController()
  const context = { stop: stop.signal, now: () => new Date('2026-11-29T10:00:00Z') } as Context
  const turned: (string | null)[] = []
  const events = { turned: (part: string, fault: Error | null) => void turned.push(part, fault?.message ?? null) }
  const away = problem('database/unreachable', 'The database does not answer.')

  test('are tried on their own: one that fails is reported once, and again when it works', async () => {
    const first = makeParts(context, events, {})
    expect(await first.attempt('database', () => Promise.reject(away))).toBe(false)
    expect(await first.attempt('inbox', () => Promise.resolve())).toBe(true)
    const second = makeParts(context, events, first.states)
    expect(await second.attempt('database', () => Promise.reject(away))).toBe(false)
    const third = makeParts(context, events, second.states)
    expect(await third.attempt('database', () => Promise.resolve())).toBe(true)
    expect(turned).toEqual(['database', away.message, 'database', null])
    expect(second.states['database']).toMatchObject({ since: '2026-11-29T10:00:00.000Z', problem: away.code })
  })

  test('are not tried once the process shall end; their state stays', async () => {
    const before = makeParts(context, events, {})
    await before.attempt('inbox', () => Promise.reject(new Error('anything')))
    stop.abort()
    const after = makeParts(context, events, before.states)
    expect(await after.attempt('inbox', () => Promise.resolve())).toBe(false)
    expect(after.states).toEqual(before.states)
    expect(before.states['inbox']?.problem).toBe('bug')
  })
})
