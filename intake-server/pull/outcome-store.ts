// Outcomes that the core pushed, by the hash of a receipt's code: a file a day in outcomes/, a line each, and where each line is in
// memory. A day goes as a whole when it is old. Nothing of anybody is in a line: hashes, a number, one word, a time, the core's signature.
//
//   line = RECEIPT SP ITEM SP EPOCH SP NUMBER SP SIGNATURE SP TEXT LF     (TEXT as a JSON string)

import { mkdir, open, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { isNewer } from '@satchel/protocol/messages/receipt-state'
import type { ReadOutcome, SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { diskProblem, syncFolder } from '@satchel/protocol/spool/spool'
import { intakeLimits } from '../limits.ts'

interface Newest {
  readonly epoch: number
  readonly number: number
}

export interface OutcomeStore {
  /**
   * Keeps outcomes durably; one that is not newer than what is kept of its receipt changes nothing.
   * @returns how many were kept; null where there is no room for them, and nothing was kept. @throws Problem disk/full.
   */
  keep(outcomes: readonly ReadOutcome[]): Promise<number | null>
  /** What the core said last of a receipt; null: nothing, or too long ago. As long for a receipt that nobody knows as for another one. */
  find(receipt: string): Promise<SignedOutcome | null>
  /** Removes what was said of these items, at once. @returns how many lines. */
  forget(items: readonly string[]): Promise<number>
  /** Removes the days that are too old. */
  clean(): Promise<void>
  /** The newest that is kept; the core goes on behind it. */
  newest(): Promise<Newest | null>
}

interface Place extends Newest {
  readonly day: string
  readonly at: number
  readonly size: number
}

type Limits = Pick<typeof intakeLimits, 'outcomes' | 'outcomeDays'>

const dayMs = 86_400_000
const dayFile = /^([0-9]{4}-[0-9]{2}-[0-9]{2})\.log$/
/** Half of a hash tells a million apart, and takes half of the memory. */
const keyOf = (receipt: string) => receipt.slice(0, 32)

const printLine = ({ told, text, signature }: ReadOutcome): string =>
  `${told.receipt} ${told.item} ${told.epoch} ${told.number} ${signature} ${JSON.stringify(text)}\n`

/** @param home folder of the intake. Nothing is read before the first question. */
export function openOutcomes(
  home: string,
  now: () => Date,
  limits: { readonly [Name in keyof Limits]: number } = intakeLimits,
): OutcomeStore {
  const folder = join(home, 'outcomes')
  const places = new Map<string, Place>()
  const lines = new Map<string, number>()
  const fileOf = (day: string) => join(folder, `${day}.log`)
  const today = () => now().toISOString().slice(0, 10)
  const oldest = () => new Date(now().getTime() - limits.outcomeDays * dayMs).toISOString().slice(0, 10)
  const load = async () => {
    const [found, counts] = [new Map<string, Place>(), new Map<string, number>()]
    const files = await readdir(folder).catch(() => [])
    for (const day of files.flatMap(file => dayFile.exec(file)?.[1] ?? []).sort())
      counts.set(day, await readDay(fileOf(day), day, found))
    // at once, so that nobody who asks meanwhile finds less than there is
    places.clear()
    for (const [key, place] of found) places.set(key, place)
    lines.clear()
    for (const [day, count] of counts) lines.set(day, count)
  }
  let loaded: Promise<void> | null = null
  const ready = () => {
    loaded ??= load()
    return loaded
  }
  // one change after the other
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last
      .catch(() => undefined)
      .then(ready)
      .then(work)
    last = mine
    return mine
  }
  const drop = async (day: string) => {
    await rm(fileOf(day), { force: true })
    lines.delete(day)
    for (const [key, place] of places) if (place.day === day) places.delete(key)
  }
  const clean = async () => {
    const first = oldest()
    const old = [...lines.keys()].filter(day => day < first)
    for (const day of old) await drop(day)
    if (old.length > 0) await syncFolder(folder)
  }
  const makeRoom = async (count: number): Promise<boolean> => {
    const total = () => [...lines.values()].reduce((sum, each) => sum + each, 0)
    for (const day of [...lines.keys()].sort()) {
      if (total() + count <= limits.outcomes || day >= today()) break
      await drop(day)
    }
    return total() + count <= limits.outcomes
  }
  return {
    keep: outcomes =>
      inTurn(async () => {
        await clean()
        const fresh = newestOnly(outcomes, places)
        if (fresh.length === 0) return 0
        if (!(await makeRoom(fresh.length))) return null
        const day = today()
        const begins = await append(folder, home, fileOf(day), fresh.map(printLine))
        for (const [index, { told }] of fresh.entries()) {
          const [at, size] = begins[index] ?? [0, 0]
          places.set(keyOf(told.receipt), { day, at, size, epoch: told.epoch, number: told.number })
        }
        lines.set(day, (lines.get(day) ?? 0) + fresh.length)
        return fresh.length
      }),
    async find(receipt) {
      await ready()
      const known = places.get(keyOf(receipt))
      // a receipt that nobody knows costs the same look at the disk
      const looked = known ?? places.values().next().value
      const line = looked === undefined ? null : await readLine(fileOf(looked.day), looked)
      if (known === undefined || known.day < oldest() || line?.receipt !== receipt) return null
      return { text: line.text, signature: line.signature }
    },
    forget: items =>
      inTurn(async () => {
        const wanted = new Set(items)
        let gone = 0
        for (const day of lines.keys()) gone += await removeLines(fileOf(day), wanted)
        if (gone > 0) await load()
        return gone
      }),
    clean: () => inTurn(clean),
    newest: () =>
      inTurn(() => {
        let newest: Newest | null = null
        for (const { epoch, number } of places.values()) {
          if (newest === null || isNewer({ epoch, number }, newest)) newest = { epoch, number }
        }
        return Promise.resolve(newest)
      }),
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

/** Durably. @returns where each line begins, and how long it is. */
async function append(
  folder: string,
  home: string,
  file: string,
  added: readonly string[],
): Promise<readonly (readonly [at: number, size: number])[]> {
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(home)
    const handle = await open(file, 'a', 0o600)
    try {
      let { size: at } = await handle.stat()
      const isNew = at === 0
      await handle.writeFile(added.join(''))
      await handle.sync()
      if (isNew) await syncFolder(folder)
      return added.map(line => {
        const size = Buffer.byteLength(line)
        at += size
        return [at - size, size] as const
      })
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw diskProblem(error)
  }
}

/** @returns how many lines a day has. What a killed process left behind the last line end is cut off. */
async function readDay(file: string, day: string, places: Map<string, Place>): Promise<number> {
  const bytes = await readFile(file)
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) await truncate(file, end)
  let count = 0
  for (let at = 0; at < end; ) {
    const next = bytes.indexOf(0x0a, at) + 1
    // only what comes before the text
    const [receipt = '', , epoch, number] = bytes.toString('latin1', at, Math.min(next, at + 180)).split(' ', 4)
    const place = { day, at, size: next - at, epoch: Number(epoch), number: Number(number) }
    const before = places.get(keyOf(receipt))
    if (before === undefined || isNewer(place, before)) places.set(keyOf(receipt), place)
    count++
    at = next
  }
  return count
}

/** Null: its day was removed meanwhile. */
async function readLine(
  file: string,
  { at, size }: Place,
): Promise<{ readonly receipt: string; readonly text: string; readonly signature: string } | null> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return null
  try {
    const bytes = Buffer.alloc(size)
    await handle.read(bytes, 0, size, at)
    const [receipt = '', , , , signature = ''] = bytes.toString('latin1').split(' ', 5)
    const text: unknown = JSON.parse(bytes.toString('utf8', bytes.indexOf(0x22)))
    return typeof text === 'string' ? { receipt, text, signature } : null
  } catch {
    // rewritten meanwhile, so that other octets are there: as good as gone
    return null
  } finally {
    await handle.close()
  }
}

/** @returns how many lines of these items a file had. */
async function removeLines(file: string, items: ReadonlySet<string>): Promise<number> {
  const before = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  const left = before.filter(line => !items.has(line.split(' ', 2)[1] ?? ''))
  if (left.length < before.length) await replaceFile(file, left.map(line => `${line}\n`).join(''))
  return before.length - left.length
}
