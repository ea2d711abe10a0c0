// How much one network may post: a token bucket per /24 or /56, in memory, under an HMAC whose key is made at start, so that no
// address can be read from the process later.

import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'
import { intakeLimits } from './limits.ts'

export interface Networks {
  /** Takes one from the bucket of the sender's network. @returns false when it is empty. */
  take(request: IncomingMessage): boolean
}

interface Bucket {
  left: number
  at: number
}

/**
 * @param trustedProxy address (or "unix") whose last X-Forwarded-For entry is believed; null: nobody's.
 * @param now milliseconds of a clock that never jumps.
 */
export function makeNetworks(trustedProxy: string | null, now = () => performance.now()): Networks {
  const key = randomBytes(32)
  const buckets = new Map<string, Bucket>()
  const { burst, refillPerSecond } = intakeLimits
  return {
    take(request) {
      const network = networkOf(senderOf(request, trustedProxy))
      const name = createHmac('sha256', key).update(network).digest('base64').slice(0, 16)
      const bucket = buckets.get(name) ?? { left: burst, at: now() }
      bucket.left = Math.min(burst, bucket.left + ((now() - bucket.at) / 1000) * refillPerSecond)
      bucket.at = now()
      // to the end: the first of the map is the one that was not heard of for the longest time
      buckets.delete(name)
      buckets.set(name, bucket)
      if (buckets.size > intakeLimits.networks) buckets.delete(buckets.keys().next().value ?? '')
      if (bucket.left < 1) return false
      bucket.left -= 1
      return true
    },
  }
}

/** The other end of the socket; behind the configured proxy the last entry, which is the one that the proxy added itself. */
function senderOf(request: IncomingMessage, trustedProxy: string | null): string {
  const peer = plain(request.socket.remoteAddress ?? 'unix')
  if (peer !== trustedProxy) return peer
  const forwarded = request.headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(',').at(-1)?.trim() ?? ''
  return plain(last)
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** /24 of an IPv4 address, /56 of an IPv6 address; what is neither is one network. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.split('.').slice(0, 3).join('.')
  if (!isIPv6(address)) return 'none'
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'))
  const [head, tail] = address.replace(/%.*$/, '').split('::')
  const [front, back] = [groups(head), groups(tail)]
  const full =
    tail === undefined ? front : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  const hex = full.slice(0, 4).map(group => group.toLowerCase().padStart(4, '0'))
  return hex.join('').slice(0, 14)
}
