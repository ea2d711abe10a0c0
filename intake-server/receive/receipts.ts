// The receipt, answered once an item is durable and signed with the key of this host.

import type { KeyObject } from 'node:crypto'
import { printReceipt } from '@satchel/protocol/messages/receipt'
import { signReceipt } from '@satchel/protocol/messages/receipt-sign'

export interface GivenReceipt {
  /** 26 characters that a person can read out. */
  readonly code: string
  /** Exact text that is signed. */
  readonly receipt: string
  /** ECDSA P-256, r and s, base64. */
  readonly signature: string
}

/** @param item SHA-256 of sealed bytes that are durable: never call it before they are. */
export function giveReceipt(key: KeyObject, item: string, code: string, received: string): GivenReceipt {
  const receipt = printReceipt({ version: 1, item, code, received })
  return { code, receipt, signature: signReceipt(receipt, key) }
}
