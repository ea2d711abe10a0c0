// The thread in which one mail is read. It gets bytes, answers with what they say, and ends; it opens nothing.

import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '@satchel/protocol/problem'
import { judgeMail, type JudgeOptions, type ReadMail } from './judge-mail.ts'
import type { dispatcherProblems } from './problems.ts'

export interface WorkerTask {
  readonly raw: Uint8Array
  readonly options: JudgeOptions
}

/** A Problem loses its class between threads: its parts go over. */
export type WorkerAnswer =
  | { readonly mail: ReadMail }
  | (Pick<Problem, 'message' | 'hints' | 'details'> & { readonly code: keyof typeof dispatcherProblems })

const { raw, options } = workerData as WorkerTask
const answer: WorkerAnswer = await judgeMail(raw, options).then(
  mail => ({ mail }),
  (error: unknown) => {
    if (!(error instanceof Problem)) throw error
    const { message, hints, details } = error
    return { code: error.code as keyof typeof dispatcherProblems, message, hints, details }
  },
)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread, not of a window
parentPort?.postMessage(answer)
