// Walks the outer OpenPGP packets of a sealed file without decrypting anything: structure is judged before any work is done.
// RFC 9580, section 4.2 (packet headers), 5.1 (PKESK), 5.13.1 (SEIPD version 1).

import { limits } from './limits.ts'
import { problem } from './problems.ts'

const tags = { pkesk: 1, seipd: 18 } as const

export interface Walk {
  /** Key ids (16 hex digits, lower case) that the file is sealed to, in order. */
  readonly recipients: readonly string[]
}

function damaged(why: string): Error {
  return problem('envelope/damaged', `The sealed file ${why}.`, {
    hint: 'it was cut or changed on the way: ask for it again',
  })
}

/** Whether bytes look like a binary OpenPGP message: the first octet of a packet has its highest bit set. */
export function isSealed(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0
  return first === 0xc1 || (first >= 0x84 && first <= 0x87)
}

interface Header {
  readonly tag: number
  readonly start: number
  /** Behind the packet's body; for partial lengths behind the last part. */
  readonly end: number
}

/** @throws Problem envelope/damaged. */
function header(bytes: Uint8Array, at: number): Header {
  const first = bytes[at] ?? 0
  if ((first & 0x80) === 0) throw damaged('holds something that is no OpenPGP packet')
  if ((first & 0x40) === 0) return oldHeader(bytes, at, first)
  const tag = first & 0x3f
  let position = at + 1
  let start = -1
  for (;;) {
    const octet = bytes[position]
    if (octet === undefined) throw damaged('is cut')
    let length: number
    let partial = false
    if (octet < 192) {
      length = octet
      position += 1
    } else if (octet < 224) {
      length = ((octet - 192) << 8) + (bytes[position + 1] ?? 0) + 192
      position += 2
    } else if (octet === 255) {
      length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(Math.min(position + 1, bytes.length - 4))
      position += 5
    } else {
      length = 2 ** (octet & 31)
      position += 1
      partial = true
    }
    if (start < 0) start = position
    position += length
    if (position > bytes.length) throw damaged('is cut')
    if (!partial) return { tag, start, end: position }
  }
}

function oldHeader(bytes: Uint8Array, at: number, first: number): Header {
  const size = [1, 2, 4, 0][first & 3] ?? 0
  if (size === 0) throw damaged('has a packet without a length')
  let length = 0
  for (let index = 1; index <= size; index++) length = length * 256 + (bytes[at + index] ?? 0)
  const start = at + 1 + size
  if (start + length > bytes.length) throw damaged('is cut')
  return { tag: (first >> 2) & 15, start, end: start + length }
}

/**
 * Ours are: one to four PKESK version 3, then one SEIPD version 1, and nothing else.
 * @throws Problem envelope/damaged, envelope/recipients.
 */
export function walkEnvelope(bytes: Uint8Array): Walk {
  const recipients: string[] = []
  let at = 0
  while (at < bytes.length) {
    const packet = header(bytes, at)
    if (packet.tag === tags.pkesk) {
      if (bytes[packet.start] !== 3) throw damaged('is sealed in a way that ours are not')
      if (recipients.length === limits.recipients) {
        throw problem('envelope/recipients', `The file is sealed to more than ${limits.recipients} keys.`)
      }
      recipients.push(Buffer.from(bytes.subarray(packet.start + 1, packet.start + 9)).toString('hex'))
    } else if (packet.tag === tags.seipd) {
      if (recipients.length === 0) throw damaged('is not sealed to any key')
      if (bytes[packet.start] !== 1) throw damaged('has no integrity protection of the kind that ours have')
      if (packet.end !== bytes.length) throw damaged('has something behind its end')
      return { recipients }
    } else {
      // tag 9 (no integrity), 8 (compressed), 11 (literal), passwords, anything new
      throw damaged('holds a kind of packet that ours never hold')
    }
    at = packet.end
  }
  throw damaged('is cut')
}
