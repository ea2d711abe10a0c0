// PGP/MIME (RFC 3156): a compiled letter becomes the inside of a multipart/encrypted. Outside stays what mail needs to arrive; its
// subject goes inside. Pure but for the encrypter that is passed in: no key ever comes here.

import { createHash } from 'node:crypto'
import { headerLines, isOfContent } from '../mail-read/pgp-mime.ts'

/** Signs and encrypts exactly these bytes; armoured. */
export type Encrypter = (bytes: Uint8Array) => Promise<string>

interface Outside {
  /** The number of a packet at most: every server on the way reads it. */
  readonly subject: string
  /** Our own public key in base64, for the answer: Autocrypt 1.1. */
  readonly key: { readonly address: string; readonly data: string }
}

/** Headers that stay outside. Any other stays inside, whatever a letter gets in later versions. */
const outside =
  /^(?:From|To|Date|Message-ID|Reply-To|Return-Path|Auto-Submitted|X-Auto-Response-Suppress|MIME-Version|In-Reply-To|References):/i

/**
 * @param mail CR LF at the end of every line, as compose makes it; not signed.
 * @throws TypeError for a mail or a subject that is not well-formed.
 */
export async function encryptMail(
  mail: Uint8Array,
  encrypt: Encrypter,
  { subject, key }: Outside,
): Promise<Uint8Array> {
  if (!/^[0-9A-Za-z. -]{1,60}$/.test(subject)) throw new TypeError('not a subject for an encrypted letter')
  const text = Buffer.from(mail).toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) throw new TypeError('not a compiled letter')
  const lines = headerLines(text.slice(0, end + 2))
  const inside = lines.filter(line => /^(?:From|To|Reply-To|Subject|Date):/i.test(line) || !outside.test(line))
  // the parameter by which mail programs show the subject inside in place of the one outside
  const marked = inside.map(line =>
    /^Content-Type:/i.test(line) ? line.replace(/;|\r\n/, ending => `; protected-headers="v1"${ending}`) : line,
  )
  const armored = await encrypt(
    Buffer.from([...marked, ...gossip(lines, key), '\r\n', text.slice(end + 4)].join(''), 'latin1'),
  )
  const boundary = `encrypted-${createHash('sha256').update(armored).digest('hex').slice(0, 24)}`
  const outer = [
    ...lines.filter(line => outside.test(line) && !isOfContent(line)),
    `Subject: ${subject}\r\n`,
    autocrypt('Autocrypt', key.address, `; prefer-encrypt=mutual`, key.data),
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n',
    ` boundary="${boundary}"\r\n`,
    '\r\n',
    `--${boundary}\r\n`,
    'Content-Type: application/pgp-encrypted\r\n',
    'Content-Description: PGP/MIME version identification\r\n',
    '\r\n',
    'Version: 1\r\n',
    '\r\n',
    `--${boundary}\r\n`,
    'Content-Type: application/octet-stream; name=encrypted.asc\r\n',
    'Content-Description: OpenPGP encrypted message\r\n',
    'Content-Disposition: inline; filename=encrypted.asc\r\n',
    '\r\n',
    `${armored.replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`,
    `--${boundary}--\r\n`,
  ]
  return new Uint8Array(Buffer.from(outer.join(''), 'latin1'))
}

/** The same key for the address of the answer, which mail programs look for. */
function gossip(lines: readonly string[], key: Outside['key']): readonly string[] {
  const line = lines.find(each => /^Reply-To:/i.test(each))
  const address = /<([^<>\s]+)>|:\s*([^<>\s]+@[^<>\s]+)/.exec(line ?? '')
  const to = address?.[1] ?? address?.[2]
  return to === undefined ? [] : [autocrypt('Autocrypt-Gossip', to, '', key.data)]
}

const autocrypt = (name: string, address: string, more: string, data: string) =>
  `${name}: addr=${address}${more}; keydata=\r\n${(data.match(/.{1,76}/g) ?? []).map(part => ` ${part}\r\n`).join('')}`
