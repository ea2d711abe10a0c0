// The answers to a visitor when something went wrong: cannot accept, or busy. Codes go to the log only, by count.

import { Problem } from '@satchel/protocol/problem'
import type { Answer } from '../http/answer.ts'
import { intakeLimits } from '../limits.ts'
import { busyPage, type Refusal, refusedPage } from './answer-pages.ts'
import type { PageContext } from './layout.ts'
import { AskAgain } from '../receive/ask-again.ts'

const refusals: Readonly<Record<string, { readonly status: number; readonly says: Refusal }>> = {
  'request/too-large': { status: 413, says: 'TooLarge' },
  'sexp/too-large': { status: 413, says: 'TooLarge' },
  'sexp/too-many': { status: 413, says: 'TooLarge' },
  'envelope/too-large': { status: 413, says: 'TooLarge' },
  'request/not-form': { status: 400, says: 'NotForm' },
  'request/empty': { status: 400, says: 'Empty' },
  // a page shows these again; a program that posts is told the code
  'request/press-again': { status: 422, says: 'NotForm' },
  'request/work': { status: 429, says: 'NotForm' },
  'request/no-answer': { status: 422, says: 'NotForm' },
}

/** Nobody is there any more, or nobody waits. */
const unanswered: readonly string[] = ['request/aborted', 'request/too-slow']

/** The code for the log: of a Problem its own, of anything else `bug`. */
export function codeOf(error: unknown): string {
  return error instanceof Problem ? error.code : 'bug'
}

/** Null: the sender is gone. A bug, a full disk and a key that ended all say "busy": strangers learn nothing more. */
export function refusalAnswer(error: unknown, page: PageContext, asJson: boolean): Answer | null {
  const code = codeOf(error)
  if (unanswered.includes(code)) return null
  const refusal = refusals[code]
  const status = refusal?.status ?? 503
  const headers = refusal === undefined ? { 'Retry-After': String(intakeLimits.retryAfterSeconds) } : {}
  if (asJson) {
    const work = error instanceof AskAgain ? error.work : null
    const problem = refusal === undefined ? 'intake/busy' : code
    const body = `${JSON.stringify({ problem, ...(work === null ? {} : { work }) })}\n`
    const wait = work === null ? {} : { 'Retry-After': String(work.waitSeconds) }
    return { status, type: 'application/json', body, headers: { ...headers, ...wait } }
  }
  return { status, body: refusal === undefined ? busyPage(page) : refusedPage(page, refusal.says), headers }
}
