// What a call throws, for tests that look into a Problem.

import { Problem } from '@satchel/protocol/problem'

/** The Problem that a call throws; anything else that it throws or returns fails the test. */
export function caught(call: () => unknown): Problem {
  try {
    call()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('a Problem was expected, and there was none')
}
