// What goes inside a seal, padded so that its size tells little: a text with spaces, which SX1 reads as nothing, and a file as an
// upload with its own padding. The steps of length are the core's (padmeLength in protocol/envelope/envelope-seal.ts).

import { paddedFloor } from '@satchel/protocol/limits'
import { list } from '@satchel/protocol/sexp/sexp'
import { type Bytes, toBase64, utf8 } from './bytes.ts'
import { printSx1 } from './sx1.ts'

/** A file as it is sent: its name and type are seen by the core only. */
export interface SentFile {
  readonly name: string
  readonly type: string
  readonly bytes: Bytes
}

/** Padmé (Nikitin et al. 2019). */
export function paddedLength(length: number): number {
  if (length <= paddedFloor) return paddedFloor
  const exponent = Math.floor(Math.log2(length))
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return Math.ceil(length / unit) * unit
}

/** SX1 with spaces behind it. */
export function padText(text: string): Bytes {
  const bytes = utf8(text)
  const padded = new Uint8Array(paddedLength(bytes.length)).fill(32)
  padded.set(bytes)
  return padded
}

/** Octets in one string of `(data ...)`: a multiple of 3, so that parts join without filling between them. */
const partOctets = 48 * 1024

/** `(satchel-upload ...)`, padded. */
export function padUpload(file: SentFile): Bytes {
  const data: string[] = []
  for (let at = 0; at < file.bytes.length; at += partOctets)
    data.push(toBase64(file.bytes.subarray(at, at + partOctets)))
  return padText(
    printSx1(
      list(
        'satchel-upload',
        list('version', 1),
        list('name', file.name),
        list('type', file.type),
        list('data', ...data),
        list('size', file.bytes.length),
      ),
    ),
  )
}
