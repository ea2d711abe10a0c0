// Messages between the program and the thread in which a mail is read.

import type { Problem } from '@satchel/protocol/problem'
import type { JudgeOptions, ReadMail } from '../mail-kind/judge-mail.ts'
import type { dispatcherProblems } from '../problems.ts'

export interface WorkerTask {
  readonly raw: Uint8Array
  readonly options: JudgeOptions
}

/** A Problem loses its class between threads: its parts go over. */
export type WorkerAnswer =
  | { readonly mail: ReadMail }
  | (Pick<Problem, 'message' | 'hints' | 'details'> & { readonly code: keyof typeof dispatcherProblems })

/** The thread stands ready: from here on the time is the mail's. */
export const begun = 'begun'
