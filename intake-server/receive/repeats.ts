// Recognises a post that came already: a double click, a browser that sends again. By an HMAC whose key lives in memory only, so
// that nothing about a post can be guessed from what is kept. Final judgement is the core's.

import { createHmac, randomBytes } from 'node:crypto'
import { intakeLimits } from '../limits.ts'

export interface Repeats<Answer> {
  /**
   * Does the work for a post that did not come within the time, and gives the answer of then for one that did; two at once are
   * one. Work that fails is forgotten.
   * @param parts what makes a post that post, in order.
   */
  once(
    parts: readonly string[],
    forMs: number,
    work: () => Promise<Answer>,
  ): Promise<{ answer: Answer; repeated: boolean }>
}

interface Known<Answer> {
  readonly answer: Promise<Answer>
  readonly until: number
}

/** @param now milliseconds of a clock that never jumps. */
export function makeRepeats<Answer>(now = () => performance.now()): Repeats<Answer> {
  const key = randomBytes(32)
  const known = new Map<string, Known<Answer>>()
  return {
    async once(parts, forMs, work) {
      const hmac = createHmac('sha256', key)
      // with its length, so that parts cannot be shifted into each other
      for (const part of parts) hmac.update(`${part.length}:${part}`)
      const name = hmac.digest('base64')
      const before = known.get(name)
      if (before !== undefined && now() < before.until) return { answer: await before.answer, repeated: true }
      const answer = work()
      known.delete(name)
      known.set(name, { answer, until: now() + forMs })
      if (known.size > intakeLimits.repeats) known.delete(known.keys().next().value ?? '')
      try {
        return { answer: await answer, repeated: false }
      } catch (error) {
        known.delete(name)
        throw error
      }
    },
  }
}
