// The thread in which one mail is read. It gets bytes, answers with what they say, and ends; it opens nothing.

import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '@satchel/protocol/problem'
import { judgeMail } from '../mail-kind/judge-mail.ts'
import type { dispatcherProblems } from '../problems.ts'
import { begun, type WorkerAnswer, type WorkerTask } from './worker-task.ts'

const { raw, options } = workerData as WorkerTask
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread, not of a window
parentPort?.postMessage(begun)
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
