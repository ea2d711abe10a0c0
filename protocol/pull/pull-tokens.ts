// The list of live tokens that the core leaves with an intake: a first line, then the first 16 hex digits of each token's hash, a
// line each. Nothing can be guessed from them. Not one SX1 file: a million strings are more than SX1 takes.

import { pullLimits } from './pull-limits.ts'

const head = new TextEncoder().encode('(satchel-tokens (version 1))\n')
const lineBytes = 17
const lineFeed = 10

/** The largest list. */
export const tokenListBytes = head.length + pullLimits.tokens * lineBytes

/** @throws RangeError for more than a list takes, TypeError for what is no hash. */
export function printTokenList(hashes: readonly string[]): Uint8Array {
  if (hashes.length > pullLimits.tokens) throw new RangeError('more live tokens than an intake takes')
  if (!hashes.every(hash => /^[0-9a-f]{16}$/.test(hash))) throw new TypeError('not 16 hex digits of a hash')
  return Buffer.concat([head, Buffer.from(hashes.map(hash => `${hash}\n`).join(''))])
}

/** How many hashes a list holds; null for what is no list. Octet by octet: lists have millions of them. */
export function countTokens(list: Uint8Array): number | null {
  const count = (list.length - head.length) / lineBytes
  if (!Number.isInteger(count) || count < 0 || count > pullLimits.tokens) return null
  if (!head.every((octet, at) => list[at] === octet)) return null
  for (let at = head.length; at < list.length; at++) {
    const octet = list[at] ?? 0
    const isDigit = (octet >= 48 && octet <= 57) || (octet >= 97 && octet <= 102)
    if ((at - head.length) % lineBytes === lineBytes - 1 ? octet !== lineFeed : !isDigit) return null
  }
  return count
}
