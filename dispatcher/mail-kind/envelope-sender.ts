// A letter's envelope sender stands in its Return-Path header. Over SMTP it is said in the envelope and leaves the bytes:
// the last server writes that header.

import { readHeaders } from './delivery-status.ts'
import { onlyAuthor } from '../mail-read/mail-addresses.ts'

export interface Enveloped {
  /** One plain address, or empty: no bounce is wanted. */
  readonly sender: string
  readonly bytes: Uint8Array
}

const returnPath = /^return-path:[ \t]*<?([^<>\r\n]*)>?[ \t]*\r\n(?:[ \t][^\r\n]*\r\n)*/im

/**
 * Takes the Return-Path out of a letter of ours. Without one the sender is its only author.
 * @throws TypeError for bytes that are no letter of ours: it has no header, or no author.
 */
export function takeEnvelope(bytes: Uint8Array): Enveloped {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) throw new TypeError('a letter without headers')
  const head = buffer.subarray(0, end + 2).toString('latin1')
  const found = returnPath.exec(head)
  if (found === null) {
    const author = onlyAuthor(readHeaders(head))
    if (author === null) throw new TypeError('a letter without one author')
    return { sender: author, bytes }
  }
  const rest = Buffer.from(head.replace(returnPath, ''), 'latin1')
  return { sender: (found[1] ?? '').trim(), bytes: new Uint8Array(Buffer.concat([rest, buffer.subarray(end + 2)])) }
}
