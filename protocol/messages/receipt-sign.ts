// Signatures of receipts: ECDSA P-256 over the exact bytes, in the form that browsers verify. The only secret of the intake.

import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { limits } from '../limits.ts'

/** 64 octets, r and s as in IEEE P1363 (WebCrypto's form), in base64. @param key the private half. */
export function signReceipt(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
}

/** The public half as it stands in packets and settings: SPKI in base64, one line. */
export function receiptKeyText(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

/** Whether a signature is this key's over exactly this text. Anything damaged is false, not an error. */
export function verifyReceipt(text: string, signature: string, keyText: string): boolean {
  if (text.length > limits.replyBytes || signature.length > 100 || keyText.length > 400) return false
  try {
    const key = createPublicKey({ key: Buffer.from(keyText, 'base64'), type: 'spki', format: 'der' })
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false
    return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
