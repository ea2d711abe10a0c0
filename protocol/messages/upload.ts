// An uploaded file inside the seal: its bytes in base64, in parts, padded so that sizes tell little.

import { limits } from '../limits.ts'
import { notValid, Parts, stringsOf } from '../sexp/tagged-lists.ts'
import { list } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

/** Bytes in one string of `(data ...)`: a multiple of 3, so that parts join without padding between them. */
export const partBytes = 48 * 1024

export interface Upload {
  readonly version: 1
  /** The sender's word; never used as a path. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export function printUpload(upload: Upload): string {
  const data = Buffer.from(upload.bytes)
  const parts: string[] = []
  for (let at = 0; at < data.length; at += partBytes) parts.push(data.subarray(at, at + partBytes).toString('base64'))
  return printSexp(
    list(
      'satchel-upload',
      list('version', 1),
      list('name', upload.name),
      list('type', upload.type),
      list('data', ...parts),
      list('size', data.length),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseUpload(text: string): Upload {
  const tree = parseSexp(text, { maxBytes: limits.uploadBytes })
  if (tree.tag !== 'satchel-upload') throw notValid('This is not an upload')
  const parts = new Parts(tree, ['version', 'name', 'type', 'data', 'size', 'pad'])
  parts.integer('version', 1, 1)
  const data = parts.one('data')
  const encoded = stringsOf(data, data.items.length)
  if (!encoded.every((part, index) => isBase64(part, index === encoded.length - 1))) {
    throw notValid('(data ...) is not base64 in parts of whole bytes')
  }
  const bytes = new Uint8Array(Buffer.concat(encoded.map(part => Buffer.from(part, 'base64'))))
  if (bytes.length !== parts.integer('size', 0, limits.uploadBytes))
    throw notValid('(size ...) is not the size of the data')
  return { version: 1, name: parts.string('name'), type: parts.string('type'), bytes }
}

/** Whole groups of four; only the last part may be filled up with "=". */
function isBase64(part: string, isLast: boolean): boolean {
  return part.length % 4 === 0 && (isLast ? /^[A-Za-z0-9+/]*={0,2}$/ : /^[A-Za-z0-9+/]*$/).test(part)
}
