// Opens the session key of the one shape that `seal` and the pages write, by Node's ciphers and in a fifth of the library's time. For
// anything else it says null and the library decides, so it never refuses; what it opens, the library opens to the same key.
// RFC 9580: 5.1.5 and 11.5 (ECDH), 5.1.1 (version 3), 4.2.1 (lengths).

import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from 'node:crypto'
import type { PrivateKey } from 'openpgp'
import { pointOf } from './sealing-part.ts'

/** A part of a private key that opens what we seal. */
interface OpeningPart {
  /** 16 hex digits. */
  readonly id: string
  readonly secret: KeyObject
  readonly fingerprint: Uint8Array
}

interface Opener {
  /** Of every part of the key, whatever it is for. */
  readonly ids: ReadonlySet<string>
  readonly parts: readonly OpeningPart[]
}

/** A key is the same as long as its object is, and the library asks for no time here: what was sealed to a key that has expired opens. */
const known = new WeakMap<PrivateKey, Promise<Opener>>()

/**
 * The AES-256 key of a whole file that `walkEnvelope` let through.
 * @returns null for what is not of the one shape, and for what does not open.
 */
export async function ownSessionKey(bytes: Uint8Array, key: PrivateKey): Promise<Uint8Array | null> {
  const packets = sessionKeyPackets(bytes)
  if (packets === null) return null
  const opener = known.get(key) ?? openerOf(key)
  known.set(key, opener)
  const { ids, parts } = await opener
  // the library tries every packet for this key and every one without an id; which of several it takes is left to it
  const [packet, ...more] = packets.filter(each => ids.has(idOf(each)) || idOf(each) === noId)
  if (packet === undefined || more.length > 0) return null
  const part = parts.find(({ id }) => id === idOf(packet))
  return part === undefined ? null : unwrapped(packet, part)
}

const noId = '0'.repeat(16)

/** Tag 1 with its length, version 3; an id of 8 octets; ECDH, a number of 263 bits that begins with 0x40; 32 octets; 48 wrapped ones. */
const packetOctets = 96
const at = { id: 3, algorithm: 11, point: 15, wrappedLength: 47, wrapped: 48 } as const
const head = Buffer.from([0xc1, packetOctets - 2, 3])
const algorithm = Buffer.from([18, 0x01, 0x07, 0x40])
const wrappedOctets = packetOctets - at.wrapped

/** Two of them, and one data packet whose length is not in parts. */
function sessionKeyPackets(bytes: Uint8Array): readonly Buffer[] | null {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const packets = [0, 1].map(index => whole.subarray(index * packetOctets, (index + 1) * packetOctets))
  const isData = whole[2 * packetOctets] === 0xd2 && !isInParts(whole[2 * packetOctets + 1] ?? 224)
  return isData && packets.every(isOurs) ? packets : null
}

const isInParts = (length: number) => length >= 224 && length < 255

const isOurs = (packet: Buffer) =>
  packet.subarray(0, at.id).equals(head) &&
  packet.subarray(at.algorithm, at.point).equals(algorithm) &&
  packet[at.wrappedLength] === wrappedOctets

const idOf = (packet: Buffer) => packet.toString('hex', at.id, at.algorithm)

/** The parts that the library would open with, of the kind that we make: whether a part may, is its decision. */
async function openerOf(key: PrivateKey): Promise<Opener> {
  // the date that the library itself gives here: none
  const usable = await key.getDecryptionKeys(undefined, null).catch(() => [])
  const parts = usable.flatMap(part => {
    const point = pointOf(part)
    const secret = point === null ? null : secretOf(part.keyPacket, point)
    if (secret === null) return []
    return [{ id: part.getKeyID().toHex(), secret, fingerprint: Buffer.from(part.getFingerprint(), 'hex') }]
  })
  return { ids: new Set(key.getKeys().map(part => part.getKeyID().toHex())), parts }
}

/** PKCS #8 and SubjectPublicKeyInfo of X25519 up to the 32 octets. */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const spki = Buffer.from('302a300506032b656e032100', 'hex')

/** Null where the number does not belong to the point. */
function secretOf(packet: object, point: Uint8Array): KeyObject | null {
  const { privateParams } = packet as { readonly privateParams?: { readonly d?: Uint8Array } | null }
  if (privateParams?.d?.length !== 32) return null
  // OpenPGP writes the number with its highest octet first
  const number = privateParams.d.toReversed()
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8, number]), format: 'der', type: 'pkcs8' })
  const own = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return own.equals(Buffer.concat([spki, point])) ? secret : null
}

/** What the wrapping key is derived from, but for the secret before it and the fingerprint behind: as in forms/browser/seal.ts. */
const derivation = Buffer.concat([
  Buffer.from([10, 43, 6, 1, 4, 1, 151, 85, 1, 5, 1, 18, 3, 1, 8, 7]),
  Buffer.from('Anonymous Sender    '),
])
const filling = Buffer.alloc(5, 5)
const aes256 = 9

function unwrapped(packet: Buffer, { secret, fingerprint }: OpeningPart): Uint8Array | null {
  try {
    const ephemeral = Buffer.concat([spki, packet.subarray(at.point, at.wrappedLength)])
    const shared = diffieHellman({
      privateKey: secret,
      publicKey: createPublicKey({ key: ephemeral, format: 'der', type: 'spki' }),
    })
    const digest = createHash('sha256')
      .update(Buffer.from([0, 0, 0, 1]))
      .update(shared)
      .update(derivation)
      .update(fingerprint)
      .digest()
    // RFC 3394: it throws where its check is wrong
    const unwrap = createDecipheriv('id-aes128-wrap', digest.subarray(0, 16), Buffer.alloc(8, 0xa6))
    const encoded = Buffer.concat([unwrap.update(packet.subarray(at.wrapped)), unwrap.final()])
    const key = encoded.subarray(1, 33)
    const sum = key.reduce((total, octet) => total + octet, 0) & 0xffff
    const isKey = encoded[0] === aes256 && encoded.readUInt16BE(33) === sum && encoded.subarray(35).equals(filling)
    return isKey ? new Uint8Array(key) : null
  } catch {
    return null
  }
}
