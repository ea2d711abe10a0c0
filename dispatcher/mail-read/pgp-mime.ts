// PGP/MIME by hand (RFC 3156): the compiled letter becomes a part, signed over its exact bytes. Pure but for the signer that
// is passed in: no key ever comes here.

import { createHash } from 'node:crypto'

/** Makes an armoured detached signature over exactly these bytes. */
export type Signer = (bytes: Uint8Array) => Promise<string>

/** Hash algorithms of signatures (RFC 9580 section 9.5) as micalg calls them. */
const hashes: Readonly<Record<number, string>> = {
  8: 'pgp-sha256',
  9: 'pgp-sha384',
  10: 'pgp-sha512',
  11: 'pgp-sha224',
}

/** Reads which hash a signature uses from its first packet. @throws TypeError for what is no v4 signature of a known hash. */
function micalgOf(armored: string): string {
  const body = /\r?\n\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n(?:=[A-Za-z0-9+/]{4}\r?\n)?-----END/.exec(armored)?.[1] ?? ''
  const packet = Buffer.from(body.slice(0, 100), 'base64')
  const first = packet[0] ?? 0
  // the length of the length: new format by its first octet, old format by the two lowest bits of the tag
  const lengthOctet = packet[1] ?? 0
  const newLength = lengthOctet < 192 ? 1 : lengthOctet < 224 ? 2 : 5
  const start = 1 + ((first & 0x40) === 0x40 ? newLength : 1 << (first & 3))
  const micalg = packet[start] === 4 ? hashes[packet[start + 3] ?? 0] : undefined
  if (micalg === undefined) throw new TypeError('not a signature of a kind that mail programs know')
  return micalg
}

/** A header with the lines that continue it. */
export const headerLines = (head: string): readonly string[] => head.match(/[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*/g) ?? []

export const isOfContent = (line: string): boolean => /^content-/i.test(line)

/**
 * Signs a compiled letter: its Content headers and body become the first part of a multipart/signed, the rest of its headers
 * stay where they are.
 * @param mail CR LF at the end of every line, 7-bit, as compose makes it.
 * @throws TypeError for a mail or a signature that is not.
 */
export async function signMail(mail: Uint8Array, sign: Signer): Promise<Uint8Array> {
  const text = Buffer.from(mail).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0 || mail.some(byte => byte > 127)) throw new TypeError('not a compiled letter')
  const lines = headerLines(text.slice(0, end + 2))
  // a server that keeps mail in one file per mailbox writes >From, which breaks the signature
  const body = text.slice(end + 4).replace(/^From /gm, '=46rom ')
  const inner = `${lines.filter(isOfContent).join('')}\r\n${body.replace(/(\r\n)+$/, '')}\r\n`
  const signature = await sign(Buffer.from(inner, 'latin1'))
  const boundary = `signed-${createHash('sha256').update(inner).digest('hex').slice(0, 24)}`
  const outer = [
    ...lines.filter(line => !isOfContent(line)),
    `Content-Type: multipart/signed; micalg=${micalgOf(signature)};\r\n`,
    ` protocol="application/pgp-signature"; boundary="${boundary}"\r\n`,
    '\r\n',
    `--${boundary}\r\n`,
    `${inner}\r\n`,
    `--${boundary}\r\n`,
    'Content-Type: application/pgp-signature; name=signature.asc\r\n',
    'Content-Disposition: attachment; filename=signature.asc\r\n',
    '\r\n',
    `${signature.replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`,
    `--${boundary}--\r\n`,
  ]
  return new Uint8Array(Buffer.from(outer.join(''), 'latin1'))
}
