// Opens the layers of protection around a mail: encrypted to the core key, signed, one inside the other. The opened content is read as a
// mail of its own, in the thread that has no keys. Each text has its own signer: a signature speaks for exactly the
// bytes that it covers, and for nothing that lies beside them.

import { type ReadMail, readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { signedPartOf } from '@satchel/dispatcher/mail-read/pgp-signed'
import { textOfFile } from '@satchel/dispatcher/mail-text/charset'
import { messageOf, signaturesOf } from '@satchel/protocol/envelope/message-open'
import { isSealed } from '@satchel/protocol/envelope/envelope-open'
import { Problem } from '@satchel/protocol/problem'
import { noProof, type Proof } from './find-forms.ts'
import { openPart, type Reader, signerIn } from './reader.ts'

/** A text of a mail, and what proves exactly it. */
export interface ProvenText extends Proof {
  readonly text: string
}

/** With the proof that covers the mail as a whole. */
export interface ProtectedMail extends Proof {
  /** Addresses and the kind as outside; text, files and subject as inside. */
  readonly mail: ReadMail
  /** The texts of the mail itself: more than one where some of it was encrypted. */
  readonly texts: readonly ProvenText[]
  /** Why it could not be opened. */
  readonly fault: Problem | null
}

/** Signed, then encrypted, then signed again by a list; more is made to be slow. */
const maxLayers = 3

/** @throws Problem mail/too-large, mail/not-readable. */
export async function readProtectedMail(bytes: Uint8Array, reader: Reader): Promise<ProtectedMail> {
  let mail = await readMail(bytes, { ours: reader.mail, trustedServers: reader.mailServers })
  let proof = noProof
  // reports and answers of programs are judged as they came, and carry nothing for us
  if (mail.kind !== 'reply') return { mail, ...proof, fault: null, texts: [{ text: mail.text, ...proof }] }
  try {
    let layer: Layer = { bytes, mail }
    for (let count = 0; count < maxLayers; count++) {
      const inner = await unwrapped(layer, reader)
      if (inner === null) break
      const read = await readMail(inner.bytes, { ours: reader.mail, trustedServers: [] })
      layer = { bytes: inner.bytes, mail: read }
      // each layer covers all that lies in it
      proof = { signer: proof.signer ?? inner.signer, sealed: proof.sealed || inner.sealed }
      mail = { ...mail, text: read.text, attachments: read.attachments, subject: read.subject || mail.subject }
    }
    return { ...proof, fault: null, ...(await openInline(mail, proof, reader)) }
  } catch (error) {
    if (!(error instanceof Problem) || error.blame !== 'sender') throw error
    return { mail, ...noProof, fault: error, texts: [{ text: mail.text, ...noProof }] }
  }
}

interface Layer {
  readonly bytes: Uint8Array
  readonly mail: ReadMail
}

/** What the whole of a mail consists of: the one part that is signed, or the one that is encrypted. null: neither. */
async function unwrapped(
  { bytes, mail }: Layer,
  reader: Reader,
): Promise<(Proof & { readonly bytes: Uint8Array }) | null> {
  const signed = signedPartOf(bytes)
  if (signed !== null) {
    const signatures = signaturesOf(signed.signature)
    const signer = await signerIn({ data: signed.bytes, signatures }, reader)
    // a signature that says nothing changes nothing
    return signer === null ? null : { bytes: signed.bytes, signer, sealed: false }
  }
  const [version, part, ...more] = mail.attachments
  if (version?.type !== 'application/pgp-encrypted' || part === undefined || more.length > 0 || mail.text.trim() !== '')
    return null
  const message = messageIn(part)
  if (message === null) return null
  const { data, signer } = await openPart(message, reader)
  return { bytes: isMime(data) ? data : asMime(data), signer, sealed: true }
}

/** Encrypted text in the place of text, as programs of before PGP/MIME write it. */
async function openInline(
  mail: ReadMail,
  proof: Proof,
  reader: Reader,
): Promise<Pick<ProtectedMail, 'mail' | 'texts'>> {
  const [before = '', rest] = mail.text.split(/^-----BEGIN PGP MESSAGE-----$/m, 2)
  const message = rest === undefined ? null : messageOf(mail.text)
  if (message === null) {
    const text = withoutSignature(mail.text)
    return { mail: { ...mail, text }, texts: [{ text, ...proof }] }
  }
  const opened = await openPart(message, reader)
  const inside = (textOfFile(opened.data, undefined) ?? '').replace(/\r\n?/g, '\n')
  const after = mail.text.slice(mail.text.indexOf('-----END PGP MESSAGE-----') + '-----END PGP MESSAGE-----'.length)
  return {
    mail: { ...mail, text: `${before}${inside}${after}` },
    texts: [
      { text: inside, signer: opened.signer ?? proof.signer, sealed: true },
      { text: `${before}\n${after}`, ...proof },
    ],
  }
}

/**
 * A text that is signed in itself, without the lines of its signature. It proves nothing: where such a text begins and ends in a mail
 * is read differently by every program.
 */
const withoutSignature = (text: string) =>
  text.includes('-----BEGIN PGP SIGNED MESSAGE-----')
    ? text
        .replace(/^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n?/m, '')
        .replace(/^-----BEGIN PGP SIGNATURE-----\n[\s\S]*?\n-----END PGP SIGNATURE-----$/m, '')
        .replace(/^- -/gm, '-')
    : text

/** The encrypted message that a file is; null for other files. */
export function messageIn(file: { readonly bytes: Uint8Array }): Uint8Array | null {
  if (isSealed(file.bytes)) return file.bytes
  const start = Buffer.from(file.bytes.subarray(0, 1024)).toString('latin1')
  if (!/^\s*-----BEGIN PGP MESSAGE-----/.test(start)) return null
  return messageOf(Buffer.from(file.bytes).toString('latin1'))
}

/** A part of a mail with its headers, as mail programs encrypt it. */
export function isMime(data: Uint8Array): boolean {
  const start = Buffer.from(data.subarray(0, 16 * 1024)).toString('latin1')
  const [head = ''] = start.split(/\r?\n\r?\n/, 1)
  return /^[!-9;-~]+:/.test(head) && /^content-type:/im.test(head)
}

const asMime = (data: Uint8Array) =>
  Buffer.concat([Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\n'), data])
