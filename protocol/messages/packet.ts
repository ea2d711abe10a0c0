// The packet file: one record for one recipient, with what may be changed and what is asked.

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
import { caseList, type PacketCase, readCase } from './packet-case.ts'

export interface PacketRow {
  /** Like c81; says where a change belongs, means nothing else. */
  readonly id: string
  /** A field without a value has no entry. */
  readonly fields: ReadonlyMap<string, string>
}

/** The address to which a page posts its reply, and the keys with which it verifies what it is told. SPKI in base64, one line. */
export interface PacketWeb {
  readonly url: string
  /** Of the intake: receipts. */
  readonly receiptKey: string
  /** Of the core, Ed25519: what became of a receipt. Missing in packets of earlier versions. */
  readonly outcomeKey?: string
}

export interface Packet {
  /** 2 has a case. 1 has none, and is readable for ever. */
  readonly version: 1 | 2
  /** Public, like 7QK2-M9XA-3F0T. */
  readonly id: string
  readonly epoch: number
  readonly kind: 'work' | 'self-update'
  readonly form: { readonly name: string; readonly version: number }
  readonly language: string
  /** UTC, like 2026-11-22T08:00:00Z. */
  readonly issued: string
  readonly expires: string
  readonly token: string
  readonly replyTo: { readonly mail: string; readonly web?: PacketWeb }
  /** Fingerprint of the core's key. */
  readonly key: string
  readonly record: {
    readonly kind: string
    readonly version: number
    readonly fields: ReadonlyMap<string, string>
    readonly rows: ReadonlyMap<string, readonly PacketRow[]>
  }
  readonly case?: PacketCase
  readonly background: readonly { readonly date: string; readonly kind: string; readonly text: string }[]
  /** Names of the fields that a report asks for. */
  readonly report: readonly string[]
}

/** An empty text in the database is no value: it is left out, as an absent one is. */
const filled = (fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...fields].filter(([, value]) => value !== ''))

/** @throws Problem sexp/not-sx1 for a value that SX1 cannot carry. */
export function printPacket(packet: Packet): string {
  const { record, replyTo } = packet
  return printSexp(
    list(
      'satchel-packet',
      list('version', packet.version),
      list('id', packet.id),
      list('epoch', packet.epoch),
      list('kind', symbol(packet.kind)),
      list('form', packet.form.name, packet.form.version),
      list('language', packet.language),
      list('issued', packet.issued),
      list('expires', packet.expires),
      list('token', packet.token),
      list(
        'reply-to',
        list('mail', replyTo.mail),
        ...(replyTo.web === undefined ? [] : [list('web', replyTo.web.url, replyTo.web.receiptKey)]),
        ...(replyTo.web?.outcomeKey === undefined ? [] : [list('outcome-key', replyTo.web.outcomeKey)]),
      ),
      list('key', packet.key),
      list(
        'record',
        list('kind', symbol(record.kind)),
        list('version', record.version),
        ...fieldLists(filled(record.fields)),
        ...[...record.rows].map(([name, rows]) =>
          list('rows', symbol(name), ...rows.map(row => list('row', row.id, ...fieldLists(filled(row.fields))))),
        ),
      ),
      ...(packet.case === undefined ? [] : [caseList(packet.case)]),
      list('background', ...packet.background.map(line => list('line', line.date, line.kind, line.text))),
      list('report', ...packet.report.map(name => list('field', symbol(name)))),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parsePacket(text: string): Packet {
  const tree = parseSexp(text, { maxBytes: limits.packetBytes })
  if (tree.tag !== 'satchel-packet') throw notValid('This is not a packet file')
  const parts = new Parts(tree, [
    'version',
    'id',
    'epoch',
    'kind',
    'form',
    'language',
    'issued',
    'expires',
    'token',
    'reply-to',
    'key',
    'record',
    'case',
    'background',
    'report',
  ])
  const version = parts.integer('version', 1, 2) === 2 ? 2 : 1
  const about = parts.maybe('case')
  if ((about !== undefined) !== (version === 2))
    throw notValid('A packet of version 2 has (case ...), one of version 1 has none')
  const [form, formVersion, ...more] = parts.one('form').items
  if (typeof form !== 'string' || typeof formVersion !== 'number' || formVersion < 1 || more.length > 0) {
    throw notValid('(form ...) is not a name and a version')
  }
  const replyTo = new Parts(parts.one('reply-to'), ['mail', 'web', 'outcome-key'])
  const web = replyTo.maybe('web')
  const [url = '', receiptKey = ''] = web === undefined ? [] : stringsOf(web, 2)
  const outcomeKey = replyTo.maybe('outcome-key') === undefined ? {} : { outcomeKey: replyTo.string('outcome-key') }
  return {
    version,
    id: parts.string('id'),
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    kind: parts.symbol('kind', ['work', 'self-update']),
    form: { name: form, version: formVersion },
    language: parts.string('language'),
    issued: moment(parts.string('issued'), 'issued'),
    expires: moment(parts.string('expires'), 'expires'),
    token: parts.string('token'),
    replyTo: {
      mail: replyTo.string('mail'),
      ...(web === undefined ? {} : { web: { url, receiptKey, ...outcomeKey } }),
    },
    key: parts.string('key'),
    record: parseRecord(parts.one('record')),
    ...(about === undefined ? {} : { case: readCase(about) }),
    background: new Parts(parts.one('background'), [], ['line']).all('line').map(line => {
      const [date = '', kind = '', said = ''] = stringsOf(line, 3)
      return { date, kind, text: said }
    }),
    report: parseAsked(parts.one('report')),
  }
}

function parseRecord(tree: SexpList): Packet['record'] {
  const parts = new Parts(tree, ['kind', 'version'], ['field', 'rows'])
  const rows = new Map<string, readonly PacketRow[]>()
  for (const collection of parts.all('rows')) {
    const [first, ...rest] = collection.items
    const name = symbolName(first)
    if (name === undefined || rows.has(name)) throw notValid('(rows ...) needs a name of its own')
    const parsed = new Parts({ tag: 'rows', items: rest }, [], ['row']).all('row').map(parseRow)
    if (new Set(parsed.map(row => row.id)).size !== parsed.length)
      throw notValid(`(rows ${name} ...) names a row twice`)
    rows.set(name, parsed)
  }
  const [word, ...more] = parts.one('kind').items
  const kind = symbolName(word)
  if (kind === undefined || more.length > 0) throw notValid('(kind ...) is not one symbol')
  return {
    kind,
    version: parts.integer('version', 0, Number.MAX_SAFE_INTEGER),
    fields: filledFieldsOf(parts.all('field')),
    rows,
  }
}

function parseRow(tree: SexpList): PacketRow {
  const [id, ...rest] = tree.items
  if (typeof id !== 'string') throw notValid('(row ...) starts with its id as a string')
  return { id, fields: filledFieldsOf(new Parts({ tag: 'row', items: rest }, [], ['field']).all('field')) }
}

/** `(report (field NAME) ...)`: names without values, each once. */
function parseAsked(tree: SexpList): readonly string[] {
  const asked = fieldsOf(new Parts(tree, [], ['field']).all('field'))
  for (const [name, value] of asked) {
    if (value !== null) throw notValid(`(report (field ${name} ...)) asks, so it holds no value`)
  }
  return [...asked.keys()]
}
