// Opens sealed files. The only file that decrypts; the intake never imports it. Input is hostile.

import * as openpgp from 'openpgp'
import { isSealed, walkEnvelope } from './envelope-packets.ts'
import { limits } from './limits.ts'
import { problem } from './problems.ts'

export { isSealed }

export interface Keyring {
  /** Unlocked private keys, read once. */
  readonly keys: readonly openpgp.PrivateKey[]
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
export async function open(bytes: Uint8Array, keyring: Keyring): Promise<Opened> {
  if (bytes.length > limits.itemBytes) {
    throw problem('envelope/too-large', `The sealed file is larger than ${limits.itemBytes} bytes.`)
  }
  const { recipients } = walkEnvelope(bytes)
  const mine = keyring.keys.flatMap(key => key.getKeys().map(part => ({ key, id: part.getKeyID().toHex() })))
  const match = mine.find(entry => recipients.includes(entry.id))
  if (match === undefined) {
    throw problem('envelope/not-ours', 'The file is not sealed to our key.', {
      hint: 'an older key may open it: satchel keys list; the sender may have used the key of somebody else',
    })
  }
  try {
    const { data } = await openpgp.decrypt({
      message: await openpgp.readMessage({ binaryMessage: bytes }),
      decryptionKeys: match.key,
      format: 'utf8',
      config: {
        maxDecompressedMessageSize: limits.itemBytes,
        allowUnauthenticatedMessages: false,
        allowUnauthenticatedStream: false,
      },
    })
    return { text: data as string, recipient: match.id }
  } catch (cause) {
    throw problem('envelope/damaged', 'The sealed file was cut or changed on the way.', {
      hint: 'ask for it again; nothing of it was used',
      cause,
    })
  }
}
