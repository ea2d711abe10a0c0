// What all readers of items share: keys, forms, our own address; and the opening of what is sealed.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { type OpenedMessage, openMessage, signerOf } from '@satchel/protocol/envelope/message-open'
import type { PrivateKey, PublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import { problem } from '@satchel/protocol/problems'
import type { FormCatalog } from '../../forms/form-catalog.ts'

export interface Reader {
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  /** Confirmed keys of our own people: what one of them signed is proven to be theirs. */
  readonly signers: () => Promise<readonly PublicKey[]>
  readonly now: () => Date
  readonly catalog: FormCatalog
  readonly failpoint: (step: string) => void
  /** Told the code of the receipt that the intake gave for an item, also where nothing else of it can be used. */
  readonly onReceipt?: (code: string) => void
  /** The installation's own address: what came to it and to its plus-addresses is for us. */
  readonly mail: string
  /** Mail servers whose Authentication-Results are believed. */
  readonly mailServers: readonly string[]
  /** As letters name it. */
  readonly organisation: string
  /** Of one mail: what may still be opened of it. Each part is opened for its forms, and again for the words around them. */
  readonly room?: { bytes: number }
}

/** Twice the largest mail. */
export const roomOfMail = () => ({ bytes: 2 * limits.spoolFileBytes })
/** What an opening counts at least, so that a mail of many small parts ends, too. */
const leastOpened = 1024 * 1024

export async function openText(bytes: Uint8Array, reader: Pick<Reader, 'keys' | 'failpoint'>): Promise<string> {
  const opened = await open(bytes, { keys: reader.keys }, { maxBytes: limits.sealedUploadBytes })
  reader.failpoint('import/opened')
  return opened.text
}

/** See signerOf: keys are asked for where there is a signature. */
export const signerIn = async (
  signed: OpenedMessage,
  reader: Pick<Reader, 'signers' | 'now'>,
): Promise<string | null> =>
  signed.signatures.length === 0 ? null : signerOf(signed, await reader.signers(), reader.now())

/** What a mail program encrypted, and the fingerprint of the registered key that signed exactly it. @throws Problem envelope/... */
export async function openPart(
  bytes: Uint8Array,
  reader: Pick<Reader, 'keys' | 'signers' | 'now' | 'failpoint' | 'room'>,
): Promise<{ readonly data: Uint8Array; readonly signer: string | null }> {
  const { room = roomOfMail() } = reader
  if (room.bytes <= 0) {
    throw problem('envelope/too-large', 'The encrypted parts of the mail hold more than a mail may.', {
      hint: 'send fewer or smaller files',
    })
  }
  room.bytes -= leastOpened
  const opened = await openMessage(bytes, { keys: reader.keys })
  room.bytes -= opened.data.length
  reader.failpoint('import/opened')
  return { data: opened.data, signer: await signerIn(opened, reader) }
}
