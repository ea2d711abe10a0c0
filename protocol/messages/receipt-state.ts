// The fate of a receipt's item: one word, signed by the core, which the intake shows to the holder of the receipt's code. It names
// the item, so that a host cannot give it for another one, and a number that rises, so that an older one undoes no newer one. No data of anybody.

import { limits } from '../limits.ts'
import { moment, notValid, Parts } from '../sexp/tagged-lists.ts'
import { list, symbol } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'
import { foldToken, tokenHash } from './token.ts'

/** stored: fetched, and not imported yet. held: a person decides about all of it, or about a part. */
export const receiptStates = ['stored', 'imported', 'held', 'refused'] as const
export type ReceiptWord = (typeof receiptStates)[number]

export interface ReceiptState {
  readonly version: 1
  /** SHA-256 of the receipt's code; the host keeps no codes. */
  readonly receipt: string
  /** SHA-256 of the sealed item: the one that the receipt names. */
  readonly item: string
  readonly epoch: number
  /** Rises with each that the core makes; of two with the same epoch the higher counts. */
  readonly number: number
  readonly state: ReceiptWord
  readonly said: string
}

/** SHA-256 of the code's 26 characters, 64 hex digits; null for what is no code. */
export const receiptHash = (code: string): string | null => (foldToken(code) === null ? null : tokenHash(code))

/** Signed over exactly this text, with the key that signs requests to the intake. */
export function printReceiptState(told: ReceiptState): string {
  return printSexp(
    list(
      'satchel-receipt-state',
      list('version', told.version),
      list('receipt', told.receipt),
      list('item', told.item),
      list('epoch', told.epoch),
      list('number', told.number),
      list('state', symbol(told.state)),
      list('said', told.said),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseReceiptState(text: string): ReceiptState {
  const tree = parseSexp(text, { maxBytes: limits.paddedFloor })
  if (tree.tag !== 'satchel-receipt-state') throw notValid('This does not say what became of a receipt')
  const parts = new Parts(tree, ['version', 'receipt', 'item', 'epoch', 'number', 'state', 'said'])
  parts.integer('version', 1, 1)
  const digest = (tag: 'receipt' | 'item') => {
    const found = parts.string(tag)
    if (!/^[0-9a-f]{64}$/.test(found)) throw notValid(`(${tag} ...) is not a SHA-256`)
    return found
  }
  return {
    version: 1,
    receipt: digest('receipt'),
    item: digest('item'),
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    number: parts.integer('number', 1, Number.MAX_SAFE_INTEGER),
    state: parts.symbol('state', receiptStates),
    said: moment(parts.string('said'), 'said'),
  }
}

/** Whether one counts more than another of the same receipt. */
export const isNewer = (
  one: Pick<ReceiptState, 'epoch' | 'number'>,
  other: Pick<ReceiptState, 'epoch' | 'number'>,
): boolean => one.epoch > other.epoch || (one.epoch === other.epoch && one.number > other.number)
