// Many replies in one transaction: the same steps as one by one, with one call each for all of them and one commit. What does
// not go in like that (a fault of the program, a lost lock) is left to the way of one by one; nothing of it was done.

import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../db/database.ts'
import { refusalCode } from '../problems/refusal.ts'
import { applyReplies, endItems } from '../db/calls/import.ts'
import type { ItemState } from '../db/shapes/import.ts'
import { type Answer, queueAll } from './apply/acknowledgement.ts'
import type { Act } from './read/act.ts'
import type { ActItem, ActTools } from './apply/act-tools.ts'
import { finishReply, type Outcome, refusedItem } from './apply/finish-reply.ts'
import { keepBeside } from './apply/keep-words.ts'
import { tellHolder } from './apply/not-understood.ts'
import { countedTime } from './counted-time.ts'
import { localDay } from '../home/local-day.ts'

export interface BatchEnd<T> {
  readonly of: T
  readonly state: ItemState
  readonly code: string | null
  readonly message: string | null
  /** A letter tells the one whom it may be from. */
  readonly isTold: boolean
}

/** A reply without files of its own: the only kind of which there are thousands. */
export type PlainReply = Extract<Act, { act: 'reply' }>
export const isPlain = (act: Act): act is PlainReply => act.act === 'reply' && act.files.length === 0

type Batch<T> = readonly { readonly of: T; readonly act: PlainReply }[]

/**
 * Applies replies in their order, with their acknowledgements and final states.
 * @returns how each ended, and those that have to be tried alone. @throws Problem when none of it was done.
 */
export async function applyBatch<T extends ActItem>(
  database: Database,
  tools: ActTools,
  batch: Batch<T>,
): Promise<{ readonly ended: readonly BatchEnd<T>[]; readonly alone: readonly T[] }> {
  const { context } = tools
  return database.inTransaction(async () => {
    const outcomes = await outcomesOf(database, tools, batch)
    const answers: Promise<Answer>[] = []
    const ended: BatchEnd<T>[] = []
    const alone: T[] = []
    for (const { of, act } of batch) {
      const outcome = outcomes.get(of.item)
      const end = outcome === undefined ? null : await endOf(database, tools, { of, act, outcome }, answers)
      if (end === null) alone.push(of)
      else ended.push({ of, ...end })
    }
    await queueAll(database, context, await Promise.all(answers))
    const { ended: count } = await database.run(endItems, {
      run: tools.run,
      ends: ended.map(({ of, state, code, message }) => ({ item: of.item, state, problem: code, message })),
    })
    // another run has ended one of them meanwhile: none of this may stand
    if (count !== ended.length) throw new Error('an item of the batch waited no longer')
    context.failpoint('import/ended-item')
    return { ended, alone }
  })
}

/** What became of each reply, by its item; without those that the batch left out. */
async function outcomesOf<T extends ActItem>(database: Database, { context }: ActTools, batch: Batch<T>) {
  const replies = batch.map(({ of, act }) => {
    const received = countedTime(act.received, of)
    const day = localDay(received, context.settings.timezone)
    return { item: of.item, reply: { ...act.reply, day }, evidence: act.evidence, received }
  })
  const rows = await database.run(applyReplies, { replies })
  return new Map(rows.flatMap(({ item, outcome }) => (outcome === null ? [] : [[item, outcome] as const])))
}

type End = Omit<BatchEnd<unknown>, 'of'>

/** @param answers to queue at the end of the batch; what is owed for this outcome is added. @returns null for one that has to be tried alone. */
async function endOf(
  database: Database,
  tools: ActTools,
  { of, act, outcome }: { readonly of: ActItem; readonly act: PlainReply; readonly outcome: Outcome },
  answers: Promise<Answer>[],
): Promise<End | null> {
  tools.context.failpoint('import/applied')
  if ('problem' in outcome) return refused(database, tools, of, act, refusedItem(refusalCode(outcome)))
  const { kept, reply } = act
  const saying = kept === undefined ? tools : { ...tools, beside: kept }
  const { state, untold } = await finishReply(database, saying, outcome, answers)
  if (kept !== undefined) await keepBeside(database, saying, of, { kept, token: reply.token, untold })
  return { state, code: null, message: null, isTold: false }
}

/** Its holder is told; what is not the sender's fault is decided alone. */
async function refused(database: Database, tools: ActTools, of: ActItem, { hints }: PlainReply, fault: Problem) {
  if (fault.blame !== 'sender') return null
  const isTold = hints !== undefined && (await tellHolder(database, tools, of.hash, fault, hints))
  return { state: 'quarantined' as const, code: fault.code, message: fault.message, isTold }
}

/** Whether one by one may do what a batch could not. */
export const mayGoAlone = (error: unknown) =>
  !(error instanceof Problem) || error.code === 'database/busy' || error.exit < 10
