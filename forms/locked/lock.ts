// How a page is locked behind a phrase. From the phrase, PBKDF2-SHA256 gives the key that is stored, sealed; from it HKDF gives a key of
// this packet alone, and AES-256-GCM seals the page with it, bound to the packet. forms/browser/locked-page-entry.ts opens it.

import { createCipheriv, hkdfSync, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { pad } from '@satchel/protocol/envelope/envelope-seal'
import { foldPhrase } from '@satchel/protocol/messages/fold-typed'

/** Each costs somebody who guesses as much as one who opens: some tenths of a second on a phone. */
export const phraseRounds = 600_000

export interface PhraseKey {
  /** 32 octets. */
  readonly derived: Uint8Array
  readonly salt: Uint8Array
  readonly rounds: number
}

/** A page as the locked page holds it; all in base64. */
export interface LockedParts {
  readonly packet: string
  readonly salt: string
  readonly rounds: number
  /** Salt of this packet's own key. */
  readonly own: string
  readonly nonce: string
  readonly sealed: string
}

/** @throws TypeError for what is no phrase. */
export async function keyOfPhrase(
  phrase: string,
  salt: Uint8Array = randomBytes(16),
  rounds = phraseRounds,
): Promise<PhraseKey> {
  const folded = foldPhrase(phrase)
  if (folded === null) throw new TypeError('not a phrase')
  return { derived: await promisify(pbkdf2)(folded, salt, rounds, 32, 'sha256'), salt, rounds }
}

/** The length of a page says little of what is in it: it is padded with spaces. */
export function lockPage(page: string, { derived, salt, rounds }: PhraseKey, packet: string): LockedParts {
  const [own, nonce] = [randomBytes(32), randomBytes(12)]
  const context = Buffer.from(`satchel-locked-page 1 ${packet}`)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', derived, own, context, 32)), nonce)
  cipher.setAAD(context)
  const sealed = Buffer.concat([cipher.update(pad(page)), cipher.final(), cipher.getAuthTag()])
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  return { packet, salt: text(salt), rounds, own: text(own), nonce: text(nonce), sealed: text(sealed) }
}
