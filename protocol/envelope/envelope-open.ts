// Opens sealed files. The only file that decrypts; the intake never imports it. Input is hostile: anybody can seal to a
// public key. The library opens the session key only, and not that of our own shape (envelope-session-key.ts). The content is taken
// apart here, because the library decompresses and keeps every packet it meets: 8 MiB of nested or tiny packets cost it minutes and
// gigabytes.

import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import * as openpgp from 'openpgp'
import { damaged, isSealed, literalOf, walkEnvelope } from './envelope-packets.ts'
import { ownSessionKey } from './envelope-session-key.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

export { isSealed }

export interface Keyring {
  /** Unlocked private keys, read once. */
  readonly keys: readonly openpgp.PrivateKey[]
}

/** RFC 9580, 5.1.8: a key id of zeros hides for whom a message is. */
const hiddenRecipient = '0'.repeat(16)

interface OpenOptions {
  /** Size of the sealed file; `limits.sealedUploadBytes` where an upload is expected. */
  readonly maxBytes?: number
  /** For tests: the library opens our own shape, too. */
  readonly byLibrary?: boolean
}

export interface Opened {
  readonly text: string
  /** Id of the key that opened it, 16 hex digits. */
  readonly recipient: string
}

/**
 * Size, then structure, then decryption; never the other way round.
 * @throws Problem envelope/too-large, envelope/damaged, envelope/recipients, envelope/not-ours.
 */
export async function open(bytes: Uint8Array, keyring: Keyring, options: OpenOptions = {}): Promise<Opened> {
  const { packets, recipient } = await openPackets(bytes, keyring, { maxBytes: limits.itemBytes, ...options })
  const literal = literalOf(packets)
  return { text: textOf(literal.data, literal.isText), recipient }
}

/** The packets inside, as bytes: whole, but of any kind. `open` and `openMessage` judge them. @throws as `open` does. */
export async function openPackets(
  bytes: Uint8Array,
  keyring: Keyring,
  { maxBytes, byLibrary = false }: OpenOptions & { readonly maxBytes: number },
): Promise<{ readonly packets: Uint8Array; readonly recipient: string }> {
  if (bytes.length > maxBytes) {
    throw problem('envelope/too-large', `The sealed file is larger than ${maxBytes} bytes.`)
  }
  const { recipients, encrypted } = walkEnvelope(bytes)
  const mine = keyring.keys.flatMap(key => key.getKeys().map(part => ({ key, id: part.getKeyID().toHex() })))
  const match = mine.find(entry => recipients.includes(entry.id))
  if (match === undefined && recipients.includes(hiddenRecipient)) {
    throw problem('envelope/not-ours', 'The file does not say to which key it is sealed, so it is not opened.', {
      hint: 'ask for it again, encrypted without hidden recipients: to the key of satchel keys export core, by its name',
    })
  }
  if (match === undefined) {
    throw problem('envelope/not-ours', 'The file is not sealed to our key.', {
      hint: 'an older key may open it: satchel keys list; the sender may have used the key of somebody else',
    })
  }
  const own = byLibrary ? null : await ownSessionKey(bytes, match.key)
  const key = own === null ? await sessionKey(bytes, match.key) : { cipher: ciphers.aes256, data: own }
  return { packets: decryptData(encrypted, key), recipient: match.id }
}

/** Key octets by cipher; older ciphers are in no message of ours. */
const ciphers = { aes128: 'aes-128-cfb', aes192: 'aes-192-cfb', aes256: 'aes-256-cfb' } as const
const cipherOf = new Map<string, string>(Object.entries(ciphers))

interface SessionKey {
  readonly cipher: string
  readonly data: Uint8Array
}

/** An expired or replaced key still opens what was sealed to it. */
async function sessionKey(bytes: Uint8Array, key: openpgp.PrivateKey): Promise<SessionKey> {
  try {
    const message = await openpgp.readMessage({ binaryMessage: bytes })
    const [first] = await openpgp.decryptSessionKeys({ message, decryptionKeys: key })
    const cipher = cipherOf.get(first?.algorithm ?? '')
    if (first !== undefined && cipher !== undefined) return { cipher, data: first.data }
  } catch (cause) {
    throw damaged('does not open', cause)
  }
  throw damaged('is sealed with a cipher that ours never use')
}

const blockOctets = 16
const hashOctets = 20

/**
 * RFC 9580, 5.13.1: CFB with an IV of zeros over a random block, its last two octets again, the message, and the MDC packet
 * (0xd3 0x14 and the SHA-1 of everything before). Nothing is returned unless the MDC is right.
 */
function decryptData(encrypted: Uint8Array, key: SessionKey): Uint8Array {
  let plain: Buffer
  try {
    const decipher = createDecipheriv(key.cipher, key.data, Buffer.alloc(blockOctets))
    plain = Buffer.concat([decipher.update(encrypted), decipher.final()])
  } catch (cause) {
    throw damaged('does not open', cause)
  }
  const hashed = plain.subarray(0, -hashOctets)
  const isWhole = timingSafeEqual(createHash('sha1').update(hashed).digest(), plain.subarray(-hashOctets))
  if (!isWhole || hashed.at(-2) !== 0xd3 || hashed.at(-1) !== 0x14) throw damaged('was cut or changed on the way')
  return hashed.subarray(blockOctets + 2, -2)
}

/** Text literals have CR LF by their own rule; ours are binary, so that the bytes are those that were sealed. */
function textOf(data: Uint8Array, isText: boolean): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
    return isText ? text.replaceAll('\r\n', '\n') : text
  } catch (cause) {
    throw damaged('holds something that is no UTF-8 text', cause)
  }
}
