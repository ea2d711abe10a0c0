// Codes of receipts. A code carries the day and a mark that only this host can make, so that the host knows its own codes without
// keeping any: it can say "stored" of an item that it cannot open, and tell a mistyped code from one that it gave.

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { alphabet } from '@satchel/protocol/messages/fold-typed'
import { foldToken, newToken } from '@satchel/protocol/messages/token'

export interface ReceiptCodes {
  /** 26 characters that a person can read out: 3 of the day, 15 at random (75 bits), 8 of the mark. */
  make(now: Date): string
  /** Days since the code was given here; null: it was not given by this host. */
  age(code: string, now: Date): number | null
}

const [dayLength, randomLength] = [3, 15]
const dayMs = 86_400_000
const epochDay = Date.UTC(2026, 0, 1) / dayMs
const dayOf = (now: Date) => Math.max(0, Math.floor(now.getTime() / dayMs) - epochDay)

/** @param receiptKey the one secret of the host; the key of the marks is made from it. */
export function makeReceiptCodes(receiptKey: KeyObject): ReceiptCodes {
  const secret = receiptKey.export({ type: 'pkcs8', format: 'der' })
  const key = createHmac('sha256', secret).update('satchel receipt codes').digest()
  const markOf = (front: string) =>
    [...createHmac('sha256', key).update(front).digest().subarray(0, 8)].map(octet => alphabet[octet & 31]).join('')
  return {
    make(now) {
      const day = dayOf(now) % 32 ** dayLength
      const digits = [day >> 10, (day >> 5) & 31, day & 31].map(digit => alphabet[digit]).join('')
      const front = `${digits}${newToken().slice(0, randomLength)}`
      return `${front}${markOf(front)}`
    },
    age(code, now) {
      const folded = foldToken(code)
      if (folded === null) return null
      const front = folded.slice(0, dayLength + randomLength)
      if (!timingSafeEqual(Buffer.from(markOf(front)), Buffer.from(folded.slice(front.length)))) return null
      const digits = Array.from(folded.slice(0, dayLength), sign => alphabet.indexOf(sign))
      const day = digits.reduce((sum, digit) => sum * 32 + digit, 0)
      return dayOf(now) - day
    },
  }
}
