// The intake's store of the core's words: bounded in number and days, never older in place of newer, whole after a crash.
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { intakeLimits } from '@satchel/intake-server/limits'
import { openOutcomes } from '@satchel/intake-server/pull/outcome-store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bare, outcomeOf } from './pull-stage.ts'

const dayMs = 86_400_000
const start = new Date('2026-11-01T12:00:00Z')
let home: string
let clock: Date
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'satchel-outcomes-'))
  clock = start
})
afterEach(() => rmSync(home, { recursive: true }))

const open = (limits: Partial<typeof limitsOf> = {}) => openOutcomes(home, () => clock, { ...limitsOf, ...limits })
const limitsOf: { outcomes: number; outcomeDays: number } = {
  outcomes: intakeLimits.outcomes,
  outcomeDays: intakeLimits.outcomeDays,
}
const later = (days: number) => {
  clock = new Date(start.getTime() + days * dayMs)
}
const receipt = (at: number) => at.toString(16).padStart(64, '0')
/** A receipt of its own, whose hash begins with its number. */
const some = (at: number, number = at + 1) =>
  outcomeOf({ receipt: receipt(at).split('').toReversed().join(''), item: receipt(at), number })
const files = () => readdirSync(join(home, 'outcomes')).sort()

test('an older one never takes the place of a newer one: not in a list, not later, not after a restart', async () => {
  const [old, mid, fresh] = [1, 2, 3].map(number => outcomeOf({ number, state: number === 3 ? 'imported' : 'held' }))
  if (old === undefined || mid === undefined || fresh === undefined) throw new Error('three')
  const store = open()
  expect(await store.keep([mid, fresh, old])).toBe(1)
  for (const replayed of [old, mid, fresh]) expect(await store.keep([replayed])).toBe(0)
  expect(await store.find(fresh.told.receipt)).toEqual(bare(fresh))
  const again = open()
  expect(await again.keep([mid])).toBe(0)
  expect(await again.find(fresh.told.receipt)).toEqual(bare(fresh))
  const restored = outcomeOf({ epoch: 2, number: 1, state: 'stored' })
  expect(await again.keep([restored])).toBe(1)
  expect(await again.find(fresh.told.receipt)).toEqual(bare(restored))
  expect(await again.newest()).toEqual({ epoch: 2, number: 1 })
})

test('a line that a killed process left half is cut off, and what comes next is whole', async () => {
  await open().keep([some(1)])
  const [file = ''] = files()
  appendFileSync(join(home, 'outcomes', file), `${'3'.repeat(64)} ${'4'.repeat(64)} 1 9 half`)
  const store = open()
  expect(await store.keep([some(2)])).toBe(1)
  for (const each of [some(1), some(2)]) expect(await open().find(each.told.receipt)).toEqual(bare(each))
  expect(readFileSync(join(home, 'outcomes', file), 'utf8')).not.toContain('half')
  expect(await open().newest()).toEqual({ epoch: 1, number: 3 })
})

test('one is kept for so many days and not one more', async () => {
  const store = open()
  await store.keep([some(1)])
  later(intakeLimits.outcomeDays)
  await store.clean()
  expect(await store.find(some(1).told.receipt)).toEqual(bare(some(1)))
  later(intakeLimits.outcomeDays + 1)
  expect(await store.find(some(1).told.receipt)).toBeNull()
  expect(files()).toHaveLength(1)
  await store.clean()
  expect(files()).toEqual([])
  expect(await store.newest()).toBeNull()
})

test('one that changed is kept from the day of its change', async () => {
  const store = open()
  await store.keep([some(1, 1)])
  later(50)
  await store.keep([some(1, 2)])
  later(intakeLimits.outcomeDays + 1)
  await store.clean()
  expect(await store.find(some(1).told.receipt)).toEqual(bare(some(1, 2)))
  expect(await open().find(some(1).told.receipt)).toEqual(bare(some(1, 2)))
})

test('as many are kept as there is room for; the oldest days make room, those of today none', async () => {
  const store = open({ outcomes: 4 })
  expect(await store.keep([some(1), some(2)])).toBe(2)
  later(1)
  expect(await store.keep([some(3), some(4)])).toBe(2)
  expect(await store.find(some(1).told.receipt)).not.toBeNull()
  expect(await store.keep([some(5)])).toBe(1)
  expect(await store.find(some(1).told.receipt)).toBeNull()
  expect(await store.find(some(3).told.receipt)).not.toBeNull()
  expect(await store.keep([some(6)])).toBe(1)
  expect(await store.keep([some(7)])).toBeNull()
  expect(await store.find(some(7).told.receipt)).toBeNull()
  expect(await store.keep([some(6)])).toBe(0)
})

test('what is said of an item that is forgotten is gone from every day, and the others stay', async () => {
  const store = open()
  await store.keep([some(1, 1), some(2, 2)])
  later(1)
  await store.keep([some(1, 3), some(3, 4)])
  expect(await store.forget([some(1).told.item])).toBe(2)
  expect(await store.find(some(1).told.receipt)).toBeNull()
  for (const [at, number] of [
    [2, 2],
    [3, 4],
  ] as const)
    expect(await store.find(some(at).told.receipt)).toEqual(bare(some(at, number)))
  for (const file of files())
    expect(readFileSync(join(home, 'outcomes', file), 'utf8')).not.toContain(some(1).told.item)
  expect(await store.forget([some(1).told.item])).toBe(0)
})
