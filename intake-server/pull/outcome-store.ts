// Outcomes that the core pushed, by the hash of a receipt's code: a file a day in outcomes/, and where each line is in memory. A day goes as
// a whole when it is old. Nothing of anybody is in a line: hashes, a number, one word, a time, the core's signature.

import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isNewer } from '@satchel/protocol/messages/receipt-state'
import type { ReadOutcome, SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { syncFolder } from '@satchel/protocol/spool/spool'
import { intakeLimits } from '../limits.ts'
import { append, keyOf, type Newest, type Place, printLine, readDay, readLine, removeLines } from './outcome-files.ts'

export interface OutcomeStore {
  /**
   * Keeps outcomes durably; one that is not newer than what is kept of its receipt changes nothing.
   * @returns how many were kept; null where there is no room for them, and nothing was kept. @throws Problem disk/full.
   */
  keep(outcomes: readonly ReadOutcome[]): Promise<number | null>
  /** The last word of the core about a receipt; null: nothing, or too long ago. As long for a receipt that nobody knows as for another one. */
  find(receipt: string): Promise<SignedOutcome | null>
  /** Removes what was said of these items, at once. @returns how many lines. */
  forget(items: readonly string[]): Promise<number>
  /** Removes the days that are too old. */
  clean(): Promise<void>
  /** The newest that is kept; the core goes on behind it. */
  newest(): Promise<Newest | null>
}

type Limits = { readonly [Name in 'outcomes' | 'outcomeDays']: number }

const dayMs = 86_400_000
const dayFile = /^([0-9]{4}-[0-9]{2}-[0-9]{2})\.log$/

/** @param home folder of the intake. Nothing is read before the first question. */
export function openOutcomes(home: string, now: () => Date, limits: Limits = intakeLimits): OutcomeStore {
  const days = new Days(home, now, limits)
  let loaded: Promise<void> | null = null
  const ready = () => {
    loaded ??= days.load()
    return loaded
  }
  // one change after the other
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T> | T): Promise<T> => {
    const mine = last
      .catch(() => undefined)
      .then(ready)
      .then(work)
    last = mine
    return mine
  }
  return {
    keep: outcomes => inTurn(() => days.keep(outcomes)),
    async find(receipt) {
      await ready()
      return days.find(receipt)
    },
    forget: items => inTurn(() => days.forget(new Set(items))),
    clean: () => inTurn(() => days.clean()),
    newest: () => inTurn(() => days.newest()),
  }
}

class Days {
  readonly #home: string
  readonly #folder: string
  readonly #now: () => Date
  readonly #limits: Limits
  readonly #places = new Map<string, Place>()
  /** Lines of each day. */
  readonly #lines = new Map<string, number>()

  constructor(home: string, now: () => Date, limits: Limits) {
    this.#home = home
    this.#folder = join(home, 'outcomes')
    this.#now = now
    this.#limits = limits
  }

  #fileOf = (day: string) => join(this.#folder, `${day}.log`)
  #today = () => this.#now().toISOString().slice(0, 10)
  #oldest = () => new Date(this.#now().getTime() - this.#limits.outcomeDays * dayMs).toISOString().slice(0, 10)

  async load(): Promise<void> {
    const [found, counts] = [new Map<string, Place>(), new Map<string, number>()]
    const files = await readdir(this.#folder).catch(() => [])
    for (const day of files.flatMap(file => dayFile.exec(file)?.[1] ?? []).sort())
      counts.set(day, await readDay(this.#fileOf(day), day, found))
    // at once, so that nobody who asks meanwhile finds less than there is
    this.#places.clear()
    for (const [key, place] of found) this.#places.set(key, place)
    this.#lines.clear()
    for (const [day, count] of counts) this.#lines.set(day, count)
  }

  async keep(outcomes: readonly ReadOutcome[]): Promise<number | null> {
    await this.clean()
    const fresh = newestOnly(outcomes, this.#places)
    if (fresh.length === 0) return 0
    if (!(await this.#makeRoom(fresh.length))) return null
    const day = this.#today()
    const begins = await append(this.#folder, this.#home, this.#fileOf(day), fresh.map(printLine))
    for (const [index, { told }] of fresh.entries()) {
      const [at, size] = begins[index] ?? [0, 0]
      this.#places.set(keyOf(told.receipt), { day, at, size, epoch: told.epoch, number: told.number })
    }
    this.#lines.set(day, (this.#lines.get(day) ?? 0) + fresh.length)
    return fresh.length
  }

  async find(receipt: string): Promise<SignedOutcome | null> {
    const known = this.#places.get(keyOf(receipt))
    // a receipt that nobody knows costs the same look at the disk
    const looked = known ?? this.#places.values().next().value
    const line = looked === undefined ? null : await readLine(this.#fileOf(looked.day), looked)
    if (known === undefined || known.day < this.#oldest() || line?.receipt !== receipt) return null
    return { text: line.text, signature: line.signature }
  }

  async forget(items: ReadonlySet<string>): Promise<number> {
    let gone = 0
    for (const day of this.#lines.keys()) gone += await removeLines(this.#fileOf(day), items)
    if (gone > 0) await this.load()
    return gone
  }

  async clean(): Promise<void> {
    const first = this.#oldest()
    const old = [...this.#lines.keys()].filter(day => day < first)
    for (const day of old) await this.#drop(day)
    if (old.length > 0) await syncFolder(this.#folder)
  }

  newest(): Newest | null {
    let newest: Newest | null = null
    for (const { epoch, number } of this.#places.values())
      if (newest === null || isNewer({ epoch, number }, newest)) newest = { epoch, number }
    return newest
  }

  async #drop(day: string): Promise<void> {
    await rm(this.#fileOf(day), { force: true })
    this.#lines.delete(day)
    for (const [key, place] of this.#places) if (place.day === day) this.#places.delete(key)
  }

  /** The oldest days make room, today none. */
  async #makeRoom(count: number): Promise<boolean> {
    const { outcomes } = this.#limits
    const total = () => [...this.#lines.values()].reduce((sum, each) => sum + each, 0)
    for (const day of [...this.#lines.keys()].sort()) {
      if (total() + count <= outcomes || day >= this.#today()) break
      await this.#drop(day)
    }
    return total() + count <= outcomes
  }
}

/** Of each receipt the newest one, where that is newer than what is kept. */
function newestOnly(outcomes: readonly ReadOutcome[], places: ReadonlyMap<string, Place>): readonly ReadOutcome[] {
  const fresh = new Map<string, ReadOutcome>()
  for (const outcome of outcomes) {
    const key = keyOf(outcome.told.receipt)
    const before = fresh.get(key)?.told ?? places.get(key)
    if (before === undefined || isNewer(outcome.told, before)) fresh.set(key, outcome)
  }
  return [...fresh.values()]
}
