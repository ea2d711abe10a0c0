// What all readers of items share: keys, forms, our own address; and the opening of what is sealed.

import { open } from '@satchel/protocol/envelope/envelope-open'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import type { FormCatalog } from '../../forms/form-catalog.ts'

export interface Reader {
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
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
