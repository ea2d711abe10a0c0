// OpenPGP keys: made so that GnuPG 2.2 can open an item in an emergency, and read with suspicion.

import * as openpgp from 'openpgp'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

export type { PrivateKey, PublicKey } from 'openpgp'

export interface MadeKey {
  readonly privateArmored: string
  readonly publicArmored: string
  /** Upper-case hex. */
  readonly fingerprint: string
}

interface KeyOrder {
  readonly name: string
  readonly email: string
  readonly now: Date
}

/** v4, ed25519Legacy that signs, curve25519Legacy that decrypts: GnuPG 2.2 knows neither v6 nor the new curve ids. */
async function makeKey(order: KeyOrder, passphrase: string | undefined): Promise<MadeKey> {
  const { privateKey, publicKey } = await openpgp.generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: order.name.replace(/[<>()\p{C}]/gu, ' '), email: order.email }],
    date: order.now,
    format: 'object',
    ...(passphrase === undefined ? {} : { passphrase }),
    // aeadProtect would advertise a message format that gpg 2.2 cannot read, v6Keys a key that it cannot
    config: { aeadProtect: false, v6Keys: false },
  })
  return {
    privateArmored: privateKey.armor(),
    publicArmored: publicKey.armor(),
    fingerprint: publicKey.getFingerprint().toUpperCase(),
  }
}

/** The key that opens items and signs packets; kept on the core's host without a passphrase. */
export function makeCoreKey(order: KeyOrder): Promise<MadeKey> {
  return makeKey(order, undefined)
}

/** The offline key that everything is sealed to as well. */
export function makeRecoveryKey(order: KeyOrder & { readonly passphrase: string }): Promise<MadeKey> {
  return makeKey(order, order.passphrase)
}

/**
 * @param now moment for which the key must be valid.
 * @throws Problem key/not-readable, key/not-public, key/expired, key/revoked, key/weak, key/not-compatible, key/not-usable.
 */
export async function readPublicKey(armored: string, now = new Date()): Promise<openpgp.PublicKey> {
  if (/PRIVATE KEY BLOCK/.test(armored)) {
    throw problem('key/not-public', 'This is a private key; a public one belongs here.', {
      hint: 'keep private keys on the core only: satchel keys export prints the public half',
    })
  }
  const key = await read(armored, () => openpgp.readKey({ armoredKey: armored }))
  await checkUsable(key, now)
  return key
}

/** @throws Problem key/not-readable, key/not-usable. */
export async function readPrivateKey(armored: string, passphrase?: string): Promise<openpgp.PrivateKey> {
  const key = await read(armored, () => openpgp.readPrivateKey({ armoredKey: armored }))
  if (key.isDecrypted()) return key
  if (passphrase === undefined) throw problem('key/not-usable', 'The private key needs its passphrase.')
  return read('', () => openpgp.decryptKey({ privateKey: key, passphrase }))
}

async function read<T>(armored: string, work: () => Promise<T>): Promise<T> {
  if (armored.length > limits.keyBytes) {
    throw problem('key/not-readable', `A key of ours is never larger than ${limits.keyBytes} bytes.`)
  }
  try {
    return await work()
  } catch (cause) {
    throw problem('key/not-readable', 'This is no OpenPGP key, or its passphrase is another.', { cause })
  }
}

/** Judged here, with a reason each, and not by the library's message. */
const permissive = {
  ...openpgp.config,
  minRSABits: 0,
  rejectPublicKeyAlgorithms: new Set<openpgp.enums.publicKey>(),
  rejectCurves: new Set<openpgp.enums.curve>(),
}

/**
 * Whether everybody who has to can seal to a key and open with it at a moment. The library remembers signatures it has
 * checked, so asking again before each use is cheap.
 * @returns id of the part that is sealed to, 16 hex digits.
 * @throws Problem key/expired, key/revoked, key/weak, key/not-compatible, key/not-usable.
 */
export async function checkUsable(key: openpgp.PublicKey, now: Date): Promise<{ readonly id: string }> {
  const refuse = (code: Parameters<typeof problem>[0], why: string, cause?: unknown) =>
    problem(code, `The key ${key.getKeyID().toHex().toUpperCase()} cannot be used: ${why}.`, {
      hint: 'satchel keys export prints one that can',
      ...(cause === undefined ? {} : { cause }),
    })
  // the version is not in the library's types
  if ('version' in key.keyPacket && key.keyPacket.version !== 4) {
    throw refuse('key/not-compatible', 'it is not a version 4 key, and GnuPG 2.2 knows no other')
  }
  if (await key.isRevoked(undefined, undefined, now, permissive)) throw refuse('key/revoked', 'it was revoked')
  const sealedTo = await key.getEncryptionKey(undefined, now, undefined, permissive).catch(async (cause: unknown) => {
    // without a date the library does not ask for the time: what is right then is expired, or not yet valid, now
    const timeless = await key.getEncryptionKey(undefined, null, undefined, permissive).catch(() => null)
    if (timeless === null) throw refuse('key/not-usable', 'it has no part that one can seal to', cause)
    if (timeless.getCreationTime() > now) throw refuse('key/not-usable', 'it is dated in the future', cause)
    throw refuse('key/expired', 'it has expired', cause)
  })
  for (const part of [key, sealedTo]) {
    const judgement = judge(part.getAlgorithmInfo())
    if (judgement !== null) throw refuse(...judgement)
  }
  const { selfCertification } = await key.getPrimaryUser(now)
  // RFC 9580, 5.2.3.32: this bit asks for SEIPD version 2
  if (((selfCertification.features?.[0] ?? 0) & 0x08) !== 0) {
    throw refuse('key/not-compatible', 'it asks for a message format that GnuPG 2.2 cannot open')
  }
  return { id: sealedTo.getKeyID().toHex() }
}

const strongCurves = [
  'ed25519Legacy',
  'curve25519Legacy',
  'nistP256',
  'nistP384',
  'nistP521',
  'brainpoolP256r1',
] as const
const leastRsaBits = 3072

/** An allow-list: what GnuPG 2.2 knows, at 128 bits of strength. Null: good. */
function judge(part: openpgp.AlgorithmInfo): readonly ['key/weak' | 'key/not-compatible', string] | null {
  if (part.algorithm.startsWith('rsa')) {
    return (part.bits ?? 0) < leastRsaBits ? ['key/weak', `it has fewer than ${leastRsaBits} bits`] : null
  }
  if (part.curve !== undefined) {
    return strongCurves.some(known => known === part.curve)
      ? null
      : ['key/weak', 'its curve is not among those we trust']
  }
  if (part.algorithm === 'dsa' || part.algorithm === 'elgamal') return ['key/weak', 'its algorithm is out of date']
  return ['key/not-compatible', 'GnuPG 2.2 does not know its algorithm']
}
