// Imports one group of items that were read: replies together, shared out over lanes, what is no plain reply one by one.

import type { Database } from '../db/database.ts'
import { packetRecords } from '../db/calls/packets.ts'
import type { ActItem } from './apply/act-tools.ts'
import { applyBatch, isPlain, mayGoAlone, type PlainReply } from './import-batch.ts'
import { importItem } from './import-item.ts'
import type { Read, RunTools, Tried } from './import-tools.ts'
import { spoolChannels } from '../home/item-spools.ts'
import { putAwayAll } from './receive-files.ts'

type Together = readonly { readonly of: Tried & ActItem; readonly act: PlainReply }[]

/**
 * Replies that can go together do, until an item comes that has to be in its turn; one of which nothing can be taken changes no record and
 * goes last.
 * @param begun items whose attempt was counted and that nobody has taken up yet.
 */
export async function importGroup(
  lanes: readonly Database[],
  tools: RunTools,
  group: readonly Read[],
  begun: Set<number>,
): Promise<void> {
  const [database] = lanes
  if (database === undefined) return
  let together: Together = []
  let last: readonly Read[] = []
  const flush = async () => {
    const replies = together
    together = []
    await importTogether(lanes, tools, replies, begun)
  }
  for (const read of group) {
    if (tools.stop.aborted) return
    if ('act' in read && isPlain(read.act) && read.tried.attempts === 1) {
      together = [...together, { of: { ...read.tried, ...read.tried.waiting, attempts: 1 }, act: read.act }]
    } else if ('error' in read || read.act.act === 'unread') last = [...last, read]
    else {
      await flush()
      await importOne(database, tools, read, begun)
    }
  }
  await flush()
  for (const read of last) if (!tools.stop.aborted) await importOne(database, tools, read, begun)
}

async function importOne(database: Database, tools: RunTools, read: Read, begun: Set<number>): Promise<void> {
  const { item } = read.tried.waiting
  begun.delete(item)
  await importItem(database, tools, read).catch((error: unknown) => {
    begun.add(item)
    throw error
  })
}

/** A batch for each lane. */
async function importTogether(
  lanes: readonly Database[],
  tools: RunTools,
  replies: Together,
  begun: Set<number>,
): Promise<void> {
  const [database] = lanes
  if (database === undefined) return
  const batches = await inLanes(database, lanes.length, replies)
  const ended = await Promise.allSettled(
    batches.map((batch, lane) => importBatch(lanes[lane] ?? database, tools, batch, begun)),
  )
  // the other lanes have come to their end by now: none works on while the run is given up
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason
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

async function importBatch(database: Database, tools: RunTools, batch: Together, begun: Set<number>): Promise<void> {
  const acts = new Map(batch.map(({ of, act }) => [of.item, act]))
  const oneByOne = async (items: readonly Together[number]['of'][]) => {
    for (const of of items) {
      const act = acts.get(of.item)
      if (act !== undefined) await importOne(database, tools, { tried: of, act }, begun)
    }
  }
  const [first, second] = batch
  if (first === undefined) return
  if (second === undefined) return oneByOne([first.of])
  let result: BatchResult
  try {
    result = await applyBatch(database, tools, batch)
  } catch (error) {
    if (!mayGoAlone(error)) throw error
    return oneByOne(batch.map(({ of }) => of))
  }
  for (const { of } of result.ended) begun.delete(of.item)
  tools.context.failpoint('import/committed')
  await putEnded(tools, result.ended)
  await oneByOne(result.alone)
}

type BatchResult = Awaited<ReturnType<typeof applyBatch<Together[number]['of']>>>

async function putEnded({ context, spools, events }: RunTools, ended: BatchResult['ended']): Promise<void> {
  for (const channel of spoolChannels) {
    for (const to of ['done', 'quarantine'] as const) {
      const files = ended
        .filter(
          ({ of, state }) => of.waiting.channel === channel && (state === 'quarantined') === (to === 'quarantine'),
        )
        .map(({ of }) => of.file)
      await putAwayAll(context, spools[channel], files, to)
    }
  }
  for (const { of, state, code, message, isTold } of ended) events.ended(of.hash, state, code, message, isTold)
}
