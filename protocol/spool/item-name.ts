// An item is named by its bytes as received, so the same bytes are one item wherever they come from.

import { createHash } from 'node:crypto'

/** SHA-256, 64 hex digits. */
export function itemName(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
