// Imports waiting items in order of receipt: untried replies together, all else one by one. While the database works on one
// group, the next is opened and read.

import { readItem as readSpooled } from '@satchel/protocol/spool/spool'
import { type Database, withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { tryItems, releaseAttempt, waitingItems } from '../db/calls/import.ts'
import { packetRecords } from '../db/calls/packets.ts'
import { applyBatch, type BatchItem, isPlain, mayGoAlone, type PlainReply } from './import-batch.ts'
import { importItem, isPoison } from './import-item.ts'
import { openAhead, type OpenAhead, worthAThread } from './open-ahead.ts'
import { readItem, readOpened } from './read/read-item.ts'
import type { Read, RunTools, Tried, Waiting } from './import-tools.ts'
import { findItem, spoolChannels } from '../home/item-spools.ts'
import { putAwayAll } from './receive-files.ts'

const pageSize = 500
/** Replies that are read at one time, and shared out into one transaction for each lane: few enough that a lock is held for a moment only. */
const groupSize = 100

/** Connections that work at one time, each on records of its own: one for each core of a small server, and one that works while they wait for the disk. */
const laneCount = 3

/** Imports what waits, until nothing more does or the run is told to stop. */
export async function importWaiting(database: Database, tools: RunTools): Promise<void> {
  const first = await waitingPage(database, undefined)
  if (first.length < worthAThread) return importLanes([database], tools, undefined)
  const { home, settings } = tools.context
  const ahead = openAhead(tools.keys)
  try {
    await withLanes(loginUrl(home, settings, 'import'), [database], lanes => importLanes(lanes, tools, ahead))
  } finally {
    await ahead.close()
  }
}

async function withLanes<T>(
  url: string,
  lanes: readonly Database[],
  work: (lanes: readonly Database[]) => Promise<T>,
): Promise<T> {
  if (lanes.length === laneCount) return work(lanes)
  return withDatabase(url, lane => withLanes(url, [...lanes, lane], work))
}

async function importLanes(lanes: readonly Database[], tools: RunTools, ahead: OpenAhead | undefined): Promise<void> {
  const [database] = lanes
  if (database === undefined) return
  // items whose attempt was counted and that nobody has taken up yet
  const begun = new Set<number>()
  let next: Promise<readonly Read[]> = Promise.resolve([])
  try {
    for await (const group of waitingGroups(database)) {
      if (tools.stop.aborted) break
      // their attempts are counted before the work on the group before them, outside of every transaction
      const tried = await tryGroup(database, tools, group)
      for (const { waiting } of tried) begun.add(waiting.item)
      const now = await next
      next = Promise.all(tried.map(one => readTried(tools, one, ahead)))
      await importGroup(lanes, tools, now, begun)
    }
    const last = await next
    if (!tools.stop.aborted) await importGroup(lanes, tools, last, begun)
  } finally {
    await next
    // stopped, or the moment was to blame (a full disk, a lost lock): that was no attempt at these
    await releaseAttempts(database, tools, [...begun])
  }
}

/** Gives attempts back, over a new connection where the old one is the trouble. */
async function releaseAttempts(database: Database, { context }: RunTools, items: readonly number[]): Promise<void> {
  const all = async (through: Database) => {
    for (const item of items) await through.run(releaseAttempt, { item })
  }
  const url = loginUrl(context.home, context.settings, 'import')
  await all(database)
    .catch(() => withDatabase(url, all))
    .catch(() => undefined)
}

const waitingPage = (database: Database, after: Waiting | undefined) =>
  database.run(waitingItems, { after_received: after?.received ?? null, after: after?.item ?? null, limit: pageSize })

/** Groups of what waits. One that stopped the program before is alone, so that it cannot take its neighbours along. */
async function* waitingGroups(database: Database): AsyncGenerator<readonly Waiting[]> {
  let after: Waiting | undefined
  for (;;) {
    const page = await waitingPage(database, after)
    let group: Waiting[] = []
    for (const item of page) {
      const isAlone = item.attempts + (group[0]?.attempts ?? 0) > 0
      if (group.length > 0 && (isAlone || group.length === groupSize)) {
        yield group
        group = []
      }
      group.push(item)
    }
    if (group.length > 0) yield group
    after = page.at(-1)
    if (after === undefined || page.length < pageSize) return
  }
}

/** Counts the attempts, and finds the files. What waits no longer is left out. */
async function tryGroup(database: Database, tools: RunTools, group: readonly Waiting[]): Promise<readonly Tried[]> {
  const rows = await database.run(tryItems, { items: group.map(waiting => waiting.item) })
  const attempts = new Map(rows.map(row => [row.item, row.attempts]))
  return Promise.all(
    group
      .filter(waiting => attempts.has(waiting.item))
      .map(async waiting => ({
        waiting,
        attempts: attempts.get(waiting.item) ?? 0,
        file: (await findItem(tools.spools[waiting.channel], waiting.hash)) ?? {
          pool: 'reply',
          name: waiting.hash,
          extension: 'raw',
          size: 0,
        },
      })),
  )
}

/** Reads one item; what is wrong with it is kept for its turn. */
async function readTried(tools: RunTools, tried: Tried, ahead: OpenAhead | undefined): Promise<Read> {
  if (isPoison(tried.attempts)) return { tried, error: null }
  const { context } = tools
  const { file, waiting } = tried
  const spool = tools.spools[waiting.channel]
  context.failpoint('import/tried')
  try {
    const { mail, mailServers, organisation } = context.settings
    const reader = { ...tools, failpoint: context.failpoint, now: context.now, mail, mailServers, organisation }
    const opened = waiting.channel === 'mail' ? null : ((await ahead?.open(spool, file)) ?? null)
    const act =
      opened === null
        ? await readItem(await readSpooled(spool, file), waiting.channel, waiting.trust === 'local', reader)
        : await readOpened(opened, waiting.channel, reader)
    context.failpoint('import/parsed')
    return { tried, act }
  } catch (error) {
    return { tried, error }
  }
}

type Together = readonly { readonly of: Tried & BatchItem; readonly act: PlainReply }[]

async function importGroup(
  lanes: readonly Database[],
  tools: RunTools,
  group: readonly Read[],
  begun: Set<number>,
): Promise<void> {
  const [database] = lanes
  if (database === undefined) return
  const one = async (own: Database, read: Read) => {
    const { item } = read.tried.waiting
    begun.delete(item)
    await importItem(own, tools, read).catch((error: unknown) => {
      begun.add(item)
      throw error
    })
  }
  let together: Together = []
  const flush = async () => {
    const batches = await inLanes(database, lanes.length, together)
    together = []
    const ended = await Promise.allSettled(
      batches.map(async (batch, lane) => {
        const own = lanes[lane] ?? database
        if (batch.length > 1) await importBatch(own, tools, batch, begun, read => one(own, read))
        else for (const { of, act } of batch) await one(own, { tried: of, act })
      }),
    )
    // the other lanes have come to their end by now: none works on while the run is given up
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason
  }
  for (const read of group) {
    if (tools.stop.aborted) return
    if ('act' in read && isPlain(read.act) && read.tried.attempts === 1) {
      together = [...together, { of: { ...read.tried, ...read.tried.waiting, attempts: 1 }, act: read.act }]
    } else {
      await flush()
      await one(database, read)
    }
  }
  await flush()
}

/** Shares replies out so that those to one record stay in one lane, in their order: which of two that clash stands does not depend on luck. */
async function inLanes(database: Database, count: number, replies: Together): Promise<readonly Together[]> {
  if (count === 1 || replies.length < count) return [replies]
  const rows = await database.run(packetRecords, { packets: replies.map(({ act }) => act.reply.packet) })
  const records = new Map(rows.map(row => [row.packet, row.entity]))
  return Array.from({ length: count }, (_, lane) =>
    replies.filter(({ act }) => (records.get(act.reply.packet) ?? 0) % count === lane),
  )
}

async function importBatch(
  database: Database,
  tools: RunTools,
  batch: Together,
  begun: Set<number>,
  one: (read: Read) => Promise<void>,
): Promise<void> {
  const { context, events } = tools
  const acts = new Map(batch.map(({ of, act }) => [of.item, act]))
  const oneByOne = async (items: readonly Together[number]['of'][]) => {
    for (const of of items) {
      const act = acts.get(of.item)
      if (act !== undefined) await one({ tried: of, act })
    }
  }
  let result: Awaited<ReturnType<typeof applyBatch<Together[number]['of']>>>
  try {
    result = await applyBatch(database, tools, batch)
  } catch (error) {
    if (!mayGoAlone(error)) throw error
    await oneByOne(batch.map(({ of }) => of))
    return
  }
  for (const { of } of result.ended) begun.delete(of.item)
  context.failpoint('import/committed')
  for (const channel of spoolChannels) {
    const here = result.ended.filter(({ of }) => of.waiting.channel === channel)
    for (const to of ['done', 'quarantine'] as const) {
      const files = here.filter(({ state }) => (state === 'quarantined') === (to === 'quarantine'))
      await putAwayAll(
        context,
        tools.spools[channel],
        files.map(({ of }) => of.file),
        to,
      )
    }
  }
  for (const { of, state, code, message } of result.ended) events.ended(of.hash, state, code, message)
  await oneByOne(result.alone)
}
