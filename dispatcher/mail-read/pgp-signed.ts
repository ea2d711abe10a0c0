// The two parts of a multipart/signed (RFC 3156) as bytes: a signature covers the first part exactly as it was sent, headers and all.
// Anything that could be cut in two ways is no signed mail here; it is then read like a mail without a signature.

import { headerLines } from './pgp-mime.ts'

export interface SignedPart {
  /** A part with its headers, to be read as a mail of its own. Lines end in CR LF, as the signature covers them. */
  readonly bytes: Uint8Array
  /** Armoured, as a rule. */
  readonly signature: Uint8Array
}

/** Long threads carry some 30 KiB. */
const mostHeaders = 256 * 1024

/** @returns null for a mail that is not signed as a whole. */
export function signedPartOf(raw: Uint8Array): SignedPart | null {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, mostHeaders)).toString('latin1')
  // most mails are not, and cost no more than this
  if (!/^content-type:\s*multipart\/signed\b/im.test(start)) return null
  const text = Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n')
  const end = text.indexOf('\r\n\r\n')
  const types = headerLines(text.slice(0, end + 2)).filter(line => /^content-type:/i.test(line))
  const boundary = end < 0 || types.length !== 1 ? null : boundaryOf(types[0] ?? '')
  if (boundary === null) return null
  const [first, second] = partsOf(text.slice(end + 2), boundary) ?? []
  if (first === undefined || second === undefined) return null
  const split = second.indexOf('\r\n\r\n')
  if (split < 0 || !/^content-type:\s*application\/pgp-signature\b/im.test(second.slice(0, split))) return null
  return { bytes: Buffer.from(first, 'latin1'), signature: Buffer.from(second.slice(split + 4), 'latin1') }
}

function boundaryOf(line: string): string | null {
  const value = line.replace(/\r\n[ \t]+/g, ' ')
  if (!/^content-type:\s*multipart\/signed\s*;/i.test(value)) return null
  if (!/;\s*protocol\s*=\s*"?application\/pgp-signature"?\s*(?:;|$)/im.test(value)) return null
  const found = [...value.matchAll(/;\s*boundary\s*=\s*(?:"([^"\\]{1,70})"|([^\s;"]{1,70}))/gi)]
  return found.length === 1 ? (found[0]?.[1] ?? found[0]?.[2] ?? null) : null
}

/** Exactly two parts between three lines of dashes; null for any other number. @param body with the line end before it. */
function partsOf(body: string, boundary: string): readonly [string, string] | null {
  const marks: { from: number; to: number; isLast: boolean }[] = []
  const mark = `\r\n--${boundary}`
  for (let at = body.indexOf(mark); at >= 0 && marks.length < 4; at = body.indexOf(mark, at + 2)) {
    const lineEnd = body.indexOf('\r\n', at + 2)
    const rest = body.slice(at + mark.length, lineEnd < 0 ? undefined : lineEnd).trimEnd()
    if (rest === '' || rest === '--') marks.push({ from: at, to: lineEnd, isLast: rest === '--' })
  }
  const [one, two, three, ...more] = marks
  if (one === undefined || two === undefined || three === undefined || more.length > 0) return null
  if (one.isLast || two.isLast || !three.isLast) return null
  return [body.slice(one.to + 2, two.from), body.slice(two.to + 2, three.from)]
}
