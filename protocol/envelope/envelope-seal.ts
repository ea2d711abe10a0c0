// Seals a text to the core and the recovery key. Nothing in here can open anything: the intake imports this file.

import * as openpgp from 'openpgp'
import { walkEnvelope } from './envelope-packets.ts'
import { checkUsable } from './pgp-keys.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

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

/** UTF-8 with spaces behind the last parenthesis, which SX1 reads as padding. */
export function pad(text: string): Uint8Array {
  const size = Buffer.byteLength(text)
  const padded = Buffer.alloc(padmeLength(size), ' ')
  padded.write(text)
  return padded
}

/** Room for the packets around the text: two PKESK, prefix, literal header, MDC. */
const wrappingBytes = 2048

/**
 * @param text SX1; padded here.
 * @param recipients the core's key and the recovery key.
 * @param options.now moment for which the keys must be valid; the clock by default.
 * @returns binary OpenPGP: SEIPD version 1, not compressed, the text as a binary literal (text literals change LF to CR LF).
 * @throws Problem envelope/too-large; key/expired, key/revoked, key/weak, key/not-compatible, key/not-usable.
 */
export async function seal(
  text: string,
  recipients: readonly openpgp.PublicKey[],
  options: { readonly now?: Date } = {},
): Promise<Uint8Array> {
  const padded = pad(text)
  if (padded.length + wrappingBytes > limits.itemBytes) {
    throw problem('envelope/too-large', `The text is too long to be sealed: nobody would open it.`)
  }
  const now = options.now ?? new Date()
  const wanted = await sealedTo(recipients, now)
  const sealed = await openpgp.encrypt({
    message: await openpgp.createMessage({ binary: padded, date: now }),
    encryptionKeys: [...recipients],
    date: now,
    format: 'binary',
    config: sealSettings,
  })
  const bytes = new Uint8Array(sealed as Uint8Array)
  checkSealed(bytes, wanted)
  return bytes
}

/** SEIPD version 1, not compressed: what GnuPG 2.2 opens, and a length that tells only the padded one. */
export const sealSettings = {
  aeadProtect: false,
  preferredCompressionAlgorithm: openpgp.enums.compression.uncompressed,
} as const

/**
 * The ids of the parts that are sealed to, after both keys were found usable.
 * @throws TypeError for anything but two different keys; Problem key/...
 */
export async function sealedTo(recipients: readonly openpgp.PublicKey[], now: Date): Promise<readonly string[]> {
  if (recipients.length !== 2) throw new TypeError('everything is sealed to two keys: core and recovery')
  const wanted = await Promise.all(recipients.map(async key => (await checkUsable(key, now)).id))
  if (new Set(wanted).size !== wanted.length) throw new TypeError('core and recovery key are the same')
  return wanted
}

/** Checks the sealed result before it leaves: right recipients, integrity protected, no plain packet. */
function checkSealed(bytes: Uint8Array, wanted: readonly string[]): void {
  const { recipients } = walkEnvelope(bytes)
  if (wanted.length !== recipients.length || !wanted.every(id => recipients.includes(id))) {
    throw new Error('a file was sealed to other keys than it should have been')
  }
}
