// An upload printed as its bytes come: the same text as `printUpload`, padded at its end, in memory never more than one part.

import { padmeLength } from '../envelope/envelope-seal.ts'
import { list } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { partBytes, type Upload } from './upload.ts'

/** Least text behind the data, with which the length that is padded can always be met. */
const padShell = '\n  (pad ""))\n'

/**
 * @param upload name and type, canonical already (`cleanValue`).
 * @param chunks of any sizes; their source's error passes through.
 * @returns UTF-8 text of `(satchel-upload ...)` in parts; its length is a Padmé length.
 * @throws Problem sexp/not-sx1 for a name that SX1 cannot carry.
 */
export async function* printUploadStream(
  upload: Omit<Upload, 'bytes' | 'version'>,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let length = 0
  const say = (text: string): Uint8Array => {
    const bytes = Buffer.from(text)
    length += bytes.length
    return bytes
  }
  const named = printSexp(list('name', upload.name)).trimEnd()
  const typed = printSexp(list('type', upload.type)).trimEnd()
  yield say(`(satchel-upload\n  (version 1)\n  ${named}\n  ${typed}\n  (data`)
  let size = 0
  for await (const part of wholeParts(chunks)) {
    size += part.length
    yield say(` "${part.toString('base64')}"`)
  }
  const end = say(`)\n  (size ${size})`)
  const padding = ' '.repeat(padmeLength(length + padShell.length) - length - padShell.length)
  yield end
  yield Buffer.from(padShell.replace('""', `"${padding}"`))
}

/** The same bytes in parts of `partBytes`, the last one shorter; no empty part. */
async function* wholeParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const part = Buffer.allocUnsafe(partBytes)
  let filled = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + partBytes - filled)
      part.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < partBytes) continue
      yield part
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}
