// The intake's receipt for a durable item: which item, when, under which code. Signed elsewhere, over these bytes.

import { limits } from '../limits.ts'
import { moment, notValid, Parts } from '../sexp/tagged-lists.ts'
import { list } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

export interface Receipt {
  readonly version: 1
  /** SHA-256 of the sealed bytes. */
  readonly item: string
  readonly code: string
  readonly received: string
}

export function printReceipt(receipt: Receipt): string {
  return printSexp(
    list(
      'satchel-receipt',
      list('version', receipt.version),
      list('item', receipt.item),
      list('code', receipt.code),
      list('received', receipt.received),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseReceipt(text: string): Receipt {
  const tree = parseSexp(text, { maxBytes: limits.replyBytes })
  if (tree.tag !== 'satchel-receipt') throw notValid('This is not a receipt')
  const parts = new Parts(tree, ['version', 'item', 'code', 'received'])
  parts.integer('version', 1, 1)
  const item = parts.string('item')
  if (!/^[0-9a-f]{64}$/.test(item)) throw notValid('(item ...) is not a SHA-256')
  return { version: 1, item, code: parts.string('code'), received: moment(parts.string('received'), 'received') }
}
