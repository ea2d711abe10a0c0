// Fingerprint and date of a public key from its first packet (RFC 9580, 5.5.2 and 5.5.4), without an OpenPGP library: what lists of
// keys show. Nothing here says whether the key can be used; readPublicKey does.

import { createHash } from 'node:crypto'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

export interface KeyHead {
  /** Upper-case hex. */
  readonly fingerprint: string
  readonly made: Date
}

const publicKeyTag = 6

/** @throws Problem key/not-readable, key/not-public, key/not-compatible. */
export function readKeyHead(armored: string): KeyHead {
  if (/PRIVATE KEY BLOCK/.test(armored))
    throw problem('key/not-public', 'This is a private key; a public one belongs here.')
  const body = armored.length > limits.keyBytes ? null : firstPacket(bytesOf(armored))
  if (body === null || body.length < 6) throw problem('key/not-readable', 'This is no OpenPGP key.')
  if (body[0] !== 4) {
    throw problem('key/not-compatible', 'The key is not a version 4 key, and GnuPG 2.2 knows no other.')
  }
  const length = Buffer.from([0x99, body.length >> 8, body.length & 0xff])
  return {
    fingerprint: createHash('sha1').update(length).update(body).digest('hex').toUpperCase(),
    made: new Date(body.readUInt32BE(1) * 1000),
  }
}

/** The base64 between the armour's headers and its checksum or end. */
function bytesOf(armored: string): Buffer {
  const inner =
    /-----BEGIN PGP PUBLIC KEY BLOCK-----\s*?\n(?:[^\n]*: [^\n]*\n)*\s*?\n([A-Za-z0-9+/=\s]*?)(?:\n=|\n-----END)/.exec(
      armored,
    )
  return Buffer.from(inner?.[1] ?? '', 'base64')
}

/** Content of the first packet where it is a public key; null where it is none, or is cut. Both forms of its length are read. */
function firstPacket(bytes: Buffer): Buffer | null {
  const [tag = 0, first = 0, second = 0] = bytes
  const [start, length] =
    tag === (0xc0 | publicKeyTag)
      ? first < 192
        ? [2, first]
        : [3, ((first - 192) << 8) + second + 192]
      : tag === (0x80 | (publicKeyTag << 2))
        ? [2, first]
        : tag === (0x81 | (publicKeyTag << 2))
          ? [3, (first << 8) + second]
          : [0, 0]
  // from 224 on the first byte begins forms that a primary key of ours never has
  if (start === 0 || (start === 3 && tag >= 0xc0 && first >= 224)) return null
  return bytes.length < start + length ? null : bytes.subarray(start, start + length)
}
