// The reply file, as protocol/messages/reply.ts reads it.

import { list, type SexpNode, symbol } from '@satchel/protocol/sexp/sexp'
import { randomBytes, toHex } from '../../browser/bytes.ts'
import { cleanText, printSx1 } from '../../browser/sx1.ts'
import type { Answer } from './answer.ts'

export interface ReplyHead {
  readonly id: string
  readonly draft: string
  readonly sequence: number
  readonly packet: string
  readonly epoch: number
  readonly token: string
  /** UTC, to the second. */
  readonly written: string
}

export interface ReplyFile {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

export function replyText(head: ReplyHead, answer: Answer, files: readonly ReplyFile[]): string {
  const { set, rows, drops, report } = answer
  return printSx1(
    list(
      'satchel-reply',
      list('version', 1),
      list('id', head.id),
      list('draft', head.draft),
      list('sequence', head.sequence),
      list('packet', head.packet),
      list('epoch', head.epoch),
      list('token', head.token),
      list('written', head.written),
      ...(set.size === 0 ? [] : [list('set', ...fields(set))]),
      ...[...rows].map(([row, values]) => list('row', ...place(row), ...fields(values))),
      ...[...drops].map(row => list('drop', ...place(row))),
      ...(report.size === 0 ? [] : [list('report', ...fields(report))]),
      ...files.map(({ name, type, size, sha256 }) => list('file', name, type, size, sha256)),
    ),
  )
}

/** A value that is null is cleared: a field without a value. So is one of which nothing is left that the file can carry. */
function fields(values: ReadonlyMap<string, string | null>): readonly SexpNode[] {
  return [...values].map(([name, value]) =>
    value === null || cleanText(value) === '' ? list('field', symbol(name)) : list('field', symbol(name), value),
  )
}

function place(row: string): readonly SexpNode[] {
  const [collection = '', id = ''] = row.split('/')
  return [symbol(collection), id]
}

/** 32 hex digits. */
export function newId(): string {
  return toHex(randomBytes(16))
}
