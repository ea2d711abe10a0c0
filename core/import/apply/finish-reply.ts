// Turns the outcome of a reply into the letter that is owed and the final state of its item.

import type { Problem } from '@satchel/protocol/problem'
import type { Database } from '../../db/database.ts'
import { type CoreCode, coreProblems, problem } from '../../problems/problems.ts'
import { accepted } from '../../problems/refusal.ts'
import { queueAgain } from '../../db/calls/letters.ts'
import type { ReplyOutcome } from '../../db/shapes/import.ts'
import { acknowledge, type Answer, answerTo, queueAll } from './acknowledgement.ts'
import type { ActTools, Ended } from './act-tools.ts'
import { askToConfirm } from './notices.ts'

export type TakenReply = { case: 'repeat'; reply: number } | (ReplyOutcome & { case: 'new' | 'stronger' })
export type Outcome = { problem: string } | TakenReply

/** @param later where it is given, a new reply's acknowledgement is added to it, and queued by the caller at the end. */
export async function finishReply(
  database: Database,
  tools: ActTools,
  answer: Outcome,
  later?: Promise<Answer>[],
): Promise<Ended> {
  const { context, catalog } = tools
  const outcome = accepted(answer, refusedItem)
  let isRepeat = false
  if (outcome.case === 'repeat') {
    // words that came with it have a letter of their own, which says so, too
    if (tools.beside === undefined) await database.run(queueAgain, { reply: outcome.reply })
  } else {
    if (tools.show !== undefined) {
      tools.show(outcome)
      if (tools.tellsSender !== true) return { state: outcome.status }
    }
    const saysNothing = !outcome.confirms && outcome.slots.every(slot => ['untouched', 'same'].includes(slot.outcome))
    if (tools.isQuiet === true && saysNothing) return { state: outcome.status }
    const question = outcome.case === 'new' ? await askToConfirm(database, tools, outcome) : undefined
    if (outcome.case === 'new' && later !== undefined) {
      const written = answerTo(context, catalog, outcome, tools.beside, question)
      // what goes wrong with it is met where it is queued
      written.catch(() => undefined)
      later.push(written)
      context.failpoint('import/acknowledged')
      return { state: outcome.status }
    }
    // the first answer to the same reply may be among those that wait
    if (later !== undefined) await queueAll(database, context, await Promise.all(later.splice(0)))
    const isTold = await acknowledge(database, context, catalog, outcome, tools.beside, question)
    // the same reply by a surer channel that let nothing more in
    isRepeat = outcome.case === 'stronger' && !isTold
  }
  context.failpoint('import/acknowledged')
  if (outcome.case === 'repeat') return { state: 'repeat', untold: 'repeat' }
  return { state: isRepeat ? 'repeat' : outcome.status }
}

/** The Problem of a refusal, in the words of the catalog: it stands beside the item in quarantine. */
export const refusedItem = (code: CoreCode): Problem => problem(code, coreProblems[code].about)

/** Data that the database cannot hold at all (class 22) is the sender's fault, not ours. */
export function notStorable(error: unknown): unknown {
  const isData = error instanceof Error && 'code' in error && String(error.code).startsWith('22')
  return isData ? problem('reply/not-storable', coreProblems['reply/not-storable'].about, { cause: error }) : error
}
