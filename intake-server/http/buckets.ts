// Token buckets by name: so much at once, then so much a second. Under an HMAC whose key is made at start, so that no name can be
// read from the process later; so many names at most, so that nobody fills the memory with invented ones.

import { createHmac, randomBytes } from 'node:crypto'

export interface Buckets {
  /** Takes what something costs from the bucket of a name, or nothing. @returns false where less is in it. */
  take(name: string, cost: number): boolean
}

interface Size {
  readonly burst: number
  readonly perSecond: number
  /** Names remembered; the one that was not heard of for the longest time is forgotten first. */
  readonly most: number
}

/** @param now milliseconds of a clock that never jumps. */
export function makeBuckets({ burst, perSecond, most }: Size, now: () => number): Buckets {
  const key = randomBytes(32)
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(given, cost) {
      const name = createHmac('sha256', key).update(given).digest('base64').slice(0, 16)
      const bucket = buckets.get(name) ?? { left: burst, at: now() }
      bucket.left = Math.min(burst, bucket.left + ((now() - bucket.at) / 1000) * perSecond)
      bucket.at = now()
      // to the end: the first of the map is the one that was not heard of for the longest time
      buckets.delete(name)
      buckets.set(name, bucket)
      if (buckets.size > most) buckets.delete(buckets.keys().next().value ?? '')
      if (bucket.left < cost) return false
      bucket.left -= cost
      return true
    },
  }
}
