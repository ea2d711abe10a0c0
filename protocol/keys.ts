// OpenPGP keys: made so that GnuPG 2.2 can open an item in an emergency, and read with suspicion.

import * as openpgp from 'openpgp'
import { problem } from './problems.ts'

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
 * @throws Problem key/not-readable, key/not-public, key/not-usable.
 */
export async function readPublicKey(armored: string, now = new Date()): Promise<openpgp.PublicKey> {
  if (/PRIVATE KEY BLOCK/.test(armored)) {
    throw problem('key/not-public', 'This is a private key; a public one belongs here.', {
      hint: 'keep private keys on the core only: satchel keys export prints the public half',
    })
  }
  const key = await read(() => openpgp.readKey({ armoredKey: armored }))
  await checkUsable(key, now)
  return key
}

/** @throws Problem key/not-readable, key/not-usable. */
export async function readPrivateKey(armored: string, passphrase?: string): Promise<openpgp.PrivateKey> {
  const key = await read(() => openpgp.readPrivateKey({ armoredKey: armored }))
  if (key.isDecrypted()) return key
  if (passphrase === undefined) throw problem('key/not-usable', 'The private key needs its passphrase.')
  return read(() => openpgp.decryptKey({ privateKey: key, passphrase }))
}

async function read<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw problem('key/not-readable', 'This is no OpenPGP key, or its passphrase is another.', { cause })
  }
}

async function checkUsable(key: openpgp.PublicKey, now: Date): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    problem('key/not-usable', `The key ${key.getKeyID().toHex().toUpperCase()} cannot be used: ${why}.`, {
      hint: 'satchel keys export prints one that can',
      ...(cause === undefined ? {} : { cause }),
    })
  // the version is not in the library's types; a v6 key cannot be opened by GnuPG 2.2
  if ('version' in key.keyPacket && key.keyPacket.version !== 4) throw refuse('it is not a version 4 key')
  try {
    await key.verifyPrimaryKey(now)
    const encryption = await key.getEncryptionKey(undefined, now)
    const algorithm = encryption.getAlgorithmInfo()
    if (algorithm.algorithm.startsWith('rsa') && (algorithm.bits ?? 0) < 3072)
      throw new Error('it has fewer than 3072 bits')
    if (algorithm.algorithm === 'elgamal') throw new Error('it is an ElGamal key')
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message.replace(/\.$/, '') : 'it is not valid', cause)
  }
  const { selfCertification } = await key.getPrimaryUser(now)
  // RFC 9580, 5.2.3.32: this bit asks for SEIPD version 2, which GnuPG 2.2 cannot open
  const asksForSeipd2 = ((selfCertification.features?.[0] ?? 0) & 0x08) !== 0
  if (asksForSeipd2) throw refuse('it asks for a message format that GnuPG 2.2 cannot open')
}
