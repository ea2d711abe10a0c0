// What all readers of items share: keys, forms, our own address; and the opening of what is sealed.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { type OpenedMessage, openMessage, signerOf } from '@satchel/protocol/envelope/message-open'
import type { PrivateKey, PublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import type { FormCatalog } from '../../forms/form-catalog.ts'

export interface Reader {
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  /** Confirmed keys of our own people: what one of them signed is proven to be theirs. */
  readonly signers: () => Promise<readonly PublicKey[]>
  readonly now: () => Date
  readonly catalog: FormCatalog
  readonly failpoint: (step: string) => void
  /** The installation's own address: what came to it and to its plus-addresses is for us. */
  readonly mail: string
  /** Mail servers whose Authentication-Results are believed. */
  readonly mailServers: readonly string[]
  /** As letters name it. */
  readonly organisation: string
}

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
  reader: Pick<Reader, 'keys' | 'signers' | 'now' | 'failpoint'>,
): Promise<{ readonly data: Uint8Array; readonly signer: string | null }> {
  const opened = await openMessage(bytes, { keys: reader.keys })
  reader.failpoint('import/opened')
  return { data: opened.data, signer: await signerIn(opened, reader) }
}
