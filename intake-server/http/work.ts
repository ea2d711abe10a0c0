// Proof of work: asked of strangers only while everybody together posts more than people do. A challenge is kept nowhere: a mark under a key
// in memory says that it is ours, when it was made and for which page. Its answer is a number that takes a browser some seconds to find and
// microseconds to verify; or, without a script, some patience, of which only so much is let in at a time. Each is good once.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { makeBuckets } from './buckets.ts'
import type { IntakeLimits } from '../limits.ts'

export interface Challenge {
  readonly text: string
  /** Zero bits with which SHA-256 of `TEXT.NUMBER` has to begin. */
  readonly bits: number
  /** The answer without a number is taken after so long. */
  readonly waitSeconds: number
}

export interface Work {
  /** Counts a post of a stranger that proves nothing. @returns true where there are too many, so that it has to. */
  isWanted(): boolean
  challenge(route: string): Challenge
  /**
   * @param answer `CHALLENGE.NUMBER`, or the challenge alone. @param network of the sender, who takes nothing from others.
   * @returns whether it is right, for this page and for the first time.
   */
  accept(route: string, answer: string, network: string): boolean
}

const answerForm = /^(([0-9]{10,11})\.([\w-]{16}))\.([\w-]{22})(?:\.([0-9]{1,12}))?$/

/** @param clock milliseconds of a clock that never jumps; @param now the host's time, for the age of challenges. */
export function makeWork(limits: IntakeLimits, now: () => Date, clock = () => performance.now()): Work {
  const key = randomBytes(32)
  const most = limits.networks
  const free = makeBuckets({ burst: limits.workBurst, perSecond: limits.workPerSecond, most: 1 }, clock)
  const patient = makeBuckets({ burst: limits.workWaitBurst, perSecond: limits.workWaitPerSecond, most }, clock)
  const perSecond = limits.workUsedNetwork / limits.workSeconds
  const spent = makeBuckets({ burst: limits.workUsedNetwork, perSecond, most }, clock)
  /** Marks that were used, with the second at which they would be too old; in the order of their use. */
  const used = new Map<string, number>()
  const seconds = () => Math.floor(now().getTime() / 1000)
  const markOf = (route: string, front: string) =>
    createHmac('sha256', key).update(`${route} ${front}`).digest('base64url').slice(0, 22)
  const spend = (mark: string, until: number): boolean => {
    if (used.size >= limits.workUsed) for (const [old, end] of used) if (end < seconds()) used.delete(old)
    // to forget one that is still good would let it in again
    if (used.size >= limits.workUsed) return false
    used.set(mark, until)
    return true
  }
  return {
    isWanted: () => !free.take('all', 1),
    challenge(route) {
      const front = `${seconds()}.${randomBytes(12).toString('base64url')}`
      const { workBits: bits, workWaitSeconds: waitSeconds } = limits
      return { text: `${front}.${markOf(route, front)}`, bits, waitSeconds }
    },
    accept(route, answer, network) {
      const [, front = '', made = '', , mark = '', number] = answerForm.exec(answer) ?? []
      if (front === '' || !timingSafeEqual(Buffer.from(markOf(route, front)), Buffer.from(mark))) return false
      const age = seconds() - Number(made)
      if (age < 0 || age > limits.workSeconds || used.has(mark)) return false
      const isProven =
        number === undefined
          ? age >= limits.workWaitSeconds && patient.take(network, 1)
          : zeroBits(createHash('sha256').update(answer).digest()) >= limits.workBits
      return isProven && spent.take(network, 1) && spend(mark, Number(made) + limits.workSeconds)
    },
  }
}

/** How many bits are zero before the first that is not. */
export function zeroBits(digest: Uint8Array): number {
  const at = digest.findIndex(octet => octet !== 0)
  return at < 0 ? digest.length * 8 : at * 8 + Math.clz32(digest[at] ?? 0) - 24
}
