// A colleague with an OpenPGP key, and what their mail program does with it: opens letters, signs, encrypts. Written with the library; system
// tests do the same with gpg and sq.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import type { TestHome } from './home.ts'
import { readLetter, type ReceivedLetter } from './letters.ts'
import { quoted } from './mailing.ts'

export interface Owner {
  readonly privateKey: openpgp.PrivateKey
  readonly publicKey: openpgp.PublicKey
  /** Upper-case hex. */
  readonly fingerprint: string
}

export async function keyOf(
  address: string,
  options: { readonly expires?: number; readonly date?: Date } = {},
): Promise<Owner> {
  // a minute ago: the clocks of two programs differ
  const { expires, date = new Date(Date.now() - 60_000) } = options
  const { privateKey, publicKey } = await openpgp.generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ email: address }],
    date,
    ...(expires === undefined ? {} : { keyExpirationTime: expires }),
    format: 'object',
  })
  return { privateKey, publicKey, fingerprint: publicKey.getFingerprint().toUpperCase() }
}

/** Registers a key as an administrator does who compared its fingerprint. */
export async function register(home: TestHome, hid: string, { publicKey, fingerprint }: Owner) {
  const file = join(home.home.folder, `${hid}.asc`)
  writeFileSync(file, publicKey.armor())
  return home.satchel(['staff', 'key', 'import', hid, file, '--fingerprint', fingerprint])
}

export const coreKeyOf = async (home: TestHome) =>
  openpgp.readKey({ armoredKey: readFileSync(join(home.home.keys, 'core-public.asc'), 'utf8') })

/** The inside of an encrypted letter, as its recipient reads it. @throws where it is not encrypted to them or not signed by the core. */
export async function readEncrypted(home: TestHome, letter: ReceivedLetter, owner: Owner): Promise<ReceivedLetter> {
  const { data, signatures } = await openpgp.decrypt({
    message: await openpgp.readMessage({ armoredMessage: letter.attachments.get('encrypted.asc') ?? '' }),
    decryptionKeys: owner.privateKey,
    verificationKeys: await coreKeyOf(home),
    expectSigned: true,
    format: 'binary',
  })
  if ((await signatures[0]?.verified) !== true) throw new Error('not signed')
  return readLetter(letter.file, Buffer.from(data).toString('latin1'))
}

/** A part of a mail, of which the text is the body. */
export const textPart = (text: string) =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')}\r\n`

export interface Outside {
  readonly from: string
  readonly to: string
}

const head = ({ from, to }: Outside) =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: Re: ...\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${Math.random().toString(36).slice(2)}@mail.example.org>\r\nMIME-Version: 1.0\r\n`

/** An encrypted mail, signed inside by the given key, as Thunderbird builds it. */
export async function encryptedMail(home: TestHome, outside: Outside, part: string, signer?: Owner): Promise<Buffer> {
  const message = await openpgp.encrypt({
    message: await openpgp.createMessage({ binary: Buffer.from(part) }),
    encryptionKeys: await coreKeyOf(home),
    ...(signer === undefined ? {} : { signingKeys: signer.privateKey }),
    format: 'armored',
  })
  return encryptedAs(outside, message)
}

export const encryptedAs = (outside: Outside, armored: string) =>
  Buffer.from(
    `${head(outside)}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="e"\r\n\r\nThis is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)\r\n--e\r\nContent-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\nContent-Description: OpenPGP encrypted message\r\nContent-Disposition: inline; filename="encrypted.asc"\r\n\r\n${armored.replace(/\r?\n/g, '\r\n')}\r\n--e--\r\n`,
  )

/** A mail that is signed and readable, as multipart/signed. */
export async function signedMail(outside: Outside, part: string, signer: Owner): Promise<string> {
  const signature = await openpgp.sign({
    message: await openpgp.createMessage({ binary: Buffer.from(part) }),
    signingKeys: signer.privateKey,
    detached: true,
    format: 'armored',
  })
  return `${head(outside)}${signedBody(part, signature)}`
}

export const signedBody = (part: string, signature: string) =>
  `Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature";\r\n boundary="s"\r\n\r\nThis is an OpenPGP/MIME signed message (RFC 4880 and 3156)\r\n--s\r\n${part}\r\n--s\r\nContent-Type: application/pgp-signature; name="OpenPGP_signature.asc"\r\nContent-Description: OpenPGP digital signature\r\nContent-Disposition: attachment; filename="OpenPGP_signature"\r\n\r\n${signature.replace(/\r?\n/g, '\r\n')}\r\n--s--\r\n`

/** A mail whose text is what is given. */
export const plainMail = (outside: Outside, text: string) => Buffer.from(`${head(outside)}${textPart(text)}`)

export const detached = async (text: string, signer: Owner) =>
  openpgp.sign({
    message: await openpgp.createMessage({ binary: Buffer.from(text) }),
    signingKeys: signer.privateKey,
    detached: true,
  })

export const headOf = ({ from, to }: Outside) =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: Re: ...\r\nMessage-ID: <${Math.random().toString(36).slice(2)}@mail.example.org>\r\nMIME-Version: 1.0\r\n`
export const mixedPart = (parts: readonly string[]) =>
  `Content-Type: multipart/mixed; boundary="m"\r\n\r\n${parts.map(part => `--m\r\n${part}\r\n`).join('')}--m--\r\n`
export const mixed = (outside: Outside, parts: readonly string[]) => `${headOf(outside)}${mixedPart(parts)}`
export const filePart = (name: string, text: string) =>
  `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
    text,
  )
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')}\r\n`
export const withFile = (outside: Outside, name: string, text: string) =>
  mixed(outside, [textPart('The report is attached.\n'), filePart(name, text)])

export const armoredTo = async (home: TestHome, text: string, signer: Owner) =>
  openpgp.encrypt({
    message: await openpgp.createMessage({ binary: Buffer.from(text) }),
    encryptionKeys: await coreKeyOf(home),
    signingKeys: signer.privateKey,
    format: 'armored',
  })

/** A stranger's mail with a form in it, as a part of another mail. */
export const forwardedMail = (outside: Outside, form: string) =>
  `Content-Type: message/rfc822\r\n\r\n${plainMail({ ...outside, from: 'stranger@evil.example' }, form).toString()}`

/** The letter as a mail program quotes it, and answers typed between its lines. */
export const typedBelow = (form: string, answers: Readonly<Record<string, string>>) =>
  Object.values(answers).reduce(
    (text, value) => text.replace(`\n> ${value}\n`, () => `\n> as it was\n${value}\n`),
    quoted(form),
  )

/** Signed as text, in the way of before PGP/MIME. */
export const clearsigned = async (text: string, signer: Owner) =>
  openpgp.sign({
    message: await openpgp.createCleartextMessage({ text }),
    signingKeys: signer.privateKey,
  })

/** Small on its way, as large as a mail may be once it is opened. */
export const bombTo = async (home: TestHome) =>
  openpgp.encrypt({
    message: await openpgp.createMessage({ binary: Buffer.alloc(29 * 1024 * 1024) }),
    encryptionKeys: await coreKeyOf(home),
    config: { preferredCompressionAlgorithm: openpgp.enums.compression.zip },
    format: 'armored',
  })
