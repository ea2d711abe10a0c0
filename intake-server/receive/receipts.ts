// The receipt, answered once an item is durable and signed with the key of this host.

import { createHash, type KeyObject } from 'node:crypto'
import { printReceipt, type SealedPost } from '@satchel/protocol/messages/receipt'
import { signReceipt } from '@satchel/protocol/messages/receipt-sign'
import type { Posted } from './posted-fields.ts'

export interface GivenReceipt {
  /** 26 characters that a person can read out. */
  readonly code: string
  /** Exact text that is signed. */
  readonly receipt: string
  /** ECDSA P-256, r and s, base64. */
  readonly signature: string
}

/**
 * @param item SHA-256 of sealed bytes that are durable: never call it before they are.
 * @param post where the sender sealed it; null for any other.
 */
export function giveReceipt(
  key: KeyObject,
  { item, code, received }: { readonly item: string; readonly code: string; readonly received: string },
  post: SealedPost | null,
): GivenReceipt {
  const receipt = printReceipt(
    post === null ? { version: 1, item, code, received } : { version: 2, item, code, received, ...post },
  )
  return { code, receipt, signature: signReceipt(receipt, key) }
}

/**
 * What the receipt of a post names that its sender sealed; null for any other, of which a receipt says nothing.
 * @param files SHA-256 of each file as it came.
 */
export function sealedPost(posted: Pick<Posted, 'channel' | 'fields'>, files: readonly string[]): SealedPost | null {
  const sealed = posted.fields.flatMap(([name, value]) => (name === 'sealed' ? [Buffer.from(value, 'base64')] : []))
  const [only] = sealed
  if (posted.channel !== 'sealed-web' || only === undefined || sealed.length > 1) return null
  return { sealed: createHash('sha256').update(only).digest('hex'), files }
}
