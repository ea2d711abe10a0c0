// Tokens and ids made here. A token authorises one purpose; only its hash is ever kept.

import { createHash, randomBytes } from 'node:crypto'
import { alphabet, fold, phraseSigns } from './fold-typed.ts'

/** So many random characters of Crockford's base32, 5 bits each. */
function randomText(length: number): string {
  return [...randomBytes(length)].map(byte => alphabet[byte & 31]).join('')
}

/** 26 characters: 130 bits. */
export function newToken(): string {
  return randomText(26)
}

/** The one way to write a token, as people type it; null for what is none. */
export function foldToken(text: string): string | null {
  const folded = fold(text)
  return folded?.length === 26 ? folded : null
}

/** 64 hex digits: SHA-256 of the folded token, or of what was given where that is no token (and so matches none). */
export function tokenHash(token: string): string {
  return createHash('sha256')
    .update(foldToken(token) ?? `not a token: ${token}`)
    .digest('hex')
}

/** Public id of a packet, 60 bits, short enough to read aloud: 7QK2-M9XA-3F0T. */
export function newPacketId(): string {
  return randomText(12).replace(/(.{4})(?=.)/g, '$1-')
}

/** The one way to write a packet id; null for what is none. */
export function foldPacketId(text: string): string | null {
  const folded = fold(text)
  return folded?.length === 12 ? folded.replace(/(.{4})(?=.)/g, '$1-') : null
}

/** A phrase to be told aloud: 7QK2-M9XA-3F0T-8WVB, 80 bits. */
export function newPhrase(): string {
  return randomText(phraseSigns).replace(/(.{4})(?=.)/g, '$1-')
}

/** 128 random bits as 32 hex digits: ids of replies and drafts. */
export function newReplyId(): string {
  return randomBytes(16).toString('hex')
}
