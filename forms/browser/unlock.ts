// Opens in a browser what forms/locked/lock.ts locks: from the phrase the slow key, from it a key of this packet alone.

import { type Bytes, fromBase64, octetsOf, utf8 } from './bytes.ts'

/** A locked page without what its phrase is stretched with; all but the packet's number in base64. */
export interface Locked {
  readonly packet: string
  readonly own: string
  readonly nonce: string
  readonly sealed: string
}

/** The slow part: some tenths of a second on a phone. @param phrase folded. */
export async function stretched(phrase: string, salt: string, rounds: number): Promise<Bytes> {
  const typed = await crypto.subtle.importKey('raw', utf8(phrase), 'PBKDF2', false, ['deriveBits'])
  const stretch = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds }
  return octetsOf(crypto.subtle.deriveBits(stretch, typed, 256))
}

export const rootOf = (derived: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', derived, 'HKDF', false, ['deriveKey'])

const aes = { name: 'AES-GCM', length: 256 }

/** @throws an error where the phrase is another one, or the page was changed. */
export async function openLocked({ packet, own, nonce, sealed }: Locked, root: CryptoKey): Promise<string> {
  const context = utf8(`satchel-locked-page 1 ${packet}`)
  const forThis = { name: 'HKDF', hash: 'SHA-256', salt: fromBase64(own), info: context }
  const key = await crypto.subtle.deriveKey(forThis, root, aes, false, ['decrypt'])
  const way = { name: 'AES-GCM', iv: fromBase64(nonce), additionalData: context }
  return new TextDecoder().decode(await crypto.subtle.decrypt(way, key, fromBase64(sealed)))
}

/** For what the page inside keeps in this browser: the phrase itself goes nowhere, and this key cannot be read out. */
export function draftKey(root: CryptoKey, packet: string): Promise<CryptoKey> {
  const way = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(`satchel-draft 1 ${packet}`) }
  return crypto.subtle.deriveKey(way, root, aes, false, ['encrypt', 'decrypt'])
}
