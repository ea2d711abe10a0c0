// Seals octets in a browser to the core and the recovery key, in the shape that the intake seals in: two session key packets of
// version 3 (ECDH on curve25519Legacy), one data packet of version 1 (AES-256, MDC), inside one binary literal, not compressed.
// RFC 9580: 5.1.5 and 11.5 (ECDH), 5.13.1 (SEIPD version 1), 5.9 (literal), 4.2.1 (lengths). Nothing in here can open anything.
// Ciphers and hashes are WebCrypto's; only X25519 has a second way, for browsers that lack it.

import { sealedUploadBytes } from '@satchel/protocol/limits'
import { type Bytes, fromBase64, joinBytes, lengthOf, type Octets, octetsOf, randomBytes, utf8 } from './bytes.ts'
import { basePoint, x25519 } from './x25519.ts'

/** Core and recovery key: base64 of the fingerprint (20 octets) and the point (32) of the part that is sealed to. */
export type SealKeys = readonly [core: string, recovery: string]

/** A new public point, and what its secret and theirs have in common. */
interface Agreed {
  readonly ephemeral: Bytes
  readonly shared: Bytes
}

interface SealOptions {
  readonly now?: Date
  /** For tests: the second way, where there is a first one. */
  readonly agree?: (theirs: Bytes) => Promise<Agreed> | Agreed
}

/** Whether this browser can seal here: WebCrypto is missing on pages that came over plain http. A page has to say so. */
export const canSeal = (): boolean => globalThis.crypto?.subtle !== undefined

/**
 * @param octets what the core reads, padded already: see padding.ts.
 * @returns binary OpenPGP.
 * @throws TypeError without WebCrypto, and for anything but two different keys; RangeError for more than anybody would open.
 */
export async function seal(octets: Bytes, keys: SealKeys, options: SealOptions = {}): Promise<Bytes> {
  if (!canSeal()) throw new TypeError('no WebCrypto here')
  const [core, recovery] = keys.map(fromBase64)
  if (core?.length !== 52 || recovery?.length !== 52 || keys[0] === keys[1]) throw new TypeError('two keys are needed')
  if (octets.length + wrappingOctets > sealedUploadBytes) throw new RangeError('too long')
  const key = randomBytes(32)
  const agree = options.agree ?? agreeNatively
  return joinBytes([
    await sessionKeyPacket(core, key, agree),
    await sessionKeyPacket(recovery, key, agree),
    await dataPacket(octets, key, options.now ?? new Date()),
  ])
}

/** Room for the packets around. */
const wrappingOctets = 2048

/** The part of the key derivation's input that is the same for every key of ours (RFC 9580, 11.5), but for the fingerprint behind it. */
const derivation = joinBytes([
  // curve25519Legacy with its length (1.3.6.1.4.1.3029.1.5.1), ECDH; SHA-256 derives, AES-128 wraps
  [10, 43, 6, 1, 4, 1, 151, 85, 1, 5, 1, 18, 3, 1, 8, 7],
  utf8('Anonymous Sender    '),
])

async function sessionKeyPacket(to: Bytes, key: Bytes, agree: NonNullable<SealOptions['agree']>): Promise<Bytes> {
  const { subtle } = crypto
  const fingerprint = to.subarray(0, 20)
  const { ephemeral, shared } = await agree(to.slice(20))
  const digest = await subtle.digest('SHA-256', joinBytes([[0, 0, 0, 1], shared, derivation, fingerprint]))
  const wrapping = await subtle.importKey('raw', digest.slice(0, 16), 'AES-KW', false, ['wrapKey'])
  // AES-256, the key, its sum; filled up to 40 octets as PKCS #5 does
  const sum = key.reduce((total, octet) => total + octet, 0)
  const encoded = joinBytes([[9], key, [(sum >> 8) & 255, sum & 255], [5, 5, 5, 5, 5]])
  // AES-KW wraps keys only: these octets are one of HMAC
  const wrapped = await subtle.importKey('raw', encoded, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])
  const octets = await octetsOf(subtle.wrapKey('raw', wrapped, wrapping, 'AES-KW'))
  // version, key id, ECDH; the point as a number of 263 bits: 0x40 and its octets
  return packet(1, [[3], fingerprint.subarray(12), [18, 1, 7, 64], ephemeral, [octets.length], octets])
}

async function agreeNatively(theirs: Bytes): Promise<Agreed> {
  const { subtle } = crypto
  try {
    const pair = await subtle.generateKey('X25519', false, ['deriveBits'])
    const publicKey = await subtle.importKey('raw', theirs, 'X25519', false, [])
    return {
      ephemeral: await octetsOf(subtle.exportKey('raw', pair.publicKey)),
      shared: await octetsOf(subtle.deriveBits({ name: 'X25519', public: publicKey }, pair.privateKey, 256)),
    }
  } catch {
    return agreeByHand(theirs)
  }
}

/** The same without WebCrypto's X25519. @throws TypeError for a point that has nothing in common with any secret. */
export function agreeByHand(theirs: Bytes): Agreed {
  const secret = randomBytes(32)
  const shared = x25519(secret, theirs)
  if (shared.every(octet => octet === 0)) throw new TypeError('no usable point')
  return { ephemeral: x25519(secret, basePoint), shared }
}

async function dataPacket(data: Bytes, key: Bytes, now: Date): Promise<Bytes> {
  const literal = packet(11, [[98, 0], octets4(Math.floor(now.getTime() / 1000)), data])
  // a random block and its last two octets again, the literal (binary, without a name), the head of the MDC packet
  const prefix = randomBytes(16)
  const hashed = joinBytes([prefix, prefix.subarray(14), literal, [0xd3, 20]])
  const digest = await octetsOf(crypto.subtle.digest('SHA-1', hashed))
  return packet(18, [[1], await encryptCfb(joinBytes([hashed, digest]), key)])
}

/**
 * AES-256-CFB with an IV of zeros, by one call of CBC: CFB is C[i] = P[i] ^ E(C[i-1]). CBC over a block of zeros and then P gives
 * O[0] = E(0) and O[i] = E(P[i-1] ^ O[i-1]) = E(C[i-1]): the key stream, so that C[i] = P[i] ^ O[i].
 */
async function encryptCfb(plain: Bytes, key: Bytes): Promise<Bytes> {
  const iv = new Uint8Array(16)
  const cbc = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt'])
  const stream = await octetsOf(crypto.subtle.encrypt({ name: 'AES-CBC', iv }, cbc, joinBytes([iv, plain])))
  return plain.map((octet, at) => octet ^ (stream[at] ?? 0))
}

function packet(tag: number, parts: readonly Octets[]): Bytes {
  return joinBytes([[0xc0 | tag], lengthOctets(lengthOf(parts)), ...parts])
}

function lengthOctets(length: number): readonly number[] {
  if (length < 192) return [length]
  if (length < 8384) return [((length - 192) >> 8) + 192, (length - 192) & 255]
  return [255, ...octets4(length)]
}

const octets4 = (number: number): readonly number[] => [24, 16, 8, 0].map(bits => (number >>> bits) & 255)
