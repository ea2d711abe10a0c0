// How an item is sealed on the device: AES-256-GCM, bound to its place, with a nonce of its own; and the key that a passphrase gives.

import { type Bytes, joinBytes, octetsOf, randomBytes, utf8 } from '../../../browser/bytes.ts'
import { padText } from '../../../browser/padding.ts'

/** As a packet's phrase: each guess costs some tenths of a second. */
export const rounds = 600_000

export async function keyFrom(passphrase: string, salt: Bytes, count: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey'])
  const stretch = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: count }
  return crypto.subtle.deriveKey(stretch, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const way = (iv: Bytes, place: string) => ({ name: 'AES-GCM', iv, additionalData: utf8(`satchel-pocket 1 ${place}`) })

/** The nonce first. */
export async function sealWith(key: CryptoKey, place: string, octets: Bytes): Promise<Bytes> {
  const iv = randomBytes(12)
  return joinBytes([iv, await octetsOf(crypto.subtle.encrypt(way(iv, place), key, octets))])
}

/** @throws an error for another key, another place, and a changed octet. */
export const openWith = (key: CryptoKey, place: string, sealed: Bytes): Promise<Bytes> =>
  octetsOf(crypto.subtle.decrypt(way(sealed.slice(0, 12), place), key, sealed.slice(12)))

/** Padded, so that its size tells little. */
export const sealItem = (key: CryptoKey, place: string, value: unknown): Promise<Bytes> =>
  sealWith(key, place, padText(JSON.stringify(value)))

export const openItem = async (key: CryptoKey, place: string, sealed: Bytes): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await openWith(key, place, sealed)))
