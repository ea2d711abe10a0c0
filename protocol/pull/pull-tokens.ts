// The list of live tokens that the core leaves with an intake: a first line, then the first 16 hex digits of each token's hash, a
// line each. Nothing can be guessed from them. Not one SX1 file: a million strings are more than SX1 takes.

import { pullLimits } from './pull-limits.ts'

const lineBytes = 17
const lineFeed = 10

/** The core and the run of a list: in a list that travels as a file, since nobody asked for it. */
export interface TokenRun {
  readonly epoch: number
  readonly run: number
}

const headOf = (of: TokenRun | null): string =>
  of === null ? '(satchel-tokens (version 1))\n' : `(satchel-tokens (version 1) (epoch ${of.epoch}) (run ${of.run}))\n`

const mostOf = { epoch: Number.MAX_SAFE_INTEGER, run: Number.MAX_SAFE_INTEGER }
const headBytes = headOf(mostOf).length

/** The largest list. */
export const tokenListBytes = headBytes + pullLimits.tokens * lineBytes

/** @throws RangeError for more than a list takes, TypeError for what is no hash. */
export function printTokenList(hashes: readonly string[], of: TokenRun | null = null): Uint8Array {
  if (hashes.length > pullLimits.tokens) throw new RangeError('more live tokens than an intake takes')
  if (!hashes.every(hash => /^[0-9a-f]{16}$/.test(hash))) throw new TypeError('not 16 hex digits of a hash')
  return Buffer.from(`${headOf(of)}${hashes.map(hash => `${hash}\n`).join('')}`)
}

/** The first line of a list, read; null for what is no list, `of` null where it names no run. */
export function tokenHead(list: Uint8Array): { readonly size: number; readonly of: TokenRun | null } | null {
  const size = list.subarray(0, headBytes).indexOf(lineFeed) + 1
  const head = Buffer.from(list.subarray(0, size)).toString('latin1')
  if (head === headOf(null)) return { size, of: null }
  const [, epoch, run] = /\(epoch ([1-9][0-9]{0,15})\) \(run ([1-9][0-9]{0,15})\)/.exec(head) ?? []
  const of = { epoch: Number(epoch), run: Number(run) }
  return head === headOf(of) ? { size, of } : null
}

/** How many hashes a list holds; null for what is no list. Octet by octet: lists have millions of them. */
export function countTokens(list: Uint8Array): number | null {
  const start = tokenHead(list)?.size
  if (start === undefined) return null
  const count = (list.length - start) / lineBytes
  if (!Number.isInteger(count) || count < 0 || count > pullLimits.tokens) return null
  for (let at = start; at < list.length; at++) {
    const octet = list[at] ?? 0
    const isDigit = (octet >= 48 && octet <= 57) || (octet >= 97 && octet <= 102)
    if ((at - start) % lineBytes === lineBytes - 1 ? octet !== lineFeed : !isDigit) return null
  }
  return count
}
