// Judges a raw mail before anything of it is used: kind, proven author, tokens, text, files. Each mail is read in a thread of
// its own with bounds of time and memory; nothing here decides what happens to it.

import { Worker } from 'node:worker_threads'
import type { JudgeOptions, ReadMail } from '../mail-kind/judge-mail.ts'
import { plainAddress } from '../mail-read/mail-addresses.ts'
import { type MailMaxima, mailMaxima } from '../mail-limits.ts'
import { begun, type WorkerAnswer, type WorkerTask } from './worker-task.ts'
import { tooCostly } from '../mail-read/mime-tree.ts'
import { problem } from '../problems.ts'

export type { ReadMail }

export interface ReadMailOptions {
  /** Our address; plus-addresses of it are ours. */
  readonly ours: string
  /** Names (authserv-id) of our own mail servers, whose Authentication-Results are believed. */
  readonly trustedServers: readonly string[]
  /** Smaller limits than the usual ones. */
  readonly maxima?: Partial<MailMaxima>
}

/**
 * @throws Problem mail/too-large, mail/not-readable (also where time or memory ran out), address/not-valid for `ours`.
 * @throws whatever else went wrong in reading: a bug.
 */
export async function readMail(raw: Uint8Array, options: ReadMailOptions): Promise<ReadMail> {
  const maxima = { ...mailMaxima, ...options.maxima }
  const ours = plainAddress(options.ours)
  if (ours === null) throw problem('address/not-valid', 'The address of this installation is not one plain address.')
  if (raw.length > maxima.bytes) {
    throw problem('mail/too-large', `The mail is larger than ${maxima.bytes} bytes.`, {
      hint: 'send a smaller mail, or answer over the web page',
      details: { bytes: raw.length },
    })
  }
  const answer = await inThread({ raw, options: { ours, trustedServers: options.trustedServers, maxima } })
  if ('mail' in answer) return answer.mail
  throw problem(answer.code, answer.message, { hint: answer.hints, details: answer.details })
}

/** The sources run as they are, with the condition that finds the other packages' sources; what was built, as it was built. */
function workerFile(): { readonly url: URL; readonly execArgv: string[] } {
  return import.meta.url.endsWith('.ts')
    ? { url: new URL('./mail-worker.ts', import.meta.url), execArgv: ['--conditions=satchel-source'] }
    : { url: new URL('./mail-worker.js', import.meta.url), execArgv: [] }
}

/** How long a busy machine may need until a thread stands ready. */
const toBeginMs = 300_000

async function inThread(task: WorkerTask & { readonly options: JudgeOptions }): Promise<WorkerAnswer> {
  const { timeMs, memoryMb } = task.options.maxima
  const { url, execArgv } = workerFile()
  const worker = new Worker(url, {
    workerData: task,
    execArgv,
    // the names of the environment are none of a hostile mail's
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<WorkerAnswer>((resolve, reject) => {
      // until it stands ready, the time is no fault of the mail
      timer = setTimeout(() => reject(new Error('the thread that reads mail does not begin')), toBeginMs)
      worker.on('message', (said: WorkerAnswer | typeof begun) => {
        if (said !== begun) return resolve(said)
        clearTimeout(timer)
        timer = setTimeout(() => reject(tooCostly('time', `${timeMs} ms`)), timeMs)
      })
      worker.once('error', error => reject(isOutOfMemory(error) ? tooCostly('memory', `${memoryMb} MB`) : error))
      worker.once('exit', code => reject(new Error(`the thread that reads mail ended with ${code}, without an answer`)))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

const isOutOfMemory = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
