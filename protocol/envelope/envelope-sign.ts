// Detached signatures over exact bytes: they cover what was sent, never a re-print.

import * as openpgp from 'openpgp'
import { limits } from '../limits.ts'

/** Armoured detached signature over the UTF-8 bytes of a text, dated `at`. */
export async function detachedSign(text: string, key: openpgp.PrivateKey, at: Date): Promise<string> {
  const message = await openpgp.createMessage({ binary: new TextEncoder().encode(text), date: at })
  const signed = await openpgp.sign({ message, signingKeys: key, detached: true, date: at, format: 'armored' })
  return signed as string
}

/**
 * Whether a signature is this key's over exactly these bytes. A damaged signature is false, not an error.
 * @param at moment by which it must have been made.
 */
export async function verifyDetached(
  bytes: Uint8Array,
  signature: string,
  key: openpgp.PublicKey,
  at = new Date(),
): Promise<boolean> {
  if (signature.length > limits.keyBytes) return false
  try {
    const result = await openpgp.verify({
      message: await openpgp.createMessage({ binary: bytes }),
      signature: await openpgp.readSignature({ armoredSignature: signature }),
      verificationKeys: key,
      expectSigned: true,
      date: at,
    })
    await Promise.all(result.signatures.map(each => each.verified))
    return result.signatures.length > 0
  } catch {
    return false
  }
}
