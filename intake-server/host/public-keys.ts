// The public keys of the host: the core's, the one that follows it, the recovery key. Reads keys/ of the home folder; refuses
// private, weak and expired ones with the reason, and holds nothing that opens anything.

import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkUsable, type PublicKey, readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { intakeLimits } from '../limits.ts'
import { problem } from '../problems.ts'

export interface PublicKeys {
  /**
   * The core's key, or the next one where that is no longer valid, and the recovery key.
   * @throws Problem key/expired, key/revoked ...: nothing may be taken then.
   */
  recipients(now: Date): Promise<readonly [PublicKey, PublicKey]>
  /** Armoured, for whoever asks: the core's and the recovery key. */
  readonly armored: readonly string[]
  /** Days until there is no key left to seal to; infinite where none expires. */
  daysLeft(now: Date): Promise<number>
}

const hint = (file: string) => `satchel keys export on the core writes the public keys; put it at ${file}`

function readText(file: string, needed: boolean): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (!needed && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw problem('intake/key-missing', `There is no readable ${file}.`, { hint: hint(file), cause })
  }
}

/** @throws Problem intake/key-missing, intake/key-wrong, key/... for any of the files that nobody could use now. */
export async function readPublicKeys(home: string, now: Date): Promise<PublicKeys> {
  const [coreText, nextText, recoveryText] = ['core.asc', 'core-next.asc', 'recovery.asc'].map(name =>
    readText(join(home, 'keys', name), name !== 'core-next.asc'),
  )
  const next = nextText === null || nextText === undefined ? null : await readPublicKey(nextText, now)
  const core = await readPublicKey(coreText ?? '', now).catch((error: unknown) => {
    // K3: the next key takes over; a core key that is no key at all is refused all the same
    if (next !== null && error instanceof Error && 'code' in error && error.code === 'key/expired') return next
    throw error
  })
  const recovery = await readPublicKey(recoveryText ?? '', now)
  for (const key of [core, ...(next === null ? [] : [next])]) {
    if (key.getFingerprint() !== recovery.getFingerprint()) continue
    throw problem('intake/key-wrong', 'The core key and the recovery key are the same.', { hint: hint('keys/') })
  }
  const cores = next === null || next === core ? [core] : [core, next]
  return {
    armored: [core, recovery].map(key => key.armor()),
    async recipients(at) {
      return [await firstUsable(cores, at), recovery]
    },
    async daysLeft(at) {
      const ends = await Promise.all([...cores, recovery].map(endOf))
      const last = Math.min(Math.max(...ends.slice(0, -1)), ends.at(-1) ?? 0)
      return (last - at.getTime()) / 86_400_000
    },
  }
}

/** The keys in order; the refusal of the first where none can be used. */
async function firstUsable(keys: readonly PublicKey[], now: Date): Promise<PublicKey> {
  let refusal: unknown
  for (const key of keys) {
    try {
      await checkUsable(key, now)
      return key
    } catch (error) {
      refusal ??= error
    }
  }
  throw refusal
}

/** Moment at which a key, or the part that is sealed to, ends; Infinity where neither does. */
async function endOf(key: PublicKey): Promise<number> {
  const sealing = await key.getEncryptionKey().catch(() => null)
  const ends = [await key.getExpirationTime(), sealing === null ? null : await sealing.getExpirationTime()]
  return Math.min(...ends.map(end => (end instanceof Date ? end.getTime() : Number.POSITIVE_INFINITY)))
}

/** Says in the log, once at a start and once a day, that the keys end soon. */
export const endsSoon = (daysLeft: number): boolean => daysLeft < intakeLimits.keyAlarmDays

/** Whether the core's key for signed lists is here. */
export const hasPullKey = (home: string): boolean => existsSync(join(home, 'keys', 'pull.pem'))

/**
 * The core's key for signed requests of the pull listener: Ed25519, public, PEM, keys/pull.pem.
 * @throws Problem intake/key-missing, intake/key-wrong.
 */
export function readPullKey(home: string): KeyObject {
  const file = join(home, 'keys', 'pull.pem')
  const text = readText(file, true) ?? ''
  if (text.includes('PRIVATE KEY')) {
    throw problem('intake/key-wrong', `${file} is a private key; the core's public one belongs here.`, {
      hint: 'remove it from this host, and make a new one on the core: it has left its place',
    })
  }
  let key: KeyObject | undefined
  try {
    key = createPublicKey(text)
  } catch {
    // said below
  }
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw problem('intake/key-wrong', `${file} is not a public Ed25519 key in PEM.`, { hint: hint(file) })
  }
  return key
}
