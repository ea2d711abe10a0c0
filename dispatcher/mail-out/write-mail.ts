// From the library's tree of a mail to its bytes, in one go. The library writes each part through half a dozen streams, which is four fifths
// of what a letter costs. Its tree, its headers and its encodings are used; only the joining is ours. What is not plain text or
// octets in memory is left to its streams.

import type MimeNode from 'nodemailer/lib/mime-node/index.js'
import { encode, wrap } from 'nodemailer/lib/qp/index.js'

/** The same bytes as `root.build()`. */
export async function writeMail(root: MimeNode): Promise<Uint8Array> {
  const whole = written(root)
  if (whole === null) return new Uint8Array(await root.build())
  return new Uint8Array(Buffer.from(whole.endsWith('\n') ? whole : `${whole}\r\n`))
}

/** A part with its head and all parts in it; null where the library has to write the mail. */
function written(node: MimeNode): string | null {
  const encoding = node.getTransferEncoding()
  // this decides the boundary, too
  const head = node.buildHeaders()
  const { content, boundary, multipart } = node
  const body = content === undefined || content === '' ? '' : encoded(content, encoding)
  if (body === null) return null
  if (multipart === undefined || multipart === false) return `${head}\r\n\r\n${body}`
  const parts = node.childNodes.map(written)
  if (parts.includes(null)) return null
  const lines = parts.map(part => `--${String(boundary)}\r\n${part ?? ''}\r\n`)
  return `${head}\r\n\r\n${body}${lines.join('')}--${String(boundary)}--\r\n`
}

/** The library encodes longer text in slices, and each slice begins its lines anew. */
const sliceOctets = 64 * 1024

/** A part's content as the library encodes it; null where only the library can. */
export function encoded(content: NonNullable<MimeNode['content']>, encoding: string | false): string | null {
  if (encoding === 'base64') {
    if (typeof content !== 'string' && !Buffer.isBuffer(content)) return null
    return inLines(Buffer.from(content).toString('base64'))
  }
  if (typeof content !== 'string') return null
  if (encoding === '7bit') return content
  // spaces at its end the library encodes by themselves, which can break the last line elsewhere
  const isOneSlice = Buffer.byteLength(content) <= sliceOctets && !/[ \t]$/.test(content)
  return encoding === 'quoted-printable' && isOneSlice ? wrap(encode(content)) : null
}

const lineOctets = 76

function inLines(base64: string): string {
  const lines: string[] = []
  for (let at = 0; at < base64.length; at += lineOctets) lines.push(base64.slice(at, at + lineOctets))
  return lines.join('\r\n')
}
