// A post of a page of ours that lacks something a person can add at once: the page is shown again with everything that was typed, so
// that nobody writes a long question twice.

import { Problem } from '@satchel/protocol/problem'
import { intakeProblems } from '../problems.ts'
import type { PostedField } from './posted-fields.ts'

/** `press`: it looks like a program's. `reach`, `address`, `message`: the field that is missing or wrong. */
export type AskReason = 'press' | 'reach' | 'address' | 'message'

/** As a page needs it. */
export interface Ask {
  readonly reason: AskReason
  readonly hadFiles: boolean
  /** As it was typed; empty where it was not. */
  value(name: string): string
}

const codes = {
  press: 'request/press-again',
  reach: 'request/no-answer',
  address: 'request/not-form',
  message: 'request/not-form',
} as const

export class AskAgain extends Problem implements Ask {
  readonly reason: AskReason
  readonly hadFiles: boolean
  /** Not a field of the error: nothing that prints an error prints what was typed. */
  readonly #fields: readonly PostedField[]

  constructor(reason: AskReason, fields: readonly PostedField[], hadFiles: boolean) {
    super(codes[reason], intakeProblems[codes[reason]], 'The page is shown again.')
    this.reason = reason
    this.hadFiles = hadFiles
    this.#fields = fields
  }

  value(name: string): string {
    return this.#fields.find(([posted]) => posted === name)?.[1] ?? ''
  }
}
