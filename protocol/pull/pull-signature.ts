// Detached signatures of settle and forget files that travel in a folder: Ed25519 with the key that signs requests. What is
// signed begins with "(satchel-", a request's text with a quote mark, so neither can stand for the other.

import { type KeyObject, sign, verify } from 'node:crypto'
import { problem } from '../problems.ts'

/** One line of base64. @param text the file, exactly. */
export function signPullFile(text: string, privateKey: KeyObject): string {
  if (!text.startsWith('(satchel-')) throw new TypeError('only files of ours are signed')
  return `${sign(null, Buffer.from(text), privateKey).toString('base64')}\n`
}

/** @throws Problem signature/not-readable, signature/wrong. */
export function verifyPullFile(text: string, signature: string, publicKey: KeyObject): void {
  if (!/^[A-Za-z0-9+/]{85}[AQgw]==\n?$/.test(signature)) {
    throw problem('signature/not-readable', 'The signature file is not one line of base64.')
  }
  const isOurs =
    text.startsWith('(satchel-') && verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
  if (!isOurs) throw problem('signature/wrong', 'The file was changed, or signed with another key than is known here.')
}
