// Encrypts a letter to its recipient's own key, signed inside by the core: sign, then encrypt, as mail programs read it. One
// recipient, no copy to ourselves: what was sent is in the database.

import * as openpgp from 'openpgp'
import { checkRecipient } from './recipient-key.ts'

/** GnuPG 2.2 reads it; a key that asks for the newer format (SEIPD version 2) gets that. */
const settings = {
  aeadProtect: false,
  preferredCompressionAlgorithm: openpgp.enums.compression.uncompressed,
} as const

/**
 * @param at moment of the signature, for which both keys must be good.
 * @returns armoured.
 * @throws Problem key/expired, key/revoked, key/weak, key/not-compatible, key/not-usable.
 */
export async function encryptSigned(
  bytes: Uint8Array,
  recipient: openpgp.PublicKey,
  signer: openpgp.PrivateKey,
  at: Date,
): Promise<string> {
  const { id } = await checkRecipient(recipient, at)
  const message = await openpgp.encrypt({
    message: await openpgp.createMessage({ binary: bytes, date: at }),
    encryptionKeys: recipient,
    signingKeys: signer,
    date: at,
    format: 'object',
    config: settings,
  })
  const ids = message.getEncryptionKeyIDs().map(key => key.toHex())
  const isWrapped = message.packets.every(packet => wrapping.has(packetTag(packet)))
  if (!isWrapped || message.packets.length !== 2 || ids[0] !== id) {
    throw new Error('a letter was encrypted in another way than it should have been')
  }
  return message.armor()
}

const { publicKeyEncryptedSessionKey, symEncryptedIntegrityProtectedData } = openpgp.enums.packet
/** Nothing else leaves: no readable packet, no data without protection of its integrity. */
const wrapping: ReadonlySet<unknown> = new Set([publicKeyEncryptedSessionKey, symEncryptedIntegrityProtectedData])

/** The library's types leave the tag out. */
const packetTag = (packet: object): unknown => ('constructor' in packet ? Reflect.get(packet.constructor, 'tag') : null)
