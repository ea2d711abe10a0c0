// The little that a page has to know of a key to seal to it (forms/browser/seal.ts): 52 octets.

import type * as openpgp from 'openpgp'
import { problem } from '../problems.ts'
import { checkUsable } from './pgp-keys.ts'

/**
 * @param now moment for which the key must be valid.
 * @returns base64 of the fingerprint (20 octets) and the point (32 octets) of the part that is sealed to.
 * @throws Problem key/not-compatible for a key of another shape than ours (`satchel keys`); those of checkUsable.
 */
export async function sealingPart(key: openpgp.PublicKey, now: Date): Promise<string> {
  const { id } = await checkUsable(key, now)
  const part = key.getKeys().find(each => each.getKeyID().toHex() === id)
  const point = part === undefined ? null : pointOf(part)
  if (part === undefined || point === null) {
    throw problem('key/not-compatible', `Pages cannot seal to the key ${key.getKeyID().toHex().toUpperCase()}.`, {
      hint: 'a page seals to keys as satchel keys makes them: version 4, curve25519Legacy',
    })
  }
  return Buffer.concat([Buffer.from(part.getFingerprint(), 'hex'), point]).toString('base64')
}

/** The point of a curve25519Legacy key that derives by SHA-256 and wraps by AES-128; null for any other. */
export function pointOf(part: ReturnType<openpgp.Key['getKeys']>[number]): Uint8Array | null {
  const { publicParams } = part.keyPacket
  const { Q, kdfParams } = publicParams as {
    Q?: Uint8Array
    kdfParams?: { readonly hash: number; readonly cipher: number }
  }
  const isOurs =
    part.keyPacket.version === 4 &&
    part.getAlgorithmInfo().curve === 'curve25519Legacy' &&
    Q?.length === 33 &&
    Q[0] === 0x40 &&
    kdfParams?.hash === 8 &&
    kdfParams.cipher === 7
  return isOurs ? Q.subarray(1) : null
}
