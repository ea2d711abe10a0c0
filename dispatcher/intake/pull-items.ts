// Fetches what an intake lists into the core's spool. The intake is treated as hostile: names must rise, pages and bytes are
// counted, hashes decide, and nothing it says makes a loop or ends the process. What is wrong is counted and told.

import { Problem } from '@satchel/protocol/problem'
import type { ListedItem } from '@satchel/protocol/pull/pull-files'
import type { Reach, Spool } from '@satchel/protocol/spool/spool'
import { type IntakeClientLimits, intakeClientLimits } from './intake-client-limits.ts'
import type { IntakeSource } from './intake-source.ts'
import { dropPart, fetchPart, isHeld, keepBad, type PartTools, placePart, wasBad } from './pull-part.ts'

export interface PullOptions {
  /** Which of these items the database knows. Names in, names out. */
  readonly knows: (names: readonly string[]) => Promise<ReadonlySet<string>>
  readonly failpoint?: Reach
  /** A sentence for the operator: something that no honest intake does. Bounded; no value of a person is in it. */
  readonly onEvent?: (event: string) => void
  readonly stop?: AbortSignal
  /** `done`: read again what was settled, after a restore. */
  readonly from?: 'new' | 'done'
  /** Milliseconds that only rise; the process's own where not given. */
  readonly clock?: () => number
  readonly limits?: IntakeClientLimits
}

/** listed = fetched + known + refused + bad, always. */
export interface PullCounts {
  /** Items that were looked at. */
  readonly listed: number
  readonly fetched: number
  /** Written to the disk, of whatever item. */
  readonly bytes: number
  /** In the database or in the spool already. */
  readonly known: number
  /** Not fetched: out of order, listed twice, too large, or not given. */
  readonly refused: number
  /** Fetched twice, and not the bytes that their names stand for. */
  readonly bad: number
}

interface Pull {
  readonly source: IntakeSource
  readonly tools: PartTools
  readonly options: PullOptions
  readonly limits: IntakeClientLimits
  readonly clock: () => number
  readonly count: { -readonly [Name in keyof PullCounts]: PullCounts[Name] }
  readonly tell: Teller['tell']
  /** Failures of the line, one after the other. */
  failures: number
  lostMs: number
}

/**
 * Fetches every listed item that is not known, durably. Killed anywhere, the next pull goes on with the same bytes.
 * @returns what became of each listed item; after `stop` of those that were looked at.
 * @throws Problem of the source, when it is away, refuses us, or has seen a later core; disk/full.
 */
export async function pullItems(source: IntakeSource, spool: Spool, options: PullOptions): Promise<PullCounts> {
  const { limits = intakeClientLimits, clock = () => performance.now(), failpoint = () => undefined } = options
  const count = { listed: 0, fetched: 0, bytes: 0, known: 0, refused: 0, bad: 0 }
  const teller = makeTeller(options, limits.events)
  const onBytes = (bytes: number) => {
    count.bytes += bytes
  }
  const tools = { spool, failpoint, onBytes }
  const pull: Pull = { source, tools, options, limits, clock, count, tell: teller.tell, failures: 0, lostMs: 0 }
  try {
    await eachPage(pull)
  } finally {
    teller.end()
  }
  return count
}

interface Teller {
  /** @param isLast why the pull ended, which is always told. */
  readonly tell: (event: string, isLast?: boolean) => void
  /** Says how many were not told. */
  readonly end: () => void
}

function makeTeller({ onEvent = () => undefined }: PullOptions, most: number): Teller {
  let told = 0
  let last: string | null = null
  return {
    tell: (event, isLast = false) => {
      if (isLast) last = event
      else if (++told <= most) onEvent(event)
    },
    end: () => {
      if (told > most) onEvent(`and ${told - most} more of such`)
      if (last !== null) onEvent(last)
    },
  }
}

const isStopped = (pull: Pull) => pull.options.stop?.aborted === true

async function eachPage(pull: Pull): Promise<void> {
  const { source, limits, count, tell, options } = pull
  let after: string | undefined
  for (let page = 1; !isStopped(pull); page++) {
    const listing = await source.list(after, limits.page, options.from)
    const items = inOrder(pull, listing.items, after)
    const isOver = await takePage(pull, items)
    const last = items.at(-1)?.name
    if (isOver || listing.next === null) return
    if (last === undefined) return tell('the list does not go on in order of names; the rest of it was left', true)
    after = last
    if (page < limits.pages && count.listed < limits.items) continue
    return tell(`the list is longer than that of any intake of ours; it was left after ${count.listed} items`, true)
  }
}

/** The items that may follow: names rise, and none comes twice. Of one name there may be several, in several pools. */
function inOrder(pull: Pull, listed: readonly ListedItem[], after: string | undefined): readonly ListedItem[] {
  const items: ListedItem[] = []
  let last = after ?? ''
  let ofName = new Set<string>()
  for (const item of listed) {
    const key = `${item.pool} ${item.extension}`
    const isNext = item.name > last
    const isTwin = item.name === last && item.name !== after && !ofName.has(key)
    if (!isNext && !isTwin) {
      refuse(pull, item, 'is listed out of order or twice')
      continue
    }
    if (isNext) ofName = new Set()
    ofName.add(key)
    last = item.name
    items.push(item)
  }
  return items
}

const short = (item: ListedItem) => `item ${item.name.slice(0, 12)}`

function refuse(pull: Pull, item: ListedItem, why: string): void {
  pull.count.listed++
  pull.count.refused++
  pull.tell(`${short(item)} ${why}; it was not fetched`)
}

/** @returns true when the pull ends here. */
async function takePage(pull: Pull, items: readonly ListedItem[]): Promise<boolean> {
  const { limits, count, tell, options } = pull
  const known = items.length === 0 ? new Set() : await options.knows([...new Set(items.map(item => item.name))])
  for (const item of items) {
    if (isStopped(pull)) return true
    if (known.has(item.name) || (await isHeld(pull.tools.spool, item))) {
      count.listed++
      count.known++
    } else if (item.size > limits.itemBytes) refuse(pull, item, 'is larger than an item may be')
    else {
      const began = pull.clock()
      const isFetched = await takeItem(pull, item)
      if (isStopped(pull) && !isFetched) return true
      if (!isFetched) pull.lostMs += pull.clock() - began
    }
    if (count.bytes > limits.bytes)
      return end(tell, 'more bytes came than an intake holds; the rest waits for the next pull')
    if (pull.lostMs > limits.lostMs) return end(tell, 'too much time was lost with items that fail; the rest was left')
  }
  return false
}

function end(tell: Pull['tell'], why: string): true {
  tell(why, true)
  return true
}

/** Problems of the line: what was fetched stays, and the next pull goes on with it. */
const ofTheLine: readonly string[] = ['pull/unreachable', 'pull/failed', 'folder/not-readable']

/** Fetches one item. @returns false when it was not; that is counted, unless it was stopped. */
async function takeItem(pull: Pull, item: ListedItem): Promise<boolean> {
  const { count, limits } = pull
  try {
    const isWhole = await tryTwice(pull, item)
    pull.failures = 0
    count.listed++
    if (isWhole) count.fetched++
    else count.bad++
    return isWhole
  } catch (error) {
    if (isStopped(pull)) return false
    if (!(error instanceof Problem)) throw error
    if (error.code === 'pull/not-there') {
      refuse(pull, item, 'was listed and is not there')
      return false
    }
    if (!ofTheLine.includes(error.code)) throw error
    pull.failures++
    if (pull.failures >= limits.failures) throw error
    refuse(pull, item, 'was not given to its end')
    return false
  }
}

/** Once with what is there already, and once more from nothing: the wrong bytes may be what an earlier pull left. */
async function tryTwice(pull: Pull, item: ListedItem): Promise<boolean> {
  const { source, tools, tell, limits, options } = pull
  const { spool } = tools
  const read = (offset: number) => source.read(item, offset, options.stop)
  const tries = (await wasBad(spool, item)) ? 1 : 2
  for (let time = 1; time <= tries; time++) {
    if (time > 1) await dropPart(spool, item)
    const isRight = await fetchPart(tools, item, read).catch((error: unknown) => {
      // more bytes than listed, another part than asked for: the same as wrong bytes
      if (error instanceof Problem && error.code === 'pull/not-believed') return false
      throw error
    })
    if (isRight) {
      await placePart(tools, item)
      return true
    }
  }
  const isKept = await keepBad(spool, item, limits.badKept)
  tell(`${short(item)} has other bytes than its name stands for; ${isKept ? 'they lie in bad/' : 'they were not kept'}`)
  return false
}
