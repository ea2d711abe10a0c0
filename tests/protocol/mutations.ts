// Sealed files that are wrong in one way or another, by a seed: octets turned over, packets cut, exchanged or said to be longer than
// they are, other ids and algorithms, and session keys that are wrapped rightly around something wrong.

import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'
import type { PublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { pointOf } from '@satchel/protocol/envelope/sealing-part'
import { literal, packet } from './envelopes.ts'

/** Numbers below a limit, the same for the same seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomOf>

const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[random(from.length)] ?? from[0]

/** A file as `seal` writes it: session keys for two, 96 octets each, and the data. */
function split(sealed: Uint8Array) {
  const bytes = Buffer.from(sealed)
  return [bytes.subarray(0, 96), bytes.subarray(96, 192), bytes.subarray(192)] as const
}

/** The body of a packet whose length has one, two or five octets. */
function bodyOf(whole: Buffer): Buffer {
  const first = whole[1] ?? 0
  return whole.subarray(first < 192 ? 2 : first < 224 ? 3 : 6)
}

/** Heads of a packet, honest and not. */
function dressed(random: Random, tag: number, body: Buffer): Buffer {
  const lie = pick(random, [0, 0, 1, -1, 7, 512, 0x7fffffff])
  const long = Buffer.alloc(6, 255)
  long[0] = 0xc0 | tag
  long.writeUInt32BE(Math.max(0, body.length + lie), 2)
  const short = body.length >= 192 && body.length < 8384 ? body.length - 192 : 0
  const power = Math.floor(Math.log2(Math.max(1, body.length - 1)))
  return pick(random, [
    () => Buffer.concat([long, body]),
    () => Buffer.concat([Buffer.from([0xc0 | tag, (192 + (short >> 8)) & 255, short & 255]), body]),
    () => Buffer.concat([Buffer.from([0xc0 | tag, Math.min(191, body.length)]), body]),
    // the old format, with one, two or four octets or none
    () => Buffer.concat([Buffer.from([0x80 | ((tag & 15) << 2) | 3]), body]),
    () => Buffer.concat([Buffer.from([0x80 | ((tag & 15) << 2), body.length & 255]), body]),
    () => Buffer.concat([Buffer.from([0x81 | ((tag & 15) << 2), (body.length >> 8) & 255, body.length & 255]), body]),
    // in two parts
    () => {
      const [first, rest] = [body.subarray(0, 2 ** power), body.subarray(2 ** power)]
      const length = Buffer.alloc(5, 255)
      length.writeUInt32BE(Math.max(0, rest.length + lie), 1)
      return Buffer.concat([Buffer.from([0xc0 | tag, 224 + power]), first, length, rest])
    },
  ])()
}

/** Points with nothing in common with any secret, points over the prime, and what is none. */
const oddPoints = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
] as const

interface Wrapping {
  /** What is wrapped: cipher, key, sum and filling. */
  readonly encoded: Buffer
  /** A secret in common that begins or ends with zeros, which are left out as old programs did. */
  readonly shortened?: 'front' | 'end'
}

/** A session key packet of our shape that is wrapped as it should be, around anything. */
export function sessionKeyPacket(key: PublicKey, { encoded, shortened }: Wrapping): Buffer {
  const part = key.subkeys[0]
  const point = part === undefined ? null : pointOf(part)
  if (part === undefined || point === null) throw new Error('not a key of ours')
  const spki = Buffer.from('302a300506032b656e032100', 'hex')
  const theirs = createPublicKey({ key: Buffer.concat([spki, point]), format: 'der', type: 'spki' })
  for (;;) {
    const pair = generateKeyPairSync('x25519')
    let shared = diffieHellman({ privateKey: pair.privateKey, publicKey: theirs })
    if (shortened === 'front' && shared[0] !== 0) continue
    if (shortened === 'end' && shared.at(-1) !== 0) continue
    if (shortened === 'front') shared = shared.subarray(shared.findIndex(octet => octet !== 0))
    if (shortened === 'end') shared = shared.subarray(0, shared.findLastIndex(octet => octet !== 0) + 1)
    const fingerprint = Buffer.from(part.getFingerprint(), 'hex')
    const digest = createHash('sha256')
      .update(Buffer.from([0, 0, 0, 1]))
      .update(shared)
      .update(Buffer.from('0a2b0601040197550105011203010807', 'hex'))
      .update('Anonymous Sender    ')
      .update(fingerprint)
      .digest()
    const wrap = createCipheriv('id-aes128-wrap', digest.subarray(0, 16), Buffer.alloc(8, 0xa6))
    const wrapped = Buffer.concat([wrap.update(encoded), wrap.final()])
    const body = Buffer.concat([
      Buffer.from([3]),
      fingerprint.subarray(12),
      Buffer.from([18, 1, 7, 0x40]),
      pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12),
      Buffer.from([wrapped.length]),
      wrapped,
    ])
    return Buffer.concat([Buffer.from([0xc1, body.length]), body])
  }
}

/** A session key with what stands around it, right or not. */
export function encodedKey(cipher: number, key: Buffer, wrong: { readonly sum?: number; readonly fill?: Buffer } = {}) {
  const sum = wrong.sum ?? key.reduce((total, octet) => total + octet, 0)
  const length = key.length + 3
  const fill = wrong.fill ?? Buffer.alloc(8 - (length % 8), 8 - (length % 8))
  return Buffer.concat([Buffer.from([cipher]), key, Buffer.from([(sum >> 8) & 255, sum & 255]), fill])
}

const cipherNames: Readonly<Record<number, string>> = { 16: 'aes-128-cfb', 24: 'aes-192-cfb', 32: 'aes-256-cfb' }

/** The data packet around some packets, under a key. */
export function dataPacket(inner: Uint8Array, key: Buffer, tail?: Uint8Array): Buffer {
  const prefix = randomBytes(16)
  const hashed = Buffer.concat([prefix, prefix.subarray(14), inner, Buffer.from([0xd3, 0x14])])
  const cipher = createCipheriv(cipherNames[key.length] ?? 'aes-256-cfb', key, Buffer.alloc(16))
  const mdc = tail ?? createHash('sha1').update(hashed).digest()
  return packet(18, Buffer.concat([Buffer.from([1]), cipher.update(hashed), cipher.update(mdc), cipher.final()]))
}

/** Wrapped rightly, around a session key, a text or an end that are wrong one time in two. */
function sealedAnew(random: Random, keys: readonly PublicKey[]): Buffer {
  const size = pick(random, [32, 32, 32, 16, 24])
  const key = randomBytes(size)
  const named = { 16: 7, 24: 8, 32: 9 }[size] ?? 9
  const encoded = pick(random, [
    () => encodedKey(named, key),
    () => encodedKey(named, key),
    () => encodedKey(pick(random, [0, 2, 7, 8, 9, 10, 13, 200]), key),
    () => encodedKey(named, key, { sum: random(65536) }),
    () => encodedKey(named, key, { fill: Buffer.from([5, 5, 5, 4, 5]) }),
    () => encodedKey(named, key, { fill: Buffer.from([0, 0, 0, 0, 5]) }),
    () => encodedKey(named, key, { fill: Buffer.alloc(13, 13) }),
    () => encodedKey(named, key, { fill: Buffer.alloc(8 - ((size + 3) % 8), 0) }),
  ])()
  const filled = Buffer.concat([encoded, Buffer.alloc((8 - (encoded.length % 8)) % 8, 1)])
  const text = literal('(satchel-reply "Jimmy")', pick(random, ['b', 'b', 't', 'u', 'm']))
  const inner = pick(random, [text, text, Buffer.concat([text, text]), packet(8, Buffer.concat([Buffer.of(0), text]))])
  const tail = pick(random, [undefined, undefined, Buffer.alloc(20), Buffer.alloc(0), randomBytes(20)])
  const packets = keys.map(each => sessionKeyPacket(each, { encoded: filled }))
  return Buffer.concat([...packets, dataPacket(inner, key, tail)])
}

/** A wrong file. @param sealed of our shape. @param keys whom it is sealed to. */
export function mutated(random: Random, sealed: Uint8Array, keys: readonly PublicKey[]): Uint8Array {
  const bytes = Buffer.from(sealed)
  const [first, second, data] = split(sealed)
  /** Octets of the heads more often than those of the data. */
  const place = () => (random(4) === 0 ? random(bytes.length) : random(Math.min(220, bytes.length)))
  const changed = (change: (copy: Buffer) => unknown) => {
    const copy = Buffer.from(bytes)
    change(copy)
    return copy
  }
  const into = (at: number, octets: ArrayLike<number>) => changed(copy => copy.set(octets, at))
  /** Where a session key packet begins. */
  const start = () => 96 * random(2)
  return pick(random, [
    () => changed(copy => Array.from({ length: 1 + random(3) }, place).map(at => (copy[at]! ^= 1 << random(8)))),
    () => changed(copy => (copy[place()] = random(256))),
    () => bytes.subarray(0, random(2) === 0 ? random(bytes.length) : bytes.length - 1 - random(60)),
    () => Buffer.concat([bytes, pick(random, [Buffer.of(0), randomBytes(1 + random(40)), data, first, literal('x')])]),
    () => {
      const at = place()
      return Buffer.concat([bytes.subarray(0, at), randomBytes(random(3)), bytes.subarray(at + random(3))])
    },
    // exchanged, left out, twice
    () => Buffer.concat(Array.from({ length: 1 + random(5) }, () => pick(random, [first, second, data]))),
    () => Buffer.concat([...Array.from({ length: 1 + random(5) }, () => pick(random, [first, second])), data]),
    () => Buffer.concat([dressed(random, 1, bodyOf(first)), second, data]),
    () => Buffer.concat([first, second, dressed(random, 18, bodyOf(data))]),
    () => Buffer.concat([first, second, dressed(random, pick(random, [1, 3, 8, 9, 11, 20, 60]), bodyOf(data))]),
    // ids: none, of each other, of the part that signs, of nobody
    () =>
      into(
        start() + 3,
        pick(random, [
          Buffer.alloc(8),
          first.subarray(3, 11),
          second.subarray(3, 11),
          Buffer.from(keys[0]?.getKeyID().toHex() ?? '', 'hex'),
          randomBytes(8),
        ]),
      ),
    () => into(start() + 2, [pick(random, [0, 2, 3, 4, 6])]),
    () => into(start() + 11, [pick(random, [1, 2, 16, 17, 18, 19, 22, 25, 26, 27, 99])]),
    () =>
      into(
        start() + 12,
        pick(random, [
          [1, 7],
          [1, 6],
          [1, 0],
          [2, 7],
          [0, 0],
          [255, 255],
        ]),
      ),
    () => into(start() + 14, [pick(random, [0x40, 0x04, 0x00, 0x41])]),
    () => into(start() + 15, Buffer.from(pick(random, oddPoints), 'hex')),
    () => into(start() + 47, [pick(random, [0, 8, 40, 47, 49, 56, 255])]),
    () => changed(copy => (copy[start() + 46]! ^= 0x80)),
    () => sealedAnew(random, keys),
    () => sealedAnew(random, keys),
    () => Buffer.concat([first, second, bodyOf(data)]),
    () => bytes,
  ])()
}
