// Imports waiting items in order of receipt: untried replies together, all else one by one. While the database works on one
// group, the next is opened and read.

import { receiptHash } from '@satchel/protocol/messages/receipt-state'
import { readItem as readSpooled } from '@satchel/protocol/spool/spool'
import { type Database, withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { importGroup } from './import-group.ts'
import { isPoison } from './import-item.ts'
import { type KeyThread, startKeyThread, worthAThread } from './key-thread.ts'
import { readItem, readOpened } from './read/read-item.ts'
import type { Read, RunTools, Tried } from './import-tools.ts'
import { noteReceipts } from '../db/calls/intake.ts'
import { intakeChannels } from '../home/item-spools.ts'
import { keepHeapSmall } from '../context/small-heap.ts'
import { releaseAttempts, tryGroup, waitingGroups, waitingPage } from './waiting-items.ts'

/** Connections that work at one time, each on records of its own: one for each core of a small server, and one that works while they wait for the disk. */
const laneCount = 3

/** Imports what waits, until nothing more does or the run is told to stop. */
export async function importWaiting(database: Database, tools: RunTools): Promise<void> {
  const first = await waitingPage(database, undefined)
  if (first.length < worthAThread) return importLanes([database], tools, undefined)
  const { home, settings } = tools.context
  keepHeapSmall()
  const thread = startKeyThread(tools.keys, await tools.context.coreKey())
  const beside = { ...tools, context: { ...tools.context, encryptAhead: thread.encrypt } }
  try {
    await withLanes(loginUrl(home, settings, 'import'), [database], lanes => importLanes(lanes, beside, thread))
  } finally {
    await thread.close()
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

async function importLanes(lanes: readonly Database[], tools: RunTools, thread: KeyThread | undefined): Promise<void> {
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
      next = Promise.all(tried.map(one => readTried(tools, one, thread)))
      await keepReceipts(database, now)
      await importGroup(lanes, tools, now, begun)
    }
    const last = await next
    await keepReceipts(database, last)
    if (!tools.stop.aborted) await importGroup(lanes, tools, last, begun)
  } finally {
    await next
    // stopped, or the moment was to blame (a full disk, a lost lock): that was no attempt at these
    await releaseAttempts(database, tools, [...begun])
  }
}

/** Before anything becomes of them, so that the holder of a receipt can be told of an item that waits, too. */
async function keepReceipts(database: Database, group: readonly Read[]): Promise<void> {
  const receipts = group.flatMap(({ tried: { waiting, receipt } }) =>
    receipt === undefined || !intakeChannels.includes(waiting.channel) ? [] : [{ item: waiting.item, receipt }],
  )
  if (receipts.length > 0) await database.run(noteReceipts, { receipts })
}

/** Reads one item; what is wrong with it is kept for its turn. */
async function readTried(tools: RunTools, tried: Tried, thread: KeyThread | undefined): Promise<Read> {
  if (isPoison(tried.attempts)) return { tried, error: null }
  const { context } = tools
  const { file, waiting } = tried
  const spool = tools.spools[waiting.channel]
  context.failpoint('import/tried')
  let receipt: string | null = null
  const onReceipt = (code: string) => {
    receipt = receiptHash(code)
  }
  const withReceipt = (): Tried => (receipt === null ? tried : { ...tried, receipt })
  try {
    const { mail, mailServers, organisation } = context.settings
    const reader = {
      ...tools,
      failpoint: context.failpoint,
      now: context.now,
      mail,
      mailServers,
      organisation,
      onReceipt,
    }
    const opened = waiting.channel === 'mail' ? null : ((await thread?.open(spool, file)) ?? null)
    const act =
      opened === null
        ? await readItem(await readSpooled(spool, file), waiting.channel, waiting.trust === 'local', reader)
        : await readOpened(opened, waiting.channel, reader)
    context.failpoint('import/parsed')
    return { tried: withReceipt(), act }
  } catch (error) {
    return { tried: withReceipt(), error }
  }
}
