// How the bytes of a letter lie in the database: AES-256-GCM, so that whoever reads the outbox answers no packet. Pure.
//
//   1 byte    1, the version; a mail begins with a letter, so what lies there in the clear is told from this
//   8 bytes   id of the key
//   12 bytes  nonce, random
//   n bytes   the mail
//   16 bytes  tag; it also covers the head, the letter's id and its address, so that no row's bytes open in another row

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { sha256 } from '@satchel/protocol/sha256'

const version = 1
const idBytes = 8
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + idBytes

/** 32 random bytes, known by the beginning of their hash. */
export interface LetterKey {
  /** 16 hex digits. */
  readonly id: string
  readonly secret: KeyObject
}

/** The part of a letter's row that its sealed bytes are bound to. */
export interface LetterName {
  readonly hid: string
  readonly mailto: string
}

export function letterKeyOf(secret: Uint8Array): LetterKey {
  if (secret.length !== 32) throw new TypeError('a letter key has 32 bytes')
  return {
    id: sha256(secret).slice(0, idBytes * 2),
    secret: createSecretKey(secret),
  }
}

export const newLetterKey = (): LetterKey => letterKeyOf(randomBytes(32))

/** Neither part holds a NUL: the database has none in its texts. */
const bound = (head: Uint8Array, { hid, mailto }: LetterName) =>
  Buffer.concat([head, Buffer.from(`${hid}\0${mailto}`, 'utf8')])

export function sealLetterBytes(key: LetterKey, letter: LetterName, bytes: Uint8Array): Uint8Array {
  const head = Buffer.concat([Buffer.of(version), Buffer.from(key.id, 'hex')])
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: tagBytes })
  cipher.setAAD(bound(head, letter))
  return Buffer.concat([head, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Id of the key that sealed the bytes; null for what no version of ours sealed. */
export function sealedUnder(sealed: Uint8Array): string | null {
  if (sealed[0] !== version || sealed.length < headBytes + nonceBytes + tagBytes) return null
  return Buffer.from(sealed.subarray(1, headBytes)).toString('hex')
}

/** @returns null where the bytes were changed, or belong to another letter, address or key. */
export function openLetterBytes(key: LetterKey, letter: LetterName, sealed: Uint8Array): Uint8Array | null {
  if (sealedUnder(sealed) !== key.id) return null
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: tagBytes })
  decipher.setAAD(bound(sealed.subarray(0, headBytes), letter))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const bytes = decipher.update(sealed.subarray(headBytes + nonceBytes, sealed.length - tagBytes))
  try {
    return Buffer.concat([bytes, decipher.final()])
  } catch {
    return null
  }
}
