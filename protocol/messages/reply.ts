// The reply file: what a recipient changed, and only that. Base values are the core's own, never the reply's.

import { limits } from '../limits.ts'
import {
  fieldLists,
  fieldsOf,
  filledFieldsOf,
  moment,
  notValid,
  Parts,
  stringsOf,
  symbolName,
} from '../sexp/tagged-lists.ts'
import { list, type SexpList, symbol } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

export interface Reply {
  readonly version: 1
  /** 32 hex digits, made where the reply is written; its identity. */
  readonly id: string
  /** 32 hex digits, made when a copy of the packet is first edited. */
  readonly draft: string
  /** Sends of that draft, from 1. */
  readonly sequence: number
  readonly packet: string
  readonly epoch: number
  readonly token: string
  readonly written?: string
  /** null clears a field. */
  readonly set: ReadonlyMap<string, string | null>
  /** `new-...` for a row that the sender adds. */
  readonly rows: readonly {
    readonly collection: string
    readonly row: string
    readonly fields: ReadonlyMap<string, string | null>
  }[]
  readonly drops: readonly { readonly collection: string; readonly row: string }[]
  readonly report?: ReadonlyMap<string, string>
  /** The sender says that everything on file is still right. */
  readonly confirms?: boolean
  readonly files: readonly {
    readonly name: string
    readonly type: string
    readonly size: number
    readonly sha256: string
  }[]
}

/** @throws Problem record/not-valid for an empty value (null clears), sexp/not-sx1 for what SX1 cannot carry. */
export function printReply(reply: Reply): string {
  return printSexp(
    list(
      'satchel-reply',
      list('version', reply.version),
      list('id', reply.id),
      list('draft', reply.draft),
      list('sequence', reply.sequence),
      list('packet', reply.packet),
      list('epoch', reply.epoch),
      list('token', reply.token),
      ...(reply.written === undefined ? [] : [list('written', reply.written)]),
      ...(reply.set.size === 0 ? [] : [list('set', ...fieldLists(reply.set))]),
      ...reply.rows.map(row => list('row', symbol(row.collection), row.row, ...fieldLists(row.fields))),
      ...reply.drops.map(drop => list('drop', symbol(drop.collection), drop.row)),
      ...(reply.report === undefined ? [] : [list('report', ...fieldLists(reply.report))]),
      ...(reply.confirms === true ? [list('confirms', symbol('true'))] : []),
      ...reply.files.map(file => list('file', file.name, file.type, file.size, file.sha256)),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseReply(text: string): Reply {
  const tree = parseSexp(text, { maxBytes: limits.replyBytes })
  if (tree.tag !== 'satchel-reply') throw notValid('This is not a reply file')
  const once = [
    'version',
    'id',
    'draft',
    'sequence',
    'packet',
    'epoch',
    'token',
    'written',
    'set',
    'report',
    'confirms',
  ]
  const parts = new Parts(tree, once, ['row', 'drop', 'file'])
  parts.integer('version', 1, 1)
  const written = parts.maybe('written')
  const set = parts.maybe('set')
  const report = parts.maybe('report')
  const confirms = parts.maybe('confirms') !== undefined && parts.symbol('confirms', ['true', 'false']) === 'true'
  const rows = parts.all('row').map(parseRow)
  const drops = parts.all('drop').map(parseDrop)
  const named = [...rows, ...drops].map(({ collection, row }) => `${collection}/${row}`)
  if (new Set(named).size !== named.length) throw notValid('A row is named twice')
  if (parts.all('file').length > limits.files) throw notValid(`More than ${limits.files} files are announced`)
  return {
    version: 1,
    id: hexId(parts.string('id'), 'id'),
    draft: hexId(parts.string('draft'), 'draft'),
    sequence: parts.integer('sequence', 1, limits.sequence),
    packet: parts.string('packet'),
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    token: parts.string('token'),
    ...(written === undefined ? {} : { written: moment(stringsOf(written, 1)[0] ?? '', 'written') }),
    set: set === undefined ? new Map() : fieldsOf(new Parts(set, [], ['field']).all('field')),
    rows,
    drops,
    ...(report === undefined ? {} : { report: filledFieldsOf(new Parts(report, [], ['field']).all('field')) }),
    ...(confirms ? { confirms } : {}),
    files: parts.all('file').map(parseFile),
  }
}

function hexId(text: string, where: string): string {
  if (!/^[0-9a-f]{32}$/.test(text)) throw notValid(`(${where} ...) is not 32 hex digits`)
  return text
}

function parseRow(tree: SexpList): Reply['rows'][number] {
  const [name, row, ...rest] = tree.items
  const collection = symbolName(name)
  if (collection === undefined || typeof row !== 'string')
    throw notValid('(row ...) holds a collection, a row and fields')
  return { collection, row, fields: fieldsOf(new Parts({ tag: 'row', items: rest }, [], ['field']).all('field')) }
}

function parseDrop(tree: SexpList): Reply['drops'][number] {
  const [name, row, ...rest] = tree.items
  const collection = symbolName(name)
  if (collection === undefined || typeof row !== 'string' || rest.length > 0) {
    throw notValid('(drop ...) holds a collection and a row')
  }
  return { collection, row }
}

function parseFile(tree: SexpList): Reply['files'][number] {
  const [name, type, size, sha256, ...rest] = tree.items
  if (
    typeof name !== 'string' ||
    typeof type !== 'string' ||
    typeof size !== 'number' ||
    typeof sha256 !== 'string' ||
    rest.length > 0
  ) {
    throw notValid('(file ...) holds name, type, size and SHA-256')
  }
  if (size < 0 || !/^[0-9a-f]{64}$/.test(sha256)) throw notValid('(file ...) has a wrong size or SHA-256')
  return { name, type, size, sha256 }
}
