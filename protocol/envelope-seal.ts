// Seals a text to the core and the recovery key. Nothing in here can open anything: the intake imports this file.

import * as openpgp from 'openpgp'
import { walkEnvelope } from './envelope-packets.ts'
import { limits } from './limits.ts'

/**
 * Padmé (Nikitin et al. 2019): a length that leaks at most log log n bits, at most 12 % longer.
 * @returns the padded length in bytes, at least the floor.
 */
export function padmeLength(length: number): number {
  if (length <= limits.paddedFloor) return limits.paddedFloor
  const exponent = Math.floor(Math.log2(length))
  const significant = Math.floor(Math.log2(exponent)) + 1
  const unit = 2 ** (exponent - significant)
  return Math.ceil(length / unit) * unit
}

/** Spaces behind the last parenthesis are padding in SX1. */
export function pad(text: string): string {
  const size = Buffer.byteLength(text)
  return text + ' '.repeat(padmeLength(size) - size)
}

/**
 * @param text SX1; padded here.
 * @param recipients the core's key and the recovery key.
 * @returns binary OpenPGP: SEIPD version 1, not compressed.
 */
export async function seal(text: string, recipients: readonly openpgp.PublicKey[]): Promise<Uint8Array> {
  if (recipients.length !== 2) throw new TypeError('everything is sealed to two keys: core and recovery')
  const sealed = await openpgp.encrypt({
    message: await openpgp.createMessage({ text: pad(text) }),
    encryptionKeys: [...recipients],
    format: 'binary',
    config: {
      aeadProtect: false,
      preferredCompressionAlgorithm: openpgp.enums.compression.uncompressed,
    },
  })
  const bytes = new Uint8Array(sealed as Uint8Array)
  // what leaves here must be what we say it is: right recipients, integrity protected, no plain packet
  const walked = walkEnvelope(bytes)
  const wanted = await Promise.all(recipients.map(async key => (await key.getEncryptionKey()).getKeyID().toHex()))
  if (wanted.length !== walked.recipients.length || !wanted.every(id => walked.recipients.includes(id))) {
    throw new Error('a file was sealed to other keys than it should have been')
  }
  return bytes
}
