// The fate of a receipt, for the holder of its code: from what the core pushed, else from the code itself, which says whether it was
// given here. It tells one word and no data, and a question changes nothing.

import type { IncomingMessage } from 'node:http'
import { parseReceiptState, receiptHash, type ReceiptWord } from '@satchel/protocol/messages/receipt-state'
import type { Answer } from '../http/answer.ts'
import { bodyChunks, collect, notForm } from '../http/body.ts'
import type { Taker } from '../receive/receive-post.ts'
import { typeOf } from '../receive/posted-fields.ts'
import { busy } from '../receive/room.ts'

export interface ReceiptAnswer {
  readonly state: ReceiptWord | 'unknown'
  /** The text that the core signed; null where it has said nothing yet. */
  readonly outcome: string | null
  readonly signature: string | null
}

/** Of one code, as it was typed. */
async function stateOf({ codes, outcomes, limits, now }: Taker, code: string): Promise<ReceiptAnswer> {
  const found = await outcomes.find(receiptHash(code) ?? '')
  if (found !== null)
    return { state: parseReceiptState(found.text).state, outcome: found.text, signature: found.signature }
  const age = codes.age(code, now())
  const isOurs = age !== null && age >= 0 && age <= limits.outcomeDays
  return { state: isOurs ? 'stored' : 'unknown', outcome: null, signature: null }
}

/**
 * Answers the post of the page /receipt, field `code`.
 * @throws Problem intake/busy where the network asks too much; request/too-large, request/not-form.
 */
export async function answerReceipt(taker: Taker, request: IncomingMessage): Promise<ReceiptAnswer> {
  const { limits, networks } = taker
  if (!networks.ask(request)) throw busy('One network asks for more receipts than it may.')
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw notForm('is no form with a code')
  const pay = (bytes: number) => {
    if (!networks.read(request, bytes)) throw busy('One network has more read than it may.')
  }
  const most = limits.receiptBodyBytes
  const body = await collect(bodyChunks(request, most, limits, pay), most)
  return stateOf(taker, new URLSearchParams(body.toString('utf8')).get('code') ?? '')
}

/** As a script gets it. */
export const receiptJson = (answer: ReceiptAnswer): Answer => ({
  status: 200,
  type: 'application/json',
  body: `${JSON.stringify(answer)}\n`,
})
