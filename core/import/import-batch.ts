// Many replies in one transaction: the same steps as one by one, with one call each for all of them and one commit. What does
// not go in like that (a fault of the program, a lost lock) is left to the way of one by one; nothing of it was done.

import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../db/database.ts'
import { coreProblems } from '../problems/problems.ts'
import { refusalCode } from '../problems/refusal.ts'
import { applyReplies, endItems } from '../db/calls/import.ts'
import { queueAgain } from '../db/calls/letters.ts'
import type { ItemState } from '../db/shapes/import.ts'
import { acknowledge, type Answer, answerTo, queueAll } from './apply/acknowledgement.ts'
import type { Act } from './read/act.ts'
import type { ActTools } from './apply/act-tools.ts'
import type { TakenReply } from './apply/finish-reply.ts'
import { countedTime } from './counted-time.ts'
import { localDay } from '../home/local-day.ts'
import { askToConfirm } from './apply/notices.ts'
import type { SpoolChannel } from '../home/item-spools.ts'

export interface BatchItem {
  readonly item: number
  readonly hash: string
  readonly channel: SpoolChannel
  readonly received: Date
}

export interface BatchEnd<T> {
  readonly of: T
  readonly state: ItemState
  readonly code: string | null
  readonly message: string | null
}

/** A reply without files and without words beside it: the only kind of which there are thousands. */
export type PlainReply = Extract<Act, { act: 'reply' }>
export const isPlain = (act: Act): act is PlainReply =>
  act.act === 'reply' && act.files.length === 0 && act.kept === undefined

type Batch<T> = readonly { readonly of: T; readonly act: PlainReply }[]

/**
 * Applies replies in their order, with their acknowledgements and final states.
 * @returns how each ended, and those that have to be tried alone. @throws Problem when none of it was done.
 */
export async function applyBatch<T extends BatchItem>(
  database: Database,
  tools: ActTools,
  batch: Batch<T>,
): Promise<{ readonly ended: readonly BatchEnd<T>[]; readonly alone: readonly T[] }> {
  const { context } = tools
  return database.inTransaction(async () => {
    const outcomes = await outcomesOf(database, tools, batch)
    const answers: Answer[] = []
    const ended: BatchEnd<T>[] = []
    const alone: T[] = []
    for (const { of, act } of batch) {
      const outcome = outcomes.get(of.item)
      if (outcome !== undefined) context.failpoint('import/applied')
      // what the batch left out; and a refusal of which its holder is told, which is done one by one
      if (outcome === undefined || ('problem' in outcome && act.hints !== undefined)) {
        alone.push(of)
        continue
      }
      const end = 'problem' in outcome ? refused(outcome) : await answered(database, tools, outcome, answers)
      ended.push({ of, ...end })
    }
    await queueAll(database, context, answers)
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
async function outcomesOf<T extends BatchItem>(database: Database, { context }: ActTools, batch: Batch<T>) {
  const replies = batch.map(({ of, act }) => {
    const received = countedTime(act.received, of)
    const day = localDay(received, context.settings.timezone)
    return { item: of.item, reply: { ...act.reply, day }, evidence: act.evidence, received }
  })
  const rows = await database.run(applyReplies, { replies })
  return new Map(rows.flatMap(({ item, outcome }) => (outcome === null ? [] : [[item, outcome] as const])))
}

type End = Omit<BatchEnd<unknown>, 'of'>

function refused(outcome: { readonly problem: string }): End {
  const code = refusalCode(outcome)
  return { state: 'quarantined', code, message: coreProblems[code].about }
}

/** @param answers to queue at the end of the batch; what is owed for this outcome is added. */
async function answered(database: Database, tools: ActTools, outcome: TakenReply, answers: Answer[]): Promise<End> {
  const { context, catalog } = tools
  let state: ItemState = outcome.case === 'repeat' ? 'repeat' : outcome.status
  if (outcome.case === 'repeat') await database.run(queueAgain, { reply: outcome.reply })
  else if (outcome.case === 'stronger') {
    // the same reply by a surer channel that let nothing more in is a repeat: its answer is queued already
    await queueAll(database, context, answers.splice(0))
    if (!(await acknowledge(database, context, catalog, outcome))) state = 'repeat'
  } else {
    const question = await askToConfirm(database, tools, outcome)
    answers.push(await answerTo(context, catalog, outcome, undefined, question))
  }
  context.failpoint('import/acknowledged')
  return { state, code: null, message: null }
}

/** Whether one by one may do what a batch could not. */
export const mayGoAlone = (error: unknown) =>
  !(error instanceof Problem) || error.code === 'database/busy' || error.exit < 10
