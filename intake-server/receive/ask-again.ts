// A post of a page of ours that lacks something a person can add at once: the page is shown again with everything that was typed, so
// that nobody writes a long question twice.

import type { Challenge } from '../http/work.ts'
import { Problem } from '@satchel/protocol/problem'
import { intakeProblems } from '../problems.ts'
import type { PostedField } from './posted-fields.ts'

/** `press`: it looks like a program's. `work`: too many post. The others: the field that is missing or wrong. */
export type AskReason = 'press' | 'work' | 'reach' | 'address' | 'message' | 'purpose'

/** As a page needs it. */
export interface Ask {
  readonly reason: AskReason
  readonly hadFiles: boolean
  /** The work that has to be proven; null: nothing. */
  readonly work: Challenge | null
  /** As it was typed; empty where it was not. */
  value(name: string): string
  values(name: string): readonly string[]
}

const codes = {
  press: 'request/press-again',
  work: 'request/work',
  reach: 'request/no-answer',
  address: 'request/not-form',
  message: 'request/not-form',
  purpose: 'request/not-form',
} as const

export class AskAgain extends Problem implements Ask {
  readonly reason: AskReason
  readonly hadFiles: boolean
  readonly work: Challenge | null
  /** Not a field of the error: nothing that prints an error prints what was typed. */
  readonly #fields: readonly PostedField[]

  constructor(reason: AskReason, fields: readonly PostedField[], hadFiles: boolean, work: Challenge | null = null) {
    super(codes[reason], intakeProblems[codes[reason]], 'The page is shown again.')
    this.reason = reason
    this.hadFiles = hadFiles
    this.work = work
    this.#fields = fields
  }

  value(name: string): string {
    return this.values(name)[0] ?? ''
  }

  values(name: string): readonly string[] {
    return this.#fields.filter(([posted]) => posted === name).map(([, value]) => value)
  }
}
