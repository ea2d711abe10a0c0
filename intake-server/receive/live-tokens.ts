// Which tokens are live: a list of truncated hashes that the core pushes. Since anybody can add 26 random characters to a post,
// only those in the list get the pools that a flood cannot fill, and each of them only so much of these. Decides where an item
// lies, never whether it is stored.

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { foldToken, tokenHash } from '@satchel/protocol/messages/token'
import { makeBuckets } from '../http/buckets.ts'
import { intakeLimits } from '../limits.ts'
import type { Log } from '../host/log.ts'

interface Given {
  readonly token?: string
  /** The first digits of a token's hash, where the token itself is sealed. */
  readonly hash?: string
}

/** `unproven`: there is no list to look into, so every token counts as live. */
type Standing = 'live' | 'unproven' | 'none'

export interface LiveTokens {
  /** Whether a post with this token, or with this truncated hash of one, counts as one with a live token. */
  isLive(given: Given): Promise<boolean>
  /** The same for one post that wants the pool of its kind: takes its cost from the token's bucket; `none` where that is empty. */
  claim(given: Given, cost: number): Promise<Standing>
}

/** 16 hex digits of a token's SHA-256: enough to find it among a million, nothing to guess it from. */
const hashDigits = 16

/** Sorted numbers: a million tokens in 8 MB. */
type Hashes = BigUint64Array

interface Known {
  readonly mtimeMs: number
  /** Null: the file is no such list. */
  readonly hashes: Hashes | null
}

/**
 * Reads HOME/live-tokens: a truncated hash a line, 16 hex digits and LF; a first line in parentheses is passed over. Looks for a newer file every few
 * seconds. Where it is missing, too old or not readable, all tokens count as live, and the log says so.
 * @param clock milliseconds of a clock that never jumps, for the buckets.
 */
export function openLiveTokens(home: string, now: () => Date, log: Log, clock = () => performance.now()): LiveTokens {
  const file = join(home, 'live-tokens')
  let looked = Number.NEGATIVE_INFINITY
  // a promise, so that posts that come while the list is read wait for it
  let known: Promise<Known | null> = Promise.resolve(null)
  let said = ''
  const look = async (before: Known | null): Promise<Known | null> => {
    const found = await stat(file).catch(() => null)
    if (found === null || found.size > intakeLimits.tokenListBytes) return null
    const { mtimeMs } = found
    return mtimeMs === before?.mtimeMs ? before : { mtimeMs, hashes: await readHashes(file) }
  }
  const current = async (): Promise<Hashes | null> => {
    if (performance.now() - looked > intakeLimits.tokenListLookMs) {
      looked = performance.now()
      known = known.then(look)
    }
    const list = await known
    const isOld = list !== null && now().getTime() - list.mtimeMs > intakeLimits.tokenListMs
    const why = list === null ? 'missing' : list.hashes === null ? 'damaged' : isOld ? 'old' : ''
    if (why !== said && why !== '') log('live-tokens-not-used', { why })
    said = why
    return isOld ? null : (list?.hashes ?? null)
  }
  const { tokenBurst: burst, tokenPerSecond: perSecond, tokens: most } = intakeLimits
  const buckets = makeBuckets({ burst, perSecond, most }, clock)
  const standing = async (hash: string | null): Promise<Standing> => {
    if (hash === null) return 'none'
    const hashes = await current()
    if (hashes === null) return 'unproven'
    return includes(hashes, BigInt(`0x${hash}`)) ? 'live' : 'none'
  }
  return {
    isLive: async given => (await standing(hashOf(given))) !== 'none',
    async claim(given, cost) {
      const hash = hashOf(given)
      const found = await standing(hash)
      return found === 'none' || !buckets.take(hash ?? '', cost) ? 'none' : found
    },
  }
}

/** Null: there is neither a token nor what a hash of one looks like. */
function hashOf({ token, hash }: Given): string | null {
  const given = token === undefined || foldToken(token) === null ? hash : tokenHash(token).slice(0, hashDigits)
  return given !== undefined && /^[0-9a-f]{16}$/.test(given) ? given : null
}

const lineBytes = hashDigits + 1
const lineFeed = 0x0a

/** Null for what is no such list, or was taken away meanwhile. Octet by octet: a list may have a million lines. */
async function readHashes(file: string): Promise<Hashes | null> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return null
  // a first line that says what the file is may be there
  const start = bytes[0] === 0x28 ? bytes.indexOf(lineFeed) + 1 : 0
  const count = (bytes.length - start) / lineBytes
  if (!Number.isInteger(count) || (start === 0 && bytes[0] === 0x28)) return null
  const hashes = new BigUint64Array(count)
  for (let index = 0; index < count; index++) {
    const at = start + index * lineBytes
    const digits = bytes.toString('latin1', at, at + hashDigits)
    if (bytes[at + hashDigits] !== lineFeed || !/^[0-9a-f]{16}$/.test(digits)) return null
    hashes[index] = BigInt(`0x${digits}`)
  }
  return hashes.sort()
}

function includes(hashes: Hashes, wanted: bigint): boolean {
  let [low, high] = [0, hashes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((hashes[middle] ?? 0n) < wanted) low = middle + 1
    else high = middle
  }
  return hashes[low] === wanted
}
