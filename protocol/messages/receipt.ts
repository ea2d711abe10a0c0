// The intake's receipt for a durable item: which item, when, under which code. Signed elsewhere, over these bytes.
// Version 2 is for replies that their sender sealed. It names what was posted, so that nobody can give an old receipt for it.

import { limits } from '../limits.ts'
import { moment, notValid, Parts, stringsOf } from '../sexp/tagged-lists.ts'
import { list, type SexpList } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

interface Received {
  /** SHA-256 of the sealed bytes. */
  readonly item: string
  readonly code: string
  readonly received: string
}

/** What a sender sealed, as it came. */
export interface SealedPost {
  /** SHA-256 of the sealed reply. */
  readonly sealed: string
  /** SHA-256 of each file beside it. */
  readonly files: readonly string[]
}

export type Receipt = (Received & { readonly version: 1 }) | (Received & SealedPost & { readonly version: 2 })

export function printReceipt(receipt: Receipt): string {
  return printSexp(
    list(
      'satchel-receipt',
      list('version', receipt.version),
      list('item', receipt.item),
      list('code', receipt.code),
      list('received', receipt.received),
      ...(receipt.version === 1
        ? []
        : [list('sealed', receipt.sealed), ...receipt.files.map(file => list('file', file))]),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseReceipt(text: string): Receipt {
  const tree = parseSexp(text, { maxBytes: limits.replyBytes })
  if (tree.tag !== 'satchel-receipt') throw notValid('This is not a receipt')
  const parts = new Parts(tree, ['version', 'item', 'code', 'received', 'sealed'], ['file'])
  const version = parts.integer('version', 1, 2)
  const received = {
    item: digestOf(parts.one('item')),
    code: parts.string('code'),
    received: moment(parts.string('received'), 'received'),
  }
  const files = parts.all('file').map(digestOf)
  if (version === 2) return { version, ...received, sealed: digestOf(parts.one('sealed')), files }
  if (parts.maybe('sealed') !== undefined || files.length > 0)
    throw notValid('A receipt of version 1 names nothing that was posted')
  return { version: 1, ...received }
}

function digestOf(tree: SexpList): string {
  const [digest = ''] = stringsOf(tree, 1)
  if (!/^[0-9a-f]{64}$/.test(digest)) throw notValid(`(${tree.tag} ...) is not a SHA-256`)
  return digest
}
