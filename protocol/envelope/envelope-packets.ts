// Takes OpenPGP messages apart without decrypting or decompressing anything: structure is judged before any work is done.
// RFC 9580, section 4.2 (packet headers), 5.1 (PKESK), 5.13.1 (SEIPD version 1), 5.9 (literal data).

import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

const tags = { pkesk: 1, compressed: 8, literal: 11, seipd: 18 } as const

const compressedToEnd = 0x80 | (tags.compressed << 2) | 3

/** Smallest PKESK: version, key id, algorithm, one octet of key. */
const leastPkesk = 11
/** SEIPD version 1: version, random prefix (18), an empty literal packet (8), MDC packet (22). */
const leastSeipd = 1 + 18 + 8 + 22
/** RFC 9580, 4.2.1.4: the first part of a packet in parts is at least this long. */
const leastFirstPart = 512

export interface Walk {
  /** Key ids (16 hex digits, lower case) that the file is sealed to, in order. */
  readonly recipients: readonly string[]
  /** The content of the integrity protected packet: the encrypted bytes behind its version. */
  readonly encrypted: Uint8Array
}

/** One wording for everything that is not ours to the last byte: a sender can do nothing with more. */
export function damaged(why: string, cause?: unknown): Error {
  return problem('envelope/damaged', `The sealed file ${why}.`, {
    hint: 'it was cut or changed on the way, or not sealed by this program: ask for it again',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Whether bytes begin as our sealed files do: with a PKESK packet, binary. Armoured files are not ours. */
export function isSealed(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0
  return first === 0xc1 || (first >= 0x84 && first <= 0x87)
}

export interface PacketPart {
  readonly tag: number
  /** The body, in parts where its length was; not copied. */
  readonly parts: readonly Uint8Array[]
  /** Where the next packet begins. */
  readonly end: number
}

/** @throws Problem envelope/damaged. */
export function packetAt(bytes: Uint8Array, at: number): PacketPart {
  const first = bytes[at] ?? 0
  if ((first & 0x80) === 0) throw damaged('holds something that is no OpenPGP packet')
  if ((first & 0x40) === 0) return oldPacketAt(bytes, at, first)
  const tag = first & 0x3f
  const parts: Uint8Array[] = []
  let position = at + 1
  for (;;) {
    const { length, size, partial } = lengthAt(bytes, position)
    if (partial && tag !== tags.seipd && tag !== tags.literal && tag !== tags.compressed)
      throw damaged('has a packet in parts that is none of data')
    if (partial && parts.length === 0 && length < leastFirstPart) throw damaged('begins with too small a part')
    const start = position + size
    position = start + length
    if (position > bytes.length) throw damaged('is cut')
    parts.push(bytes.subarray(start, position))
    if (parts.length > limits.packetParts) throw damaged('comes in too many parts')
    if (!partial) return { tag, parts, end: position }
  }
}

/** A length of the new format: 1, 2 or 5 octets, or the power of two of one part. */
function lengthAt(bytes: Uint8Array, at: number): { length: number; size: number; partial: boolean } {
  const octet = octetAt(bytes, at)
  if (octet < 192) return { length: octet, size: 1, partial: false }
  if (octet < 224) return { length: (octet - 192) * 256 + octetAt(bytes, at + 1) + 192, size: 2, partial: false }
  if (octet < 255) return { length: 2 ** (octet & 31), size: 1, partial: true }
  return { length: numberAt(bytes, at + 1, 4), size: 5, partial: false }
}

function oldPacketAt(bytes: Uint8Array, at: number, first: number): PacketPart {
  const size = [1, 2, 4][first & 3]
  // GnuPG ends a compressed packet with the message
  if (size === undefined && first === compressedToEnd) {
    return { tag: tags.compressed, parts: [bytes.subarray(at + 1)], end: bytes.length }
  }
  if (size === undefined) throw damaged('has a packet without a length')
  const start = at + 1 + size
  const end = start + numberAt(bytes, at + 1, size)
  if (end > bytes.length) throw damaged('is cut')
  return { tag: (first >> 2) & 15, parts: [bytes.subarray(start, end)], end }
}

function numberAt(bytes: Uint8Array, at: number, size: number): number {
  let number = 0
  for (let index = 0; index < size; index++) number = number * 256 + octetAt(bytes, at + index)
  return number
}

function octetAt(bytes: Uint8Array, at: number): number {
  const octet = bytes[at]
  if (octet === undefined) throw damaged('is cut')
  return octet
}

export function bodyOf(packet: PacketPart): Uint8Array {
  const [only] = packet.parts
  return packet.parts.length === 1 && only !== undefined ? only : Buffer.concat(packet.parts)
}

/**
 * Ours are: one to four PKESK version 3, then one SEIPD version 1, and nothing else.
 * @throws Problem envelope/damaged, envelope/recipients.
 */
export function walkEnvelope(bytes: Uint8Array): Walk {
  const recipients: string[] = []
  let at = 0
  while (at < bytes.length) {
    const packet = packetAt(bytes, at)
    at = packet.end
    const body = bodyOf(packet)
    if (packet.tag === tags.pkesk) {
      if (body[0] !== 3 || body.length < leastPkesk) throw damaged('is sealed in a way that ours are not')
      if (recipients.length === limits.recipients) {
        throw problem('envelope/recipients', `The file is sealed to more than ${limits.recipients} keys.`)
      }
      recipients.push(Buffer.from(body.subarray(1, 9)).toString('hex'))
    } else if (packet.tag === tags.seipd) {
      if (recipients.length === 0) throw damaged('is not sealed to any key')
      if (body[0] !== 1) throw damaged('has no integrity protection of the kind that ours have')
      if (body.length < leastSeipd) throw damaged('is cut')
      if (at !== bytes.length) throw damaged('has something behind its end')
      return { recipients, encrypted: body.subarray(1) }
    } else {
      // tag 9 (no integrity), 8 (compressed), 11 (literal), 3 (password), anything new
      throw damaged('holds a kind of packet that ours never hold')
    }
  }
  throw damaged('is cut')
}

/**
 * The bytes of the one literal packet that a decrypted message of ours consists of.
 * @throws Problem envelope/damaged: compressed, signed, encrypted again, empty, or more than one packet.
 */
export function literalOf(message: Uint8Array): { readonly isText: boolean; readonly data: Uint8Array } {
  const packet = packetAt(message, 0)
  if (packet.tag !== tags.literal || packet.end !== message.length) {
    throw damaged('holds something else than one plain text')
  }
  return literalIn(packet)
}

/** The content of a literal packet. @throws Problem envelope/damaged. */
export function literalIn(packet: PacketPart): { readonly isText: boolean; readonly data: Uint8Array } {
  const body = bodyOf(packet)
  // format, length of a file name, the name, four octets of date
  const format = String.fromCharCode(octetAt(body, 0))
  const start = 2 + octetAt(body, 1) + 4
  if (!'btu'.includes(format) || start > body.length) throw damaged('holds something else than one plain text')
  return { isText: format !== 'b', data: body.subarray(start) }
}
